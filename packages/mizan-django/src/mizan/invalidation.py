"""What a mutation made stale: its entries, their two wire forms, and what they match."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from pydantic_core import to_jsonable_python

from mizan import structured_fields
from mizan.canonical import (
    CanonicalParams,
    CanonicalValue,
    ParamType,
    canonical,
    canonical_value,
)
from mizan.conf import config
from mizan.functions import Function, Scope
from mizan.params import from_canonical
from mizan.registry import Registry, registry

_LARGEST_EXACT = 2**53 - 1
_SPELLED_FREELY = (datetime, time, timedelta, Decimal)


@dataclass(frozen=True)
class Entry:
    """A context, or those instances of it whose params are these."""

    context: str
    params: CanonicalParams
    types: Mapping[str, ParamType]
    """The types of all params of the context."""

    def as_json(self) -> Any:
        if not self.params:
            return self.context
        return {"context": self.context, "params": values_of(self.types, self.params)}

    def whole(self) -> Entry:
        return Entry(self.context, {}, self.types)


def values_of(types: Mapping[str, ParamType], params: CanonicalParams) -> dict[str, Any]:
    """Canonical params as JSON values; an integer that JavaScript would round stays text."""
    values = {name: from_canonical(types[name], value) for name, value in params.items()}
    return {
        name: params[name] if isinstance(value, int) and abs(value) > _LARGEST_EXACT else value
        for name, value in values.items()
    }


def entries_of(
    function: Function,
    arguments: Mapping[str, Any],
    result: Any,
    sent: Mapping[str, Any] = MappingProxyType({}),
) -> list[Entry]:
    """The entries of a call that succeeded. `arguments` hold defaults too; `sent` is what the
    caller wrote for them."""
    entries: list[Entry] = []
    for name in registry.affected(function):
        types = _types(registry, name)
        for scope in _scopes(function, name, arguments, result):
            params = _canonical_scope(types, scope, arguments, sent)
            entries.append(Entry(name, _without_defaults(name, params), types))
    return _within_limits(_without_repetitions(entries))


def scoping_arguments(function: Function, context: str, known: Registry) -> dict[str, str]:
    """The params of `context` that arguments of `function` scope, and which."""
    types = _types(known, context)
    scope = function.options.affects_params
    if callable(scope):
        return {}
    if isinstance(scope, Mapping):
        named = {param: argument for param, argument in scope.items() if param in types}
    else:
        names = function.signature.inputs if scope is None else scope
        named = {name: name for name in names if name in types}
    return dict(sorted(named.items()))


def header_of(entries: Iterable[Entry]) -> str:
    return structured_fields.write(
        (entry.context, {name: (entry.types[name], value) for name, value in entry.params.items()})
        for entry in entries
    )


def matches(
    types: Mapping[str, ParamType], entry: Mapping[str, Any], instance: Mapping[str, Any]
) -> bool:
    """Whether an entry's params match an instance's; what it doesn't name matches anything."""
    given = {name: value for name, value in entry.items() if value is not None}
    if not given.keys() <= types.keys():
        return False
    try:
        wanted, found = canonical(types, given), canonical(types, instance)
    except ValueError:
        return False
    return covers(wanted, found)


def covers(entry: CanonicalParams, instance: CanonicalParams) -> bool:
    return all(instance.get(name) == value for name, value in entry.items())


def _types(known: Registry, context: str) -> Mapping[str, ParamType]:
    found = known.contexts.get(context)
    return {} if found is None else found.types


def _scopes(
    function: Function, context: str, arguments: Mapping[str, Any], result: Any
) -> list[Scope]:
    scope = function.options.affects_params
    if callable(scope):
        said = scope(result, arguments)
        instances = [said] if isinstance(said, Mapping) else list(said)
        return _instances_of(_types(registry, context), instances)
    named = scoping_arguments(function, context, registry)
    return [{param: arguments.get(argument) for param, argument in named.items()}]


def _instances_of(types: Mapping[str, ParamType], said: list[Scope]) -> list[Scope]:
    """Of what was computed for all affected contexts, the part about one. A context whose params
    are nowhere named is stale as a whole; when nothing was computed, nothing is."""
    named = [instance for instance in said if not instance or instance.keys() & types.keys()]
    return named or [{} for _ in said[:1]]


def _canonical_scope(
    types: Mapping[str, ParamType],
    values: Scope,
    arguments: Mapping[str, Any],
    sent: Mapping[str, Any],
) -> CanonicalParams:
    """Params that can't scope are left out: too much is refetched then, and never too little."""
    params: CanonicalParams = {}
    for name in sorted(values.keys() & types.keys()):
        value, type_ = values[name], types[name]
        if value is None or _has_many_spellings(type_, value):
            continue
        spelled = (sent[key] for key in sent.keys() & arguments.keys() if arguments[key] is value)
        texts = [_text_of(type_, item) for item in (value, *spelled)]
        # Where the caller spelled it otherwise, others may hold either text.
        if texts[0] is not None and all(text == texts[0] for text in texts):
            params[name] = texts[0]
    return params


def _without_defaults(context: str, params: CanonicalParams) -> CanonicalParams:
    """`params` without those that have a default's value: instances that omit them show it too."""
    found = registry.contexts.get(context)
    inputs = [] if found is None else [function.signature.inputs for function in found.functions]

    def is_default(name: str, text: CanonicalValue) -> bool:
        given = [known[name] for known in inputs if name in known]
        types = _types(registry, context)
        return any(not i.is_required and _text_of(types[name], i.default) == text for i in given)

    return {name: text for name, text in params.items() if not is_default(name, text)}


def _has_many_spellings(type_: ParamType, value: Any) -> bool:
    """Whether callers write the same value in different ways, so that no text finds them all."""
    if isinstance(value, list | tuple):
        return any(_has_many_spellings(type_, item) for item in value)
    if isinstance(value, set | frozenset):
        return True
    return type_.scalar == "string" and isinstance(value, _SPELLED_FREELY)


def _text_of(type_: ParamType, value: Any) -> CanonicalValue | None:
    try:
        return canonical_value(type_, to_jsonable_python(value))
    except ValueError:
        return None


def _without_repetitions(entries: Sequence[Entry]) -> list[Entry]:
    whole = {entry.context for entry in entries if not entry.params}
    kept: dict[str, Entry] = {}
    for entry in entries:
        wanted = entry.whole() if entry.context in whole else entry
        kept.setdefault(json.dumps([wanted.context, wanted.params], sort_keys=True), wanted)
    return list(kept.values())


def _within_limits(entries: list[Entry]) -> list[Entry]:
    limits = config()
    if (
        len(entries) <= limits.max_invalidations
        and len(header_of(entries)) <= limits.max_invalidate_header_bytes
    ):
        return entries
    return list({entry.context: entry.whole() for entry in entries}.values())
