"""Runs one function: validates its arguments, keeps Django's transaction rules, and turns what it
returns into JSON before the transaction ends, so that a result that can't be written undoes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from asgiref.sync import async_to_sync, sync_to_async
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from pydantic import ValidationError
from pydantic_core import to_json

from mizan import failures, invalidation, results, transactions
from mizan.functions import Function
from mizan.invalidation import Entry
from mizan.results import WrongResult
from mizan.uploads import FILES
from mizan.validation import InvalidInput, check_finite


@dataclass
class Outcome:
    """What a function did."""

    data: Any = None
    page: HttpResponseBase | None = None
    stale: list[Entry] = field(default_factory=list)
    """Nothing when the transaction was rolled back."""


class Arguments(dict[str, Any]):
    """Validated arguments, and what the caller sent for them."""

    def __init__(self, values: Mapping[str, Any], sent: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.sent = sent


def validate(
    function: Function, args: Mapping[str, Any], files: Mapping[str, Any] | None = None
) -> Arguments:
    """The arguments as Python values; raises InvalidInput."""
    text = to_json(args)
    if b"Infinity" in text or b"NaN" in text:
        check_finite(args)
    try:
        values = function.signature.arguments.validate_json(
            text, context={FILES: files} if files else None
        )
    except ValidationError as error:
        raise InvalidInput.from_pydantic(error, args) from error
    return Arguments(values, args)


def run(function: Function, request: HttpRequest, arguments: dict[str, Any]) -> Outcome:
    fn = function.fn
    call = async_to_sync(fn) if function.signature.is_async else fn
    keywords = _keywords(function, request, arguments)
    outcome, is_committed = transactions.run(
        transactions.atomic_aliases(fn),
        lambda: outcome_of(function, arguments, call(**keywords)),
        lambda error: failures.report(error, request, f"{function.name}, after its commit,"),
    )
    if not is_committed:
        outcome.stale = []
    return outcome


async def arun(function: Function, request: HttpRequest, arguments: dict[str, Any]) -> Outcome:
    if not function.signature.is_async or transactions.atomic_aliases(function.fn):
        return await sync_to_async(run)(function, request, arguments)
    value = await function.fn(**_keywords(function, request, arguments))
    # What computes a scope may run queries, too.
    if results.touches_database(value) or callable(function.options.affects_params):
        return await sync_to_async(outcome_of)(function, arguments, value)
    return outcome_of(function, arguments, value)


def _keywords(
    function: Function, request: HttpRequest, arguments: dict[str, Any]
) -> dict[str, Any]:
    name = function.signature.request_name
    return arguments if name is None else {name: request, **arguments}


def outcome_of(function: Function, arguments: Mapping[str, Any], value: Any) -> Outcome:
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
        sent = arguments.sent if isinstance(arguments, Arguments) else {}
        outcome.stale = invalidation.entries_of(function, {**known, **arguments}, value, sent)
    return outcome
