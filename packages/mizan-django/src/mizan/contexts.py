"""A typed reference to a context, so that a misspelt name fails at import and not in a browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mizan.names import is_wire_name

GLOBAL = "global"


@dataclass(frozen=True)
class ReactContext:
    """Names a group of read functions that are fetched together.

    Usable wherever a context's name is: `context=` and `affects=`. The context named `global` has
    no params and hangs on the root of the application.
    """

    declared: ClassVar[set[str]] = set()
    """The names of all references, for the system checks."""

    name: str

    def __post_init__(self) -> None:
        name: object = self.name
        if not isinstance(name, str) or not is_wire_name(name):
            raise ValueError(
                f"{name!r} is no name for a context: it must start with a lower-case letter "
                "and go on with lower-case letters, digits and underscores."
            )
        self.declared.add(name)
