"""The protocol's rule for names: what is allowed on the wire, and what TypeScript makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

_WIRE_NAME = re.compile(r"[a-z][a-z0-9_]*")


def is_wire_name(text: str) -> bool:
    return _WIRE_NAME.fullmatch(text) is not None


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def pascal(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A sentence naming the nearest known name, or nothing; starts with a space."""
    near = get_close_matches(name, sorted(known), n=1)
    return f" Did you mean {near[0]!r}?" if near else ""
