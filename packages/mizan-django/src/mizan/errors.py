"""What a function raises to answer with an error, and what that answer is on the wire."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, get_type_hints

from pydantic import TypeAdapter, ValidationError

STANDARD_CODES = frozenset(
    {
        "BAD_REQUEST",
        "UNAUTHORIZED",
        "FORBIDDEN",
        "CSRF_FAILED",
        "NOT_FOUND",
        "METHOD_NOT_ALLOWED",
        "TOO_LARGE",
        "VALIDATION_ERROR",
        "RATE_LIMITED",
        "INTERNAL_ERROR",
        "NOT_IMPLEMENTED",
    }
)

_CODE = re.compile(r"[A-Z][A-Z0-9_]*")
_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class ClientError(Exception):
    """An error that a function declares with `errors=[...]` and that TypeScript knows by its code.

    A subclass may set `status` (any 4xx), `code` (default: the class's name in capitals) and
    `message` (default: the first line of its docstring), and annotate `details` with any type that
    Pydantic can write.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = ""
    message: str = ""
    details: Any = None

    details_adapter: ClassVar[TypeAdapter[Any] | None] = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "code" not in cls.__dict__:
            cls.code = _WORD_START.sub("_", cls.__name__.strip("_")).upper()
        if not _CODE.fullmatch(cls.code) or cls.code in STANDARD_CODES:
            raise TypeError(
                f"{cls.__qualname__}.code is {cls.code!r}: a declared error needs a code of its "
                "own, in capitals, digits and underscores."
            )
        if not 400 <= cls.status <= 499:
            raise TypeError(
                f"{cls.__qualname__}.status is {cls.status}: a declared error is a 4xx."
            )
        if "message" not in cls.__dict__ and cls.__doc__:
            cls.message = cls.__doc__.strip().splitlines()[0]
        annotation = get_type_hints(cls, include_extras=True).get("details", Any)
        cls.details_adapter = None if annotation is Any else TypeAdapter(annotation)

    def __init__(self, message: str | None = None, details: Any = None) -> None:
        if message is not None:
            self.message = message
        if self.details_adapter is not None:
            try:
                details = self.details_adapter.validate_python(details, from_attributes=True)
            except ValidationError as error:
                # Left as it is, it would read as a mistake of the caller's.
                raise TypeError(f"These are no details of {self.code}: {error}") from error
        elif details is not None:
            raise TypeError(
                f"{type(self).__qualname__} has no details: annotate `details` to add some."
            )
        self.details = details
        super().__init__(self.message)


class RateLimited(Exception):
    """Answers 429 and tells the client when to come back."""

    def __init__(self, retry_after: int, message: str = "Too many requests.") -> None:
        self.retry_after = retry_after
        super().__init__(message)


@dataclass(frozen=True)
class WireError:
    """An error as it travels; see protocol section 3."""

    status: int
    code: str
    message: str
    details: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        return {"code": self.code, "message": self.message, "details": self.details}


class Refused(Exception):
    """Raised inside the framework to stop at an error that is already in its wire form."""

    def __init__(self, error: WireError) -> None:
        self.error = error
        super().__init__(error.message)


def bad_request(message: str) -> Refused:
    return Refused(WireError(400, "BAD_REQUEST", message))


def unauthorized(message: str = "Log in first.") -> Refused:
    return Refused(WireError(401, "UNAUTHORIZED", message))


def forbidden(message: str) -> Refused:
    return Refused(WireError(403, "FORBIDDEN", message))


def csrf_failed(reason: str = "") -> Refused:
    message = f"The CSRF token is missing or wrong. {reason}".rstrip()
    return Refused(WireError(403, "CSRF_FAILED", message))


def not_found(message: str) -> Refused:
    return Refused(WireError(404, "NOT_FOUND", message))


def method_not_allowed(allowed: Sequence[str]) -> Refused:
    listed = ", ".join(allowed)
    return Refused(
        WireError(405, "METHOD_NOT_ALLOWED", f"Use {listed}.", headers={"Allow": listed})
    )


def too_large(message: str) -> Refused:
    return Refused(WireError(413, "TOO_LARGE", message))
