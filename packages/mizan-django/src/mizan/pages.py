"""Functions that answer with a page, as ordinary Django views: the view path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from asgiref.sync import sync_to_async
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.handlers.exception import response_for_exception
from django.http import HttpRequest, HttpResponseNotAllowed, QueryDict
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from mizan import calls, csrf, errors, execution, failures, identity, params, requests, responses
from mizan.errors import Refused
from mizan.functions import Function
from mizan.identity import Identity
from mizan.transactions import own_transactions
from mizan.uploads import new_token
from mizan.validation import InvalidInput


def as_view(function: Function) -> Callable[..., Any]:
    """A view that takes its arguments from the route, the query string and a posted form."""
    view = _async_view(function) if function.signature.is_async else _view(function)
    # Django's CSRF check would come before the identity.
    return own_transactions(csrf_exempt(wraps(function.fn)(view)))


def _view(function: Function) -> Callable[..., HttpResponseBase]:
    def view(request: HttpRequest, **route: Any) -> HttpResponseBase:
        try:
            _check_method(function, request)
            kind = identity.identify(request)
            identity.authorize(request, function)
            requests.load_form(request)
            if _needs_csrf_check(function, kind):
                csrf.check(request)
            arguments = _arguments(function, request, route)
            outcome = execution.run(function, request, arguments)
        except Exception as error:  # noqa: BLE001 - a script gets any failure as JSON
            return _failed(function, request, error)
        return calls.answer(request, outcome)

    return view


def _async_view(function: Function) -> Callable[..., Any]:
    async def view(request: HttpRequest, **route: Any) -> HttpResponseBase:
        try:
            _check_method(function, request)
            kind = await identity.aidentify(request)
            await identity.aauthorize(request, function)
            requests.load_form(request)
            if _needs_csrf_check(function, kind):
                await csrf.with_session(csrf.check)(request)
            arguments = _arguments(function, request, route)
            outcome = await execution.arun(function, request, arguments)
        except Exception as error:  # noqa: BLE001 - a script gets any failure as JSON
            return await sync_to_async(_failed)(function, request, error)
        return await csrf.with_session(calls.answer)(request, outcome)

    return view


def _check_method(function: Function, request: HttpRequest) -> None:
    methods = function.options.methods
    if methods is not None and request.method not in methods:
        raise errors.method_not_allowed(methods)


def _needs_csrf_check(function: Function, kind: Identity) -> bool:
    """Unless `@csrf_exempt` stands between `@client` and the function, as on any view."""
    return kind is Identity.SESSION and not getattr(function.fn, "csrf_exempt", False)


def _arguments(
    function: Function, request: HttpRequest, route: Mapping[str, Any]
) -> dict[str, Any]:
    """What the route says goes before the form, and that before the query."""
    given: dict[str, Any] = {}
    for source in (request.GET, request.POST):
        given.update(_from_query(function, source))
    given.update(route)
    if requests.contains_nul(given):
        raise requests.nul()
    files: dict[str, UploadedFile[Any]] = {}
    for name in function.files & request.FILES.keys():
        parts = {new_token(): file for file in request.FILES.getlist(name)}
        given[name] = params.from_text(function.params[name], list(parts))
        files.update(parts)
    return execution.validate(function, given, files)


def _from_query(function: Function, source: QueryDict) -> dict[str, Any]:
    return {
        name: params.from_text(param, [str(text) for text in source.getlist(name)])
        for name, param in function.params.items()
        if name in source
    }


def _failed(function: Function, request: HttpRequest, error: Exception) -> HttpResponseBase:
    """JSON for a script; for a person what Django shows, the project's own error pages too."""
    if responses.is_from_client(request):
        return responses.error(request, failures.wire_error(error, request, function))
    return responses.page(request, _shown(request, error), ())


def _shown(request: HttpRequest, error: Exception) -> HttpResponseBase:
    match error:
        case Refused() if error.error.status == 401:
            # Imported late: the views of django.contrib.auth need its models.
            from django.contrib.auth.views import redirect_to_login

            return redirect_to_login(request.get_full_path())
        case csrf.CsrfFailed():
            return csrf.failure_page(request, error.reason)
        case Refused() if error.error.status == 403:
            return response_for_exception(request, PermissionDenied(error.error.message))
        case Refused() if error.error.status == 405:
            return HttpResponseNotAllowed(error.error.headers["Allow"].split(", "))
        case Refused() | InvalidInput():
            return response_for_exception(request, BadRequest(str(error)))
        case _:
            return response_for_exception(request, error)
