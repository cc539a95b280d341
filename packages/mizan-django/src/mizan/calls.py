"""What the sync and the async view of a call share: which function, what it made stale, and which
of the caller's instances to send along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from mizan import errors, requests, responses, structured_fields
from mizan.bundles import Bundle
from mizan.canonical import CanonicalParams, canonical
from mizan.conf import config
from mizan.execution import Outcome
from mizan.functions import Function
from mizan.invalidation import Entry, covers, values_of
from mizan.names import is_wire_name
from mizan.registry import Context, registry
from mizan.serving import ensure_fit

REFRESH = "X-Mizan-Refresh"


@dataclass(frozen=True)
class Instance:
    """A context instance that the caller shows."""

    context: Context
    params: Mapping[str, Any]


def known_function(name: str) -> Function:
    ensure_fit(registry)
    function = registry.functions.get(name)
    if function is None:
        # Only a name that could be one is repeated: an answer doesn't echo what it was sent.
        which = f" {name}" if is_wire_name(name) and len(name) <= 100 else " of that name"
        raise errors.not_found(f"There is no function{which}.")
    if function.options.private:
        raise errors.forbidden(f"The function {name} is private.")
    return function


def known_context(name: str) -> Context:
    ensure_fit(registry)
    context = registry.contexts.get(name)
    if context is None:
        which = f" {name}" if is_wire_name(name) and len(name) <= 100 else " of that name"
        raise errors.not_found(f"There is no context{which}.")
    return context


def instances_to_refresh(request: HttpRequest, outcome: Outcome) -> list[Instance]:
    """Those instances of `X-Mizan-Refresh` that were made stale, as many as are allowed."""
    header = request.headers.get(REFRESH)
    if not header or not outcome.stale or outcome.page is not None:
        return []
    try:
        shown = structured_fields.read(header)
    except structured_fields.Malformed:
        return []
    limit = config().max_refreshed
    found: dict[tuple[str, str], Instance] = {}
    for name, values in shown:
        context = registry.contexts.get(name)
        params = None if context is None else _canonical(context, values)
        if context is None or params is None or not context.data:
            continue
        if not _is_stale(context, params, outcome.stale):
            continue
        instance = Instance(context, values_of(context.types, params))
        found.setdefault((name, repr(params)), instance)
        if len(found) == limit:
            break
    return list(found.values())


def answer(
    request: HttpRequest, outcome: Outcome, refreshed: Iterable[tuple[Instance, Bundle]] = ()
) -> HttpResponseBase:
    if outcome.page is not None:
        return responses.page(request, outcome.page, outcome.stale)
    body: dict[str, Any] = {"result": outcome.data}
    if outcome.stale:
        body["invalidate"] = [entry.as_json() for entry in outcome.stale]
    # What failed is left out: the client fetches it, and learns why.
    kept = [
        {"context": instance.context.name, "params": instance.params, "data": bundle.data}
        for instance, bundle in refreshed
        if not bundle.errors
    ]
    if kept:
        body["refreshed"] = kept
    return responses.ok(request, body, outcome.stale)


def _canonical(context: Context, values: Mapping[str, Any]) -> CanonicalParams | None:
    try:
        params = canonical(context.types, values)
    except ValueError:
        return None
    return None if requests.contains_nul(params) else params


def _is_stale(context: Context, params: CanonicalParams, stale: Sequence[Entry]) -> bool:
    return any(entry.context == context.name and covers(entry.params, params) for entry in stale)
