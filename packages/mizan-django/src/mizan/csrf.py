"""Django's CSRF check, run by the views themselves: its place is after the identity, and a request
that a token identifies doesn't need it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.urls import get_callable

from mizan import errors
from mizan.errors import Refused

P = ParamSpec("P")
R = TypeVar("R")

logger = logging.getLogger("django.security.csrf")


class CsrfFailed(Refused):
    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(errors.csrf_failed(reason if settings.DEBUG else "").error)


class _Check(CsrfViewMiddleware):
    def _reject(self, _: HttpRequest, reason: str) -> Any:
        return reason


def _nothing(_: HttpRequest) -> HttpResponse:
    return HttpResponse()


def check(request: HttpRequest) -> None:
    """Raises unless the request proves that it comes from the application's own pages."""
    checker = _Check(_nothing)
    checker.process_request(request)
    reason = checker.process_view(request, _nothing, (), {})
    if reason is not None:
        logger.warning("%s: %s", request.path, reason, extra={"request": request})
        raise CsrfFailed(str(reason))


def failure_page(request: HttpRequest, reason: str) -> HttpResponseBase:
    """What Django shows a person, the project's own page too."""
    response: HttpResponseBase = get_callable(settings.CSRF_FAILURE_VIEW)(request, reason=reason)
    return response


def ensure_cookie(request: HttpRequest) -> None:
    """Has the response set the cookie, whether or not the middleware is installed."""
    checker = _Check(_nothing)
    checker.process_request(request)
    get_token(request)


def finish(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Sets the cookie where it is due: the first time, and after a sign-in rotated it."""
    return _Check(_nothing).process_response(request, response)


def with_session(step: Callable[P, R]) -> Callable[P, Coroutine[Any, Any, R]]:
    """`step` for async code: where the token lives in the session, using it may run queries."""
    if settings.CSRF_USE_SESSIONS:
        return sync_to_async(step)

    async def plain(*args: P.args, **kwargs: P.kwargs) -> R:
        return step(*args, **kwargs)

    return plain
