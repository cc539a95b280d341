"""ATOMIC_REQUESTS around the function alone, so that the response can tell what was committed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, TypeVar

from django.db import connections, transaction

View = TypeVar("View", bound=Callable[..., Any])
T = TypeVar("T")


def own_transactions(view: View) -> View:
    """Keeps Django from wrapping a view: its response must be written after the commit."""
    for alias in connections:
        view = transaction.non_atomic_requests(using=alias)(view)
    return view


def atomic_aliases(fn: Callable[..., Any]) -> list[str]:
    """Those with ATOMIC_REQUESTS, unless `@transaction.non_atomic_requests` exempts `fn`."""
    exempt = getattr(fn, "_non_atomic_requests", ())
    return [
        alias
        for alias, settings in connections.settings.items()
        if settings["ATOMIC_REQUESTS"] and alias not in exempt
    ]


def run(aliases: list[str], body: Callable[[], T]) -> tuple[T, bool]:
    """What `body` returns, and whether its transactions committed. They have ended by then."""
    with ExitStack() as stack:
        for alias in aliases:
            stack.enter_context(transaction.atomic(using=alias))
        result = body()
        is_rolled_back = any(transaction.get_rollback(using=alias) for alias in aliases)
    return result, not is_rolled_back
