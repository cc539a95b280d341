"""The `@client` decorator: refuses what can't work, at import, and registers the rest."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, ParamSpec, TypeVar, cast, overload

from mizan.canonical import ParamType
from mizan.contexts import ReactContext
from mizan.errors import ClientError
from mizan.functions import Affected, AffectsParams, Auth, Function, Options
from mizan.names import is_wire_name
from mizan.pages import as_view
from mizan.params import type_of
from mizan.registry import registry
from mizan.rules import problems_of, problems_of_kind
from mizan.signature import ClientDefinitionError, Signature, read_signature

P = ParamSpec("P")
R = TypeVar("R")


@overload
def client(fn: Callable[P, R], /) -> Callable[P, R]: ...
@overload
def client(
    *,
    context: str | ReactContext | None = None,
    affects: Affected | Sequence[Affected] = (),
    affects_params: AffectsParams | None = None,
    auth: Auth = False,
    private: bool = False,
    route: str | None = None,
    methods: Sequence[str] | None = None,
    rev: int = 0,
    cache: bool | int = True,
    errors: Sequence[type[ClientError]] = (),
) -> Callable[[Callable[P, R]], Callable[P, R]]: ...
def client(
    fn: Callable[..., Any] | None = None,
    /,
    *,
    context: str | ReactContext | None = None,
    affects: Affected | Sequence[Affected] = (),
    affects_params: AffectsParams | None = None,
    auth: Auth = False,
    private: bool = False,
    route: str | None = None,
    methods: Sequence[str] | None = None,
    rev: int = 0,
    cache: bool | int = True,
    errors: Sequence[type[ClientError]] = (),
) -> Any:
    """Makes a function callable by the front end.

    context: the group of read functions that it belongs to; without one it is a mutation.
    affects: what a mutation makes stale: contexts, by name or `ReactContext`, or functions.
    affects_params: which instances of them. Names of arguments, a mapping of params to arguments,
        or a function of the result and the arguments that returns the params of one or several
        instances. Default: the arguments that are named like params of the context.
    auth: True, "staff", "superuser" or a function of the request.
    private: not callable by clients.
    route, methods: where a page is served, and with which methods. Default: POST for a page with
        `affects`, else any.
    rev: raise it when the shape of cached answers changes.
    cache: whether, or for how many seconds, the edge may keep the answer.
    errors: the `ClientError`s that it raises.
    """

    given = {
        "affects_params": affects_params,
        "private": private,
        "route": route,
        "methods": methods,
        "errors": errors,
    }

    def decorate(fn: Callable[..., Any]) -> Callable[..., Any]:
        if not inspect.isfunction(inspect.unwrap(fn)):
            problem = "@client goes on a function, and takes its options by name."
            raise ClientDefinitionError(fn, problem)
        for problem in problems_of_kind(given):
            raise ClientDefinitionError(fn, problem)
        options = Options(
            context=context.name if isinstance(context, ReactContext) else context,
            affects=_as_tuple(affects),
            affects_params=affects_params,
            auth=auth,
            private=private,
            route=_absolute(route),
            methods=None if methods is None else tuple(str(method).upper() for method in methods),
            rev=rev,
            cache=cache,
            errors=tuple(errors),
        )
        return _register(fn, options)

    return decorate if fn is None else decorate(fn)


def _register(fn: Callable[..., Any], options: Options) -> Callable[..., Any]:
    name = getattr(fn, "__name__", "")
    if not is_wire_name(name):
        problem = f"{name!r} is no name for a function: use lower-case letters, digits and `_`."
        raise ClientDefinitionError(fn, problem)
    signature = read_signature(fn, name)
    for problem in problems_of(options, signature):
        raise ClientDefinitionError(fn, problem)
    if signature.is_page and options.affects and options.methods is None:
        # A mutation that GET reached would be run by a link on any site.
        options = replace(options, methods=("POST",))
    params = _params(fn, options, signature)
    function = Function(name, fn, options, signature, params)
    handle = as_view(function) if signature.is_page else fn
    registry.add(function, handle)
    return handle


def _as_tuple(affects: Affected | Sequence[Affected]) -> tuple[Affected, ...]:
    return tuple(affects) if isinstance(affects, list | tuple) else (cast(Affected, affects),)


def _absolute(route: str | None) -> str | None:
    return route if route is None or route.startswith("/") else f"/{route}"


def _params(fn: Callable[..., Any], options: Options, signature: Signature) -> dict[str, ParamType]:
    if options.context is None and not signature.is_page:
        return {}
    params: dict[str, ParamType] = {}
    for name, item in signature.inputs.items():
        param = type_of(item)
        if param is None:
            raise ClientDefinitionError(fn, _unfit(name, options.context))
        params[name] = param
    return params


def _unfit(name: str, context: str | None) -> str:
    if context is not None:
        return (
            f"{name!r} is a param of the context {context!r}, so it travels in a URL: "
            "it must be a scalar or a list of scalars."
        )
    return (
        f"{name!r} is an argument of a page, so it travels in a URL or a form: it must be a "
        "scalar, a file or a list of those. Take its parts one by one, or read the request's body."
    )
