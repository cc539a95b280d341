"""Which options of `@client` can't stand together, in words that say what to do instead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from inspect import isasyncgenfunction, isclass, isgeneratorfunction
from types import NoneType

from mizan.contexts import GLOBAL, ReactContext
from mizan.errors import ClientError
from mizan.functions import Options
from mizan.names import is_wire_name
from mizan.signature import Signature

_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")

_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
"""Any site can have a browser send these with the session's cookie; Django checks no CSRF then."""

_CAPTURED = re.compile(r"<(?:[^>:]*:)?([^>]*)>")


def problems_of_kind(given: Mapping[str, object]) -> list[str]:
    """Which options are not even of the right kind, so that nothing more can be said of them."""
    kinds: tuple[tuple[str, type | tuple[type, ...], str], ...] = (
        ("errors", (list, tuple), "a list of ClientErrors"),
        ("methods", (list, tuple, NoneType), "a list of HTTP methods"),
        ("route", (str, NoneType), "a text"),
        ("private", bool, "True or False"),
    )
    problems = [
        f"{option}={given[option]!r} is not {what}."
        for option, kind, what in kinds
        if not isinstance(given[option], kind)
    ]
    scope = given["affects_params"]
    if isinstance(scope, str):
        problems.append(f"affects_params={scope!r}: write a list of names, [{scope!r}].")
    elif not (scope is None or isinstance(scope, list | tuple | Mapping) or callable(scope)):
        problems.append(f"affects_params={scope!r} is not a list, a dict or a function.")
    return problems


def problems_of(options: Options, signature: Signature) -> list[str]:
    """What can't be meant; the first is raised."""
    problems = [
        *_context_problems(options, signature),
        *_affects_problems(options, signature),
        *_page_problems(options, signature),
        *_fact_problems(options),
    ]
    if not _is_auth(options.auth):
        problems.append(
            f"auth={options.auth!r} is not True, 'staff', 'superuser' or a function of the request."
        )
    return problems


def _is_auth(auth: object) -> bool:
    # Whatever a class or a generator answers with passes for a yes.
    if isclass(auth) or isgeneratorfunction(auth) or isasyncgenfunction(auth):
        return False
    return isinstance(auth, bool) or auth in ("staff", "superuser") or callable(auth)


def _context_problems(options: Options, signature: Signature) -> list[str]:
    name: object = options.context
    if name is None:
        return []
    problems: list[str] = []
    if not isinstance(name, str) or not is_wire_name(name):
        problems.append(f"context={name!r}: use lower-case letters, digits and `_`.")
    if options.affects:
        problems.append(
            "context= makes it a read and affects= a mutation: a function is one of the two."
        )
    if options.errors and signature.is_page:
        problems.append("errors= describes data; a page answers with a page.")
    if signature.has_uploads:
        problems.append("a read can't take a file: make it a mutation.")
    if name == GLOBAL and signature.inputs:
        problems.append(
            f"the context {GLOBAL!r} has no params, but this takes {', '.join(signature.inputs)}."
        )
    return problems


def _affects_problems(options: Options, signature: Signature) -> list[str]:
    targets: tuple[object, ...] = options.affects
    problems = [
        f"affects={target!r} is neither a context nor a function."
        for target in targets
        if not (isinstance(target, str | ReactContext) or callable(target))
    ]
    scope = options.affects_params
    if scope is None:
        return problems
    if not options.affects:
        problems.append("affects_params= says which instances of affects=, which is not given.")
    if not callable(scope):
        arguments = scope.values() if isinstance(scope, Mapping) else scope
        problems.extend(
            f"affects_params names the argument {argument!r}, which the function doesn't take."
            for argument in arguments
            if argument not in signature.inputs
        )
    return problems


def _page_problems(options: Options, signature: Signature) -> list[str]:
    problems: list[str] = []
    if not signature.is_page:
        problems.extend(
            f"{option}= is for pages: return an HttpResponse, or drop it."
            for option, given in (("route", options.route), ("methods", options.methods))
            if given is not None
        )
    elif options.route is not None:
        if options.private:
            problems.append("private= and route= contradict each other: a route can be visited.")
        problems.extend(
            f"route= captures {name!r}, which the function doesn't take."
            for name in _CAPTURED.findall(options.route)
            if name not in signature.inputs
        )
    return [*problems, *_method_problems(options, signature)]


def _method_problems(options: Options, signature: Signature) -> list[str]:
    if options.methods is None:
        return []
    problems = [
        f"methods= names {method!r}, which is none of {', '.join(_METHODS)}."
        for method in options.methods
        if method not in _METHODS
    ]
    if not options.methods:
        problems.append("methods= is empty, so nothing could reach the page.")
    elif signature.has_uploads and "POST" not in options.methods:
        problems.append("a file is posted: add 'POST' to methods=.")
    if options.affects:
        problems.extend(
            f"affects= makes it a mutation, which any site could run through {method}: drop "
            f"{method!r} from methods=, or drop methods= for POST alone."
            for method in options.methods
            if method in _SAFE_METHODS
        )
    return problems


def _fact_problems(options: Options) -> list[str]:
    problems: list[str] = []
    rev: object = options.rev
    cache: object = options.cache
    declared: tuple[object, ...] = options.errors
    if not isinstance(rev, int) or isinstance(rev, bool) or rev < 0:
        problems.append(f"rev={rev!r} is not a whole number from 0.")
    if not isinstance(cache, int) or (cache is not False and cache < 1):
        problems.append(f"cache={cache!r} is not True, False or a number of seconds from 1.")
    if options.context is None and (rev != 0 or cache is not True):
        problems.append("rev= and cache= describe the answers of a context, and it is in none.")
    codes: set[str] = set()
    for error in declared:
        if not (isinstance(error, type) and issubclass(error, ClientError)):
            problems.append(f"errors= lists {error!r}, which is no subclass of ClientError.")
        elif error.code in codes:
            problems.append(f"errors= lists two errors with the code {error.code}.")
        else:
            codes.add(error.code)
    return problems
