"""`manage.py check`: what can only be seen once every function is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage
from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from mizan.contexts import ReactContext
from mizan.functions import Function
from mizan.json_schema import ExportSchema
from mizan.names import camel, did_you_mean
from mizan.params import finite_values, type_of
from mizan.registry import Context, Registry, registry
from mizan.serving import REMEDY, SKIPPED, below_decorators, excesses
from mizan.signature import said_by

TAG = "mizan"


def check_functions(**_: Any) -> list[CheckMessage]:
    return list(problems_of(registry))


def problems_of(known: Registry) -> Iterator[CheckMessage]:
    yield from _names(known)
    for function in below_decorators(known):
        yield _error(11, f"{function.name}: {SKIPPED}.", REMEDY, function)
    for function in known.functions.values():
        yield from _affects(function, known)
        yield from _scopes(function, known)
        yield from _types(function)
    for context in known.contexts.values():
        yield from _params(context)
        yield from _limits(context)
    yield from _empty_contexts(known)


def _error(number: int, message: str, hint: str, subject: object) -> CheckMessage:
    return checks.Error(message, hint=hint, obj=_where(subject), id=f"{TAG}.E{number:03}")


def _warning(number: int, message: str, hint: str, subject: object) -> CheckMessage:
    return checks.Warning(message, hint=hint, obj=_where(subject), id=f"{TAG}.W{number:03}")


def _where(subject: object) -> str:
    return subject.location if isinstance(subject, Function) else str(subject)


def _names(known: Registry) -> Iterator[CheckMessage]:
    """Two names that become one in TypeScript, the same name twice among them."""
    functions = sorted(known.declared, key=lambda function: camel(function.name))
    for same in _groups(functions, lambda function: camel(function.name)):
        first = known.functions[same[0].name]
        for other in same:
            if other is not first:
                message = (
                    f"{other.name} and {first.name} ({first.location}) are both "
                    f"{camel(other.name)} in TypeScript."
                )
                yield _error(1, message, "Rename one of them.", other)
    for names in _groups(sorted(known.contexts, key=camel), camel):
        for other_name in names[1:]:
            message = (
                f"The contexts {names[0]} and {other_name} are both {camel(other_name)} "
                "in TypeScript."
            )
            member = known.contexts[other_name].functions[0]
            yield _error(2, message, "Rename one of them.", member)


def _affects(function: Function, known: Registry) -> Iterator[CheckMessage]:
    for target in function.options.affects:
        context = known.context_of(target)
        if context in known.contexts:
            continue
        if isinstance(target, str | ReactContext):
            message = f"{function.name} affects the context {context!r}, which has no functions."
            hint = "Give a function that context, or correct the name." + did_you_mean(
                str(context), known.contexts
            )
            yield _error(3, message, hint, function)
            continue
        name = getattr(target, "__qualname__", repr(target))
        found = known.function_of(target)
        if found is None:
            message = f"{function.name} affects {name}, which is no client function."
            yield _error(4, message, "Mark it with @client(context=…).", function)
        else:
            message = f"{function.name} affects {name}, which is in no context."
            yield _error(4, message, "Only reads go stale: give it a context.", function)


def _scopes(function: Function, known: Registry) -> Iterator[CheckMessage]:
    """Arguments that look as if they scoped an invalidation and can't."""
    if callable(function.options.affects_params):
        return
    contexts = [known.contexts[n] for n in known.affected(function) if n in known.contexts]
    scope = function.options.affects_params
    if scope is not None:
        params = {param for context in contexts for param in context.params}
        for name in scope:
            if name not in params:
                message = f"{function.name} scopes by {name!r}, which no context it affects takes."
                hint = "Name params of the contexts in affects=." + did_you_mean(name, params)
                yield _error(5, message, hint, function)
        return
    for context in contexts:
        for name in function.signature.inputs:
            if name not in context.params:
                continue
            if type_of(function.signature.inputs[name]) != context.types[name]:
                message = (
                    f"The argument {name!r} of {function.name} is no "
                    f"{_say(context, name)} as it is in the context {context.name}, which it "
                    "scopes by its name."
                )
                hint = "Give both the same type, or say affects_params=."
                yield _warning(1, message, hint, function)


def _types(function: Function) -> Iterator[CheckMessage]:
    """Types that no JSON Schema describes, which the export would stumble over."""
    signature = function.signature
    described: list[tuple[str, TypeAdapter[Any] | None, JsonSchemaMode]] = [
        *((repr(name), item.adapter, "validation") for name, item in signature.inputs.items()),
        ("what it returns", signature.result, "serialization"),
        *(
            (error.code, error.details_adapter, "serialization")
            for error in function.options.errors
        ),
    ]
    for what, adapter, mode in described:
        try:
            schema = adapter and adapter.json_schema(mode=mode, schema_generator=ExportSchema)
        except Exception as error:  # noqa: BLE001 - types bring code of their own
            message = f"{function.name}: {what} can't be described: {said_by(error)}"
            yield _error(9, message, "Give it a type that JSON can hold.", function)
            continue
        if mode == "serialization" and function.options.context and _has_set(schema):
            message = f"{function.name} returns a set, whose order differs from process to process."
            yield _warning(8, message, "Return a sorted list: reads answer the same.", function)
    for name, item in signature.inputs.items():
        try:
            item.default_as_json()
        except Exception as error:  # noqa: BLE001 - types bring code of their own
            message = f"{function.name}: the default of {name!r} can't travel: {said_by(error)}"
            yield _error(9, message, "Use a default that JSON can hold, or None.", function)


def _has_set(schema: Any) -> bool:
    if isinstance(schema, dict):
        return schema.get("uniqueItems") is True or any(map(_has_set, schema.values()))
    return isinstance(schema, list) and any(map(_has_set, schema))


def _params(context: Context) -> Iterator[CheckMessage]:
    for name in context.params:
        takers = [function for function in context.functions if name in function.params]
        first, *others = takers
        for other in others:
            if other.params[name] != first.params[name]:
                message = (
                    f"The param {name!r} of the context {context.name} is {_say(context, name)} "
                    f"for {first.name} ({first.location}) and something else for {other.name}."
                )
                yield _error(6, message, "Give both the same type, or rename one.", other)
        allowed = [
            values
            for taker in takers
            if (values := finite_values(taker.signature.inputs[name].schema()))
        ]
        if len(allowed) > 1 and not set.intersection(*allowed):
            message = f"No value of {name!r} suits every function of the context {context.name}."
            yield _error(7, message, "Let them accept a common value, or rename one.", first)


def _limits(context: Context) -> Iterator[CheckMessage]:
    for message, hint in excesses(context):
        yield _error(8, message, hint, context.functions[0])


def _empty_contexts(known: Registry) -> Iterator[CheckMessage]:
    for name in sorted(ReactContext.declared - known.contexts.keys()):
        message = f"ReactContext({name!r}) is declared, but no function is in it."
        hint = "Give a function that context, or drop it." + did_you_mean(name, known.contexts)
        yield _warning(2, message, hint, name)


def _say(context: Context, param: str) -> str:
    type_ = context.types[param]
    return f"list of {type_.scalar}" if type_.is_list else type_.scalar


def _groups(items: Iterable[Any], key: Callable[[Any], str]) -> Iterator[list[Any]]:
    for _, group in groupby(items, key):
        members = list(group)
        if len(members) > 1:
            yield members
