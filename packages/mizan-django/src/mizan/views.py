"""The three endpoints. `mizan.async_views` holds their async twins."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from mizan import bundles, calls, csrf, errors, execution, failures, refresh, requests, responses
from mizan.identity import Identity, authorize, identify
from mizan.transactions import own_transactions

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def endpoint(*methods: str) -> Callable[[View], View]:
    """Answers every error in its wire form; CSRF and transactions are the view's own matter."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            try:
                if methods and request.method not in methods:
                    raise errors.method_not_allowed(methods)
                return view(request, **kwargs)
            except Exception as error:  # noqa: BLE001 - every failure has an answer
                return responses.error(request, failures.wire_error(error, request))

        return cast(View, own_transactions(csrf_exempt(answered)))

    return decorate


@endpoint("GET")
def session(request: HttpRequest) -> HttpResponseBase:
    csrf.ensure_cookie(request)
    return responses.empty(request)


@endpoint("GET", "POST")
def context(request: HttpRequest, name: str) -> HttpResponseBase:
    found = calls.known_context(name)
    bundles.check_callable(found)
    identify(request)
    bundle = bundles.load(request, found, requests.read_params(request, found))
    if bundle.failure is not None:
        return responses.error(request, bundle.failure)
    return responses.ok(request, bundle.as_json())


@endpoint("POST")
def call(request: HttpRequest) -> HttpResponseBase:
    message = requests.read_call(request)
    function = calls.known_function(message.fn)
    kind = identify(request)
    authorize(request, function)
    if kind is Identity.SESSION:
        csrf.check(request)
    arguments = execution.validate(function, message.args, message.files)
    try:
        outcome = execution.run(function, request, arguments)
    except Exception as error:  # noqa: BLE001 - the function is known here
        return responses.error(request, failures.wire_error(error, request, function))
    return calls.answer(request, outcome, refresh.load(request, outcome))


@endpoint()
def unknown(_: HttpRequest) -> HttpResponseBase:
    raise errors.not_found("There is no such endpoint.")
