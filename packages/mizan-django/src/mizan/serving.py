"""What must not be served, whether or not anybody runs the checks: gunicorn and uvicorn don't."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from inspect import unwrap
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from mizan.conf import config
from mizan.functions import Function
from mizan.registry import Context, Registry
from mizan.signature import ClientDefinitionError

SKIPPED = "a decorator stands above @client, so that calls skip it"
REMEDY = "Put @client outermost, above all other decorators."


def ensure_fit(known: Registry) -> None:
    """Raises unless `known` may be served. What was found fit isn't looked at again."""
    if known.is_fit:
        return
    refuse_skipped_decorators(known)
    for context in known.contexts.values():
        for message, hint in excesses(context):
            raise ImproperlyConfigured(f"{message} {hint}")
    known.is_fit = True


def refuse_skipped_decorators(known: Registry) -> None:
    for function in below_decorators(known):
        raise ClientDefinitionError(function.fn, f"{SKIPPED}. {REMEDY}")


def below_decorators(known: Registry) -> Iterator[Function]:
    """Functions that `@client` got before a decorator above it had wrapped them."""
    for handle, function in list(known.handles.items()):
        module = sys.modules.get(handle.__module__)
        held = getattr(module, "__dict__", {}).get(function.name, handle)
        if held is not handle and _wraps(held, handle):
            yield function


def excesses(context: Context) -> Iterator[tuple[str, str]]:
    """By which limits a context is too large, and what to do."""
    limits = config()
    for what, count, limit, setting in (
        ("functions", len(context.functions), limits.max_functions, "MAX_FUNCTIONS"),
        ("params", len(context.params), limits.max_params, "MAX_PARAMS"),
    ):
        if count > limit:
            message = f"The context {context.name} has {count} {what}; at most {limit} are allowed."
            yield message, f"Split it, or raise MIZAN[{setting!r}]."


def _wraps(held: Any, handle: Callable[..., Any]) -> bool:
    try:
        return unwrap(held, stop=lambda each: each is handle) is handle
    except ValueError:
        # It wraps itself.
        return False
