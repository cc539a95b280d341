"""ATOMIC_REQUESTS around the function alone, so that the response can tell what was committed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar

from django.db import connections, transaction

View = TypeVar("View", bound=Callable[..., Any])
T = TypeVar("T")
Report = Callable[[Exception], None]


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


def run(aliases: list[str], body: Callable[[], T], report: Report) -> tuple[T, bool]:
    """What `body` returns, and whether its transactions committed. They have ended by then.

    `report` gets what an `on_commit` hook raised: that undoes nothing, so that it fails nothing.
    """
    with ExitStack() as stack:
        for alias in aliases:
            stack.enter_context(_atomic(alias, report))
        result = body()
        is_rolled_back = any(transaction.get_rollback(using=alias) for alias in aliases)
    return result, not is_rolled_back


@contextmanager
def _atomic(alias: str, report: Report) -> Iterator[None]:
    is_committed = False

    def note() -> None:
        nonlocal is_committed
        is_committed = True

    is_outermost = not transaction.get_connection(alias).in_atomic_block
    try:
        with transaction.atomic(using=alias):
            if is_outermost:
                # The first hook, so that it has run when another one fails.
                transaction.on_commit(note, using=alias)
            yield
    except Exception as error:
        if not is_committed:
            raise
        report(error)
