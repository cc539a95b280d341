"""A function marked `@client`: its options and its signature together."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from django.http import HttpRequest

from mizan.canonical import ParamType
from mizan.contexts import ReactContext
from mizan.errors import ClientError
from mizan.signature import Signature, source_of
from mizan.uploads import takes_files

AuthCheck = Callable[[HttpRequest], bool] | Callable[[HttpRequest], Awaitable[bool]]
Auth = bool | Literal["staff", "superuser"] | AuthCheck
Affected = str | ReactContext | Callable[..., Any]
Scope = Mapping[str, Any]
AffectsParams = (
    Sequence[str] | Mapping[str, str] | Callable[[Any, Mapping[str, Any]], Scope | Sequence[Scope]]
)


@dataclass(frozen=True)
class Options:
    """What `@client(...)` was given."""

    context: str | None = None
    affects: tuple[Affected, ...] = ()
    affects_params: AffectsParams | None = None
    auth: Auth = False
    private: bool = False
    route: str | None = None
    methods: tuple[str, ...] | None = None
    rev: int = 0
    cache: bool | int = True
    errors: tuple[type[ClientError], ...] = ()


@dataclass(frozen=True, eq=False)
class Function:
    name: str
    fn: Callable[..., Any]
    options: Options
    signature: Signature
    params: Mapping[str, ParamType] = field(default_factory=dict)
    """The wire types of those inputs that a URL can carry."""

    @property
    def is_page(self) -> bool:
        return self.signature.is_page

    @property
    def is_public_data(self) -> bool:
        """Whether it has a place in a bundle."""
        return not self.options.private and not self.is_page

    @cached_property
    def files(self) -> frozenset[str]:
        """The arguments that are files."""
        inputs = self.signature.inputs.items()
        return frozenset(name for name, item in inputs if takes_files(item.adapter.core_schema))

    @property
    def reads_identity(self) -> bool:
        """Whether its answer may differ between users: it asks for one, or sees the request."""
        return self.options.auth is not False or self.signature.request_name is not None

    @property
    def auth_kind(self) -> bool | str:
        """`auth` as the export says it."""
        return self.options.auth if isinstance(self.options.auth, bool | str) else "custom"

    @property
    def description(self) -> str | None:
        return inspect.getdoc(self.fn)

    @property
    def is_deprecated(self) -> bool:
        return hasattr(self.fn, "__deprecated__")

    @cached_property
    def source(self) -> tuple[str, int]:
        return source_of(self.fn)

    @property
    def location(self) -> str:
        return "{}:{}".format(*self.source)
