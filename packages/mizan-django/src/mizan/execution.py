"""Runs one function: validates its arguments, keeps Django's transaction rules, and turns what it
returns into JSON before the transaction ends, so that a result that can't be written undoes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from asgiref.sync import async_to_sync, sync_to_async
from django.db import connections, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from pydantic import ValidationError
from pydantic_core import to_json

from mizan import invalidation, results, validation
from mizan.functions import Function
from mizan.invalidation import Entry
from mizan.results import WrongResult
from mizan.uploads import FILES


@dataclass
class Outcome:
    """What a function did."""

    data: Any = None
    page: HttpResponseBase | None = None
    stale: list[Entry] = field(default_factory=list)
    """Nothing when the transaction was rolled back."""


def validate(
    function: Function, args: Mapping[str, Any], files: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The arguments as Python values; raises InvalidInput."""
    try:
        return function.signature.arguments.validate_json(
            to_json(args), context={FILES: files} if files else None
        )
    except ValidationError as error:
        raise validation.from_pydantic(error, args) from error


def run(function: Function, request: HttpRequest, arguments: dict[str, Any]) -> Outcome:
    fn = function.fn
    call = async_to_sync(fn) if function.signature.is_async else fn
    return _in_transactions(
        function,
        lambda: _outcome(function, arguments, call(**_keywords(function, request, arguments))),
    )


async def arun(function: Function, request: HttpRequest, arguments: dict[str, Any]) -> Outcome:
    if not function.signature.is_async or _atomic_aliases(function):
        return await sync_to_async(run)(function, request, arguments)
    value = await function.fn(**_keywords(function, request, arguments))
    if results.touches_database(value):
        return await sync_to_async(_outcome)(function, arguments, value)
    return _outcome(function, arguments, value)


def _keywords(
    function: Function, request: HttpRequest, arguments: dict[str, Any]
) -> dict[str, Any]:
    name = function.signature.request_name
    return arguments if name is None else {name: request, **arguments}


def _outcome(function: Function, arguments: Mapping[str, Any], value: Any) -> Outcome:
    outcome = Outcome()
    if isinstance(value, HttpResponseBase):
        if not function.is_page:
            raise WrongResult(
                f"{function.name} returned a page but says it returns data: "
                "annotate it with `-> HttpResponse`"
            )
        outcome.page = value
        succeeded = value.status_code < 400
    elif function.is_page:
        raise WrongResult(f"{function.name} says it returns a page, but returned {value!r:.200}")
    else:
        outcome.data = results.to_json(function, value)
        succeeded = True
    if succeeded and function.options.affects:
        known = {name: item.default for name, item in function.signature.inputs.items()}
        outcome.stale = invalidation.entries_of(function, {**known, **arguments}, value)
    return outcome


def _in_transactions(function: Function, body: Callable[[], Outcome]) -> Outcome:
    """Does what ATOMIC_REQUESTS asks for around the function alone, so that the response can tell
    what was committed: at the end of this, the transaction is."""
    aliases = _atomic_aliases(function)
    with ExitStack() as stack:
        for alias in aliases:
            stack.enter_context(transaction.atomic(using=alias))
        outcome = body()
        if any(transaction.get_rollback(using=alias) for alias in aliases):
            outcome.stale = []
    return outcome


def _atomic_aliases(function: Function) -> list[str]:
    """Honours `@transaction.non_atomic_requests` on the function."""
    exempt = getattr(function.fn, "_non_atomic_requests", ())
    return [
        alias
        for alias, settings in connections.settings.items()
        if settings["ATOMIC_REQUESTS"] and alias not in exempt
    ]
