"""The endpoints for ASGI: async functions run at once, sync ones in Django's thread."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from mizan import bundles, calls, csrf, errors, execution, failures, refresh, requests, responses
from mizan.identity import Identity, aauthorize, aidentify
from mizan.transactions import own_transactions

View = TypeVar("View", bound=Callable[..., Coroutine[Any, Any, HttpResponseBase]])


def endpoint(*methods: str) -> Callable[[View], View]:
    """Answers every error in its wire form; CSRF and transactions are the view's own matter."""

    def decorate(view: View) -> View:
        @wraps(view)
        async def answered(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            try:
                if methods and request.method not in methods:
                    raise errors.method_not_allowed(methods)
                return await view(request, **kwargs)
            except Exception as error:  # noqa: BLE001 - every failure has an answer
                return await _error(request, failures.wire_error(error, request))

        return cast(View, own_transactions(csrf_exempt(answered)))

    return decorate


@endpoint("GET")
async def session(request: HttpRequest) -> HttpResponseBase:
    await csrf.with_session(csrf.ensure_cookie)(request)
    return await csrf.with_session(responses.empty)(request)


@endpoint("GET", "POST")
async def context(request: HttpRequest, name: str) -> HttpResponseBase:
    found = calls.known_context(name)
    bundles.check_callable(found)
    await aidentify(request)
    bundle = await bundles.aload(request, found, requests.read_params(request, found))
    if bundle.failure is not None:
        return await _error(request, bundle.failure)
    return await csrf.with_session(responses.ok)(request, bundle.as_json())


@endpoint("POST")
async def call(request: HttpRequest) -> HttpResponseBase:
    message = requests.read_call(request)
    function = calls.known_function(message.fn)
    kind = await aidentify(request)
    await aauthorize(request, function)
    if kind is Identity.SESSION:
        await csrf.with_session(csrf.check)(request)
    arguments = execution.validate(function, message.args, message.files)
    try:
        outcome = await execution.arun(function, request, arguments)
    except Exception as error:  # noqa: BLE001 - the function is known here
        return await _error(request, failures.wire_error(error, request, function))
    refreshed = await refresh.aload(request, outcome)
    return await csrf.with_session(calls.answer)(request, outcome, refreshed)


@endpoint()
async def unknown(_: HttpRequest) -> HttpResponseBase:
    raise errors.not_found("There is no such endpoint.")


async def _error(request: HttpRequest, failure: errors.WireError) -> HttpResponseBase:
    return await csrf.with_session(responses.error)(request, failure)
