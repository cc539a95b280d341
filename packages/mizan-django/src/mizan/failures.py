"""Every exception that a function may raise, as the error that travels."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.core.exceptions import ValidationError as DjangoValidationError
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest
from django.utils.functional import Promise
from pydantic import ValidationError as PydanticValidationError

from mizan.errors import ClientError, RateLimited, Refused, WireError
from mizan.functions import Function
from mizan.validation import InvalidInput

logger = logging.getLogger("mizan")

_TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def wire_error(
    error: Exception, request: HttpRequest, function: Function | None = None
) -> WireError:
    match error:
        case Refused():
            return error.error
        case ClientError():
            return _declared(error, function)
        case _ if (invalid := _invalid(error)) is not None:
            return invalid.wire_error()
        case RateLimited():
            headers = {"Retry-After": str(error.retry_after)}
            return WireError(429, "RATE_LIMITED", str(error), headers=headers)
        case PermissionDenied():
            return WireError(403, "FORBIDDEN", _said(error, "This is not allowed."))
        case Http404():
            return WireError(404, "NOT_FOUND", _said(error, "There is no such thing."))
        case NotImplementedError():
            return WireError(501, "NOT_IMPLEMENTED", _said(error, "This is not there yet."))
        case _ if isinstance(error, _TOO_MUCH):
            return WireError(413, "TOO_LARGE", "The request is larger than the server takes.")
        case SuspiciousOperation():
            return WireError(400, "BAD_REQUEST", "The request was refused.")
        case _:
            return _unforeseen(error, request, function)


def _declared(error: ClientError, function: Function | None) -> WireError:
    if function is not None and not isinstance(error, function.options.errors):
        logger.warning(
            "%s raised %s, which its errors= doesn't list: TypeScript doesn't know of it.",
            function.name,
            type(error).__qualname__,
        )
    adapter = type(error).details_adapter
    details: Any = None
    if adapter is not None:
        details = adapter.dump_python(error.details, mode="json", by_alias=True)
    return WireError(error.status, error.code, str(error.message), details)


def _invalid(error: Exception) -> InvalidInput | None:
    match error:
        case InvalidInput():
            return error
        case PydanticValidationError():
            return InvalidInput.from_pydantic(error)
        case DjangoValidationError():
            return InvalidInput.from_django(error)
        case _:
            return None


def report(error: Exception, request: HttpRequest, what: str) -> None:
    """Tells the log and whoever listens to Django's signal."""
    logger.error("%s failed", what, exc_info=error, extra={"request": request, "status_code": 500})
    got_request_exception.send(sender=Function, request=request)


def _unforeseen(error: Exception, request: HttpRequest, function: Function | None) -> WireError:
    report(error, request, request.path if function is None else function.name)
    message = f"{type(error).__name__}: {error}" if settings.DEBUG else "Something went wrong."
    return WireError(500, "INTERNAL_ERROR", message)


def _said(error: Exception, otherwise: str) -> str:
    """The text that the exception was raised with, if it was one."""
    if len(error.args) == 1 and isinstance(error.args[0], str | Promise):
        return str(error.args[0]) or otherwise
    return otherwise
