"""Single flight: the instances that go along with a mutation's answer. The mutation was done, so
nothing that fails here may change what the caller learns of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest

from mizan import bundles, calls, failures
from mizan.bundles import Bundle
from mizan.calls import REFRESH, Instance
from mizan.execution import Outcome
from mizan.identity import areload_user, reload_user

Refreshed = list[tuple[Instance, Bundle]]


def load(request: HttpRequest, outcome: Outcome) -> Refreshed:
    """What can be loaded of it; the client fetches the rest."""
    refreshed: Refreshed = []
    with _failures_reported(request):
        instances = calls.instances_to_refresh(request, outcome)
        if instances:
            reload_user(request)
        for each in instances:
            with _failures_reported(request):
                bundle = bundles.load(request, each.context, each.params)
                refreshed.append((each, bundle))
    return refreshed


async def aload(request: HttpRequest, outcome: Outcome) -> Refreshed:
    refreshed: Refreshed = []
    with _failures_reported(request):
        instances = calls.instances_to_refresh(request, outcome)
        if instances:
            await areload_user(request)
        for each in instances:
            with _failures_reported(request):
                bundle = await bundles.aload(request, each.context, each.params)
                refreshed.append((each, bundle))
    return refreshed


@contextmanager
def _failures_reported(request: HttpRequest) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # noqa: BLE001 - the mutation was done
        failures.report(error, request, REFRESH)
