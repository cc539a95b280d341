"""Responses: JSON that is the same for the same data, and the headers that every one carries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from mizan import csrf, invalidation, results
from mizan.errors import WireError
from mizan.invalidation import Entry

INVALIDATE = "X-Mizan-Invalidate"
LOCATION = "X-Mizan-Location"
CLIENT = "X-Mizan-Client"


def ok(request: HttpRequest, data: Any, stale: Sequence[Entry] = ()) -> HttpResponseBase:
    return _finish(request, _json(200, data), stale)


def error(request: HttpRequest, failure: WireError) -> HttpResponseBase:
    response = _json(failure.status, {"error": failure.body()})
    for name, value in failure.headers.items():
        response.headers[name] = value
    return _finish(request, response)


def empty(request: HttpRequest) -> HttpResponseBase:
    response = HttpResponse(status=204)
    del response.headers["Content-Type"]
    return _finish(request, response)


def page(
    request: HttpRequest, response: HttpResponseBase, stale: Sequence[Entry]
) -> HttpResponseBase:
    """A page as its function made it. Scripts can't read a redirect, so they get its target."""
    location = response.headers.get("Location")
    if location is not None and 300 <= response.status_code < 400 and is_from_client(request):
        redirected = HttpResponse(status=204, headers={LOCATION: location})
        redirected.cookies = response.cookies
        # Not closed: that would tell Django that the request is over, and it drop its connections.
        response = redirected
    return _finish(request, response, stale)


def is_from_client(request: HttpRequest) -> bool:
    return request.headers.get(CLIENT) == "1"


def _json(status: int, data: Any) -> HttpResponse:
    return HttpResponse(
        results.to_bytes(data),
        status=status,
        content_type="application/json",
        headers={"X-Content-Type-Options": "nosniff"},
    )


def _finish(
    request: HttpRequest, response: HttpResponseBase, stale: Sequence[Entry] = ()
) -> HttpResponseBase:
    if stale:
        response.headers[INVALIDATE] = invalidation.header_of(stale)
    response.headers["Cache-Control"] = "no-store"
    if "Origin" in request.headers:
        response.headers["Access-Control-Expose-Headers"] = f"{INVALIDATE}, {LOCATION}"
    return csrf.finish(request, response)
