"""The functions of one context, run with the params that each declares, as one answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from mizan import errors, execution, failures, identity, requests
from mizan.errors import WireError
from mizan.functions import Function
from mizan.registry import Context


@dataclass
class Bundle:
    data: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, WireError] = field(default_factory=dict)

    @property
    def failure(self) -> WireError | None:
        """The answer in the place of a bundle, when all that ran failed."""
        return None if self.data or not self.errors else next(iter(self.errors.values()))

    def as_json(self) -> dict[str, Any]:
        if not self.errors:
            return self.data
        return {"$errors": {name: error.body() for name, error in self.errors.items()}, **self.data}

    def add(self, function: Function, result: Any) -> None:
        if isinstance(result, WireError):
            self.errors[function.name] = result
        else:
            self.data[function.name] = result


def load(request: HttpRequest, context: Context, params: Mapping[str, Any]) -> Bundle:
    bundle = Bundle()
    for function, args in _runs(context, params):
        bundle.add(function, _run(request, function, args))
    return bundle


async def aload(request: HttpRequest, context: Context, params: Mapping[str, Any]) -> Bundle:
    runs = _runs(context, params)
    results = await asyncio.gather(*(_arun(request, function, args) for function, args in runs))
    bundle = Bundle()
    for (function, _), result in zip(runs, results, strict=True):
        bundle.add(function, result)
    return bundle


def check_callable(context: Context) -> None:
    """Raises when nothing of the context can be fetched."""
    if context.data:
        return
    if all(function.options.private for function in context.functions):
        raise errors.forbidden(f"The context {context.name} is private.")
    raise errors.not_found(f"The context {context.name} consists of pages.")


def _runs(context: Context, params: Mapping[str, Any]) -> list[tuple[Function, dict[str, Any]]]:
    """What runs, with its own arguments: not a function whose own required param is not given,
    unless the whole context requires it."""
    runs = []
    for function in context.data:
        inputs = function.signature.inputs
        is_waiting = any(
            item.is_required and name not in params and not context.params[name].required
            for name, item in inputs.items()
        )
        if not is_waiting:
            runs.append((function, {name: params[name] for name in inputs if name in params}))
    return runs


def _run(request: HttpRequest, function: Function, args: dict[str, Any]) -> Any:
    try:
        identity.authorize(request, function)
        return execution.run(function, request, _validated(function, args)).data
    except Exception as error:  # noqa: BLE001 - one function's failure is not the others'
        return failures.wire_error(error, request, function)


async def _arun(request: HttpRequest, function: Function, args: dict[str, Any]) -> Any:
    try:
        await identity.aauthorize(request, function)
        outcome = await execution.arun(function, request, _validated(function, args))
    except Exception as error:  # noqa: BLE001 - one function's failure is not the others'
        return failures.wire_error(error, request, function)
    return outcome.data


def _validated(function: Function, args: dict[str, Any]) -> dict[str, Any]:
    requests.check_input(args)
    return execution.validate(function, args)
