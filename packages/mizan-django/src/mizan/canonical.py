"""One text for one value: canonical params (protocol section 4) and what is built on them.

The kernel's instance keys, the matching of invalidations and cache keys all compare these texts, so
`5`, `"5"` and `5.0` of an integer param are one value.
"""

from __future__ import annotations

import hmac
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

Scalar = Literal["integer", "number", "boolean", "string"]
CanonicalValue = str | list[str]
CanonicalParams = dict[str, CanonicalValue]

_INTEGER = re.compile(r"[+-]?[0-9]+(\.0*)?")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


@dataclass(frozen=True)
class ParamType:
    """What the protocol calls the type of a param."""

    scalar: Scalar
    is_list: bool = False

    def as_json(self) -> str | dict[str, str]:
        return {"array": self.scalar} if self.is_list else self.scalar


def canonical(types: Mapping[str, ParamType], values: Mapping[str, Any]) -> CanonicalParams:
    """`values` by name, without nulls and without names that `types` doesn't declare.

    Raises ValueError for a value that its type can't hold.
    """
    return {
        name: canonical_value(types[name], values[name])
        for name in sorted(values.keys() & types.keys())
        if values[name] is not None
    }


def canonical_value(param: ParamType, value: Any) -> CanonicalValue:
    if not param.is_list:
        return _scalar_text(param.scalar, value)
    if isinstance(value, str):
        value = _list_of(value)
    if not isinstance(value, list | tuple | set | frozenset):
        raise ValueError(f"{value!r} is not a list")
    return [_scalar_text(param.scalar, item) for item in value if item is not None]


def jcs(value: Any) -> str:
    """RFC 8785 for what the protocol signs: objects, lists, text, integers and booleans."""
    return json.dumps(_sorted(value), ensure_ascii=False, separators=(",", ":"))


def cache_key(
    secret: str, context: str, params: CanonicalParams, rev: int, user: str | None = None
) -> str:
    """The key of a cached bundle (protocol section 5); `user` where the context is user-scoped."""
    signed: dict[str, Any] = {"c": context, "p": params, "r": rev}
    if user is not None:
        signed["u"] = user
    digest = hmac.digest(secret.encode(), jcs(signed).encode(), "sha256").hex()
    return f"ctx:{context}:{digest}"


def number_text(value: float) -> str:
    """A number as ECMAScript prints it."""
    if not math.isfinite(value):
        raise ValueError(f"{value!r} is not a finite number")
    if value == 0:
        return "0"
    # Python's shortest digits are ECMAScript's; only their layout differs.
    mantissa_text, _, exponent = f"{Decimal(repr(abs(value))).normalize():e}".partition("e")
    digits = mantissa_text.replace(".", "")
    count, point = len(digits), int(exponent) + 1
    if count <= point <= 21:
        text = digits + "0" * (point - count)
    elif 0 < point <= 21:
        text = f"{digits[:point]}.{digits[point:]}"
    elif -6 < point <= 0:
        text = f"0.{'0' * -point}{digits}"
    else:
        mantissa = digits if count == 1 else f"{digits[0]}.{digits[1:]}"
        text = f"{mantissa}e{point - 1:+d}"
    return f"-{text}" if value < 0 else text


def _list_of(text: str) -> Any:
    """In a header a list travels as the JSON of its canonical form."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("a list is nested too deeply") from error


def _scalar_text(scalar: Scalar, value: Any) -> str:
    match scalar:
        case "integer":
            return _integer_text(value)
        case "number":
            return _number_text(value)
        case "boolean":
            return _boolean_text(value)
        case "string":
            return _text(value)


def _integer_text(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        return str(int(value.partition(".")[0]))
    raise ValueError(f"{value!r} is not an integer")


def _number_text(value: Any) -> str:
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise ValueError(f"{value!r} is not a number")
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise ValueError(f"{value!r} is not a number")
    try:
        return number_text(float(value))
    except OverflowError as error:
        raise ValueError(f"{value!r} is too large for a number") from error


def _boolean_text(value: Any) -> str:
    if value is True or value == "true":
        return "true"
    if value is False or value == "false":
        return "false"
    raise ValueError(f"{value!r} is not a boolean")


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number_text(value) if isinstance(value, float) else str(value)
    raise ValueError(f"{value!r} is not text")


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        in_order = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return {key: _sorted(value[key]) for key in in_order}
    if isinstance(value, list):
        return [_sorted(item) for item in value]
    return value
