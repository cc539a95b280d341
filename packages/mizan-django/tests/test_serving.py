"""What servers refuse by themselves: gunicorn and uvicorn run no checks."""

from __future__ import annotations

import re
from importlib import import_module, reload
from itertools import count
from pathlib import Path

import pytest
from django.apps import apps
from pytest_django import Settings

from mizan import client, routes
from mizan.checks import problems_of
from mizan.registry import Registry
from mizan.serving import below_decorators
from mizan.signature import ClientDefinitionError
from tests.api import Api

IMPORTS = """
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from mizan import client
"""

GUARDED = """
@login_required
@client
def read(request: HttpRequest) -> str:
    return "a secret"
"""

ATOMIC = """
@client
def fine() -> None: ...

@transaction.atomic
@client(affects="things")
def write() -> None: ...
"""

ROUTED = """
@login_required
@transaction.atomic
@client(route="page/")
def page() -> HttpResponse:
    return HttpResponse("a secret")
"""

FINE = """
@transaction.non_atomic_requests
@client
@login_required
@transaction.atomic
def read(request: HttpRequest) -> str:
    return ""

def write() -> None: ...

client(write)
write = print
"""

_numbers = count()


def declare(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Imports a module of that text."""
    name = f"declared_{next(_numbers)}"
    (folder / f"{name}.py").write_text(IMPORTS + text)
    monkeypatch.syspath_prepend(folder)
    import_module(name)


@pytest.mark.parametrize(
    ("text", "name", "line"), [(GUARDED, "read", 7), (ATOMIC, "write", 10), (ROUTED, "page", 7)]
)
def test_a_decorator_above_client_is_refused(
    client_api: Api,
    empty_registry: Registry,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    text: str,
    name: str,
    line: int,
) -> None:
    declare(text, tmp_path, monkeypatch)
    problem = next(iter(problems_of(empty_registry)))
    assert (problem.id, problem.hint) == (
        "mizan.E011",
        "Put @client outermost, above all other decorators.",
    )
    assert problem.msg == f"{name}: a decorator stands above @client, so that calls skip it."
    assert re.fullmatch(rf".*declared_\d+\.py:{line}", str(problem.obj))

    with pytest.raises(ClientDefinitionError, match=rf"py:{line}: {name}: a decorator stands"):
        apps.get_app_config("mizan").ready()
    with pytest.raises(ClientDefinitionError, match=rf"py:{line}: {name}: a decorator stands"):
        reload(routes)
    for _ in range(2):
        answer = client_api.call(name)
        assert (answer.status, answer.error["code"]) == (500, "INTERNAL_ERROR")
    assert "Put @client outermost" in caplog.text


def test_decorators_below_client_and_markers_are_not(
    empty_registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare(FINE, tmp_path, monkeypatch)
    assert set(empty_registry.functions) == {"read", "write"}
    assert list(below_decorators(empty_registry)) == []


@pytest.mark.parametrize("setting", ["MAX_FUNCTIONS", "MAX_PARAMS"])
def test_a_context_over_its_limits_is_not_served(
    api: Api,
    empty_registry: Registry,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    setting: str,
) -> None:
    settings.MIZAN = {setting: 1}
    ran: list[int] = []

    @client(context="user")
    def one(a: int = 1) -> None:
        ran.append(a)

    @client(context="user")
    def two(b: int = 2) -> None:
        ran.append(b)

    @client(affects="user")
    def write() -> None:
        ran.append(3)

    assert api.context("user").status == 500
    assert api.call("write").status == 500
    assert ran == []
    what = setting.removeprefix("MAX_").lower()
    assert f"The context user has 2 {what}; at most 1 are allowed. Split it, or" in caplog.text
    settings.MIZAN = {}
    assert api.call("write").status == 200
    assert api.context("user").status == 200
    assert ran == [3, 1, 2]


def test_what_is_declared_later_is_looked_at_too(
    client_api: Api, empty_registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare(FINE, tmp_path, monkeypatch)
    assert client_api.call("write").status == 200
    declare(GUARDED.replace("read", "late"), tmp_path, monkeypatch)
    assert client_api.call("late").status == 500
