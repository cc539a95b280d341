"""`manage.py check`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.http import HttpResponse
from django.urls import clear_url_caches
from pydantic import BaseModel, ConfigDict
from pytest_django import Settings

from mizan import ReactContext, client
from mizan.checks import problems_of
from mizan.project_checks import check_discovery, check_project
from mizan.registry import Registry


def ids(known: Registry) -> list[str | None]:
    return [problem.id for problem in problems_of(known)]


def only(known: Registry) -> str:
    (problem,) = problems_of(known)
    assert problem.obj is not None
    return f"{problem.id} {problem.msg} {problem.hint}"


@pytest.fixture(autouse=True)
def _no_contexts() -> Iterator[None]:
    kept = set(ReactContext.declared)
    ReactContext.declared.clear()
    yield
    ReactContext.declared.update(kept)


def test_the_tests_own_project_has_no_problems() -> None:
    assert run_checks(tags=["mizan"]) == []


def test_an_unknown_context(empty_registry: Registry) -> None:
    @client(context="user")
    def read() -> None: ...

    @client(affects="usr")
    def write() -> None: ...

    said = only(empty_registry)
    assert said.startswith("mizan.E003 write affects the context 'usr', which has no functions.")
    assert said.endswith("Did you mean 'user'?")


def test_affected_functions_that_are_none(empty_registry: Registry) -> None:
    def unmarked() -> None: ...

    @client
    def mutation() -> None: ...

    @client(affects=[unmarked, mutation])
    def write() -> None: ...

    first, second = (problem.msg for problem in problems_of(empty_registry))
    assert first.endswith("unmarked, which is no client function.")
    assert second.endswith("mutation, which is in no context.")
    assert ids(empty_registry) == ["mizan.E004", "mizan.E004"]


def test_two_functions_of_one_name(empty_registry: Registry) -> None:
    def declare(module: str) -> Any:
        def read() -> None: ...

        read.__module__ = module
        return client(read)

    declare("a")
    declare("b")
    assert only(empty_registry).startswith("mizan.E001 read and read (")
    assert "are both read in TypeScript" in only(empty_registry)


def test_two_functions_that_meet_in_typescript(empty_registry: Registry) -> None:
    @client
    def get_it() -> None: ...

    @client
    def get__it() -> None: ...

    assert "are both getIt in TypeScript" in only(empty_registry)


def test_two_contexts_that_meet_in_typescript(empty_registry: Registry) -> None:
    @client(context="my_things")
    def one() -> None: ...

    @client(context="my__things")
    def two() -> None: ...

    assert only(empty_registry).startswith("mizan.E002 The contexts my__things and my_things")


def test_a_scope_that_no_context_takes(empty_registry: Registry) -> None:
    @client(context="user")
    def read(user_id: int) -> None: ...

    @client(affects="user", affects_params={"userid": "key"})
    def write(key: int) -> None: ...

    said = only(empty_registry)
    assert said.startswith("mizan.E005 write scopes by 'userid'")
    assert said.endswith("Did you mean 'user_id'?")


def test_an_argument_that_only_looks_like_a_scope(empty_registry: Registry) -> None:
    @client(context="user")
    def read(user: int, tags: list[str] | None = None) -> None: ...

    @client(affects="user")
    def write(user: str) -> None: ...

    said = only(empty_registry)
    assert said.startswith("mizan.W001 The argument 'user' of write is no integer as it is in")


def test_params_of_different_types(empty_registry: Registry) -> None:
    @client(context="user")
    def one(key: int) -> None: ...

    @client(context="user")
    def two(key: list[str]) -> None: ...

    assert only(empty_registry).startswith("mizan.E006 The param 'key' of the context user is int")


def test_params_that_nothing_satisfies(empty_registry: Registry) -> None:
    @client(context="user")
    def one(key: Literal["a", "b"]) -> None: ...

    @client(context="user")
    def two(key: Literal["c"] | None = None) -> None: ...

    @client(context="user")
    def three(key: str) -> None: ...

    assert only(empty_registry).startswith("mizan.E007 No value of 'key' suits every function")


def test_params_that_something_satisfies(empty_registry: Registry) -> None:
    @client(context="user")
    def one(key: Literal["a", "b"]) -> None: ...

    @client(context="user")
    def two(key: Literal["b", "c"]) -> None: ...

    assert ids(empty_registry) == []


def test_limits_of_a_context(empty_registry: Registry, settings: Settings) -> None:
    settings.MIZAN = {"MAX_FUNCTIONS": 1, "MAX_PARAMS": 1}

    @client(context="user")
    def one(a: int) -> None: ...

    @client(context="user")
    def two(b: int) -> None: ...

    said = [problem.msg for problem in problems_of(empty_registry)]
    assert said == [
        "The context user has 2 functions; at most 1 are allowed.",
        "The context user has 2 params; at most 1 are allowed.",
    ]


def test_a_context_that_is_declared_and_empty(empty_registry: Registry) -> None:
    ReactContext("usr")

    @client(context="user")
    def read() -> None: ...

    said = only(empty_registry)
    assert said.startswith("mizan.W002 ReactContext('usr') is declared, but no function is in it.")
    assert said.endswith("Did you mean 'user'?")


class Opaque(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)
    handle: Registry


class Unfinished(BaseModel):
    other: "Missing"  # type: ignore[name-defined]  # noqa: F821, UP037


def test_types_that_no_schema_describes(empty_registry: Registry) -> None:
    @client(context="things")
    def read(half: int) -> None: ...

    @client(affects="things")
    def write(done: Callable[[], None], half: Unfinished) -> Opaque:
        raise NotImplementedError

    _, *said = [problem.msg for problem in problems_of(empty_registry)]
    assert [text.partition(" described: ")[0] for text in said] == [
        "write: 'done' can't be",
        "write: 'half' can't be",
        "write: what it returns can't be",
    ]
    assert "CallableSchema" in said[0]
    assert "not fully defined" in said[1]
    assert "\n" not in "".join(said)
    assert ids(empty_registry) == ["mizan.W001", *["mizan.E009"] * 3]


def test_a_default_that_can_not_travel(empty_registry: Registry) -> None:
    @client
    def write(key: Any = object()) -> None: ...  # noqa: B008

    assert only(empty_registry).startswith("mizan.E009 write: the default of 'key' can't travel: ")


class Tagged(BaseModel):
    tags: set[str]


def test_a_read_that_returns_a_set(empty_registry: Registry) -> None:
    @client(context="things")
    def read() -> list[Tagged]:
        return []

    @client
    def write(tags: set[str]) -> Tagged:
        return Tagged(tags=tags)

    assert only(empty_registry).startswith("mizan.W008 read returns a set, whose order differs")


class Point(BaseModel):
    x: int


def test_a_computed_scope_is_not_second_guessed(empty_registry: Registry) -> None:
    @client(context="user")
    def read(point: int) -> None: ...

    @client(affects="user", affects_params=lambda result, _: {"point": result})
    def write(point: Point) -> int:
        return point.x

    assert ids(empty_registry) == []


# -- The project around the functions


def test_functions_that_no_url_leads_to(settings: Settings, empty_registry: Registry) -> None:
    @client(route="page/")
    def page() -> HttpResponse:
        raise NotImplementedError

    settings.ROOT_URLCONF = "tests.no_urls"
    clear_url_caches()
    said = [f"{problem.id} {problem.hint}" for problem in check_project()]
    assert said == [
        'mizan.W004 Add path("api/mizan/", include("mizan.urls")) to your URLs.',
        'mizan.W005 Add path("", include("mizan.routes")) to your URLs.',
    ]
    settings.ROOT_URLCONF = None
    assert check_project() == []


@pytest.mark.parametrize("setting", ["CSRF_USE_SESSIONS", "CSRF_COOKIE_HTTPONLY"])
def test_a_csrf_token_that_scripts_can_not_read(settings: Settings, setting: str) -> None:
    setattr(settings, setting, True)
    (problem,) = check_project()
    assert problem.id == "mizan.W006"
    assert (
        problem.msg
        == f"With {setting} no script can read the CSRF token, so that every call fails."
    )
    assert problem.hint == f"Set {setting} = False, unless all callers use tokens."


def test_functions_that_ask_for_a_user_where_there_are_none(settings: Settings) -> None:
    settings.MIDDLEWARE = []
    (problem,) = check_project()
    assert problem.id == "mizan.W007"
    assert problem.msg.endswith(" asks for a user, but sessions are not read.")
    assert problem.hint is not None
    assert problem.hint.startswith("Add 'django.contrib.auth.middleware.AuthenticationMiddleware'")


def test_a_limit_that_djangos_own_undercuts(settings: Settings) -> None:
    settings.MIZAN = {"MAX_BODY_BYTES": 3_000_000}
    (problem,) = check_project()
    assert f"{problem.id} {problem.msg} {problem.hint}" == (
        "mizan.W009 MIZAN['MAX_BODY_BYTES'] allows 3000000 bytes, but Django reads only 2621440. "
        "Raise DATA_UPLOAD_MAX_MEMORY_SIZE, too."
    )
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = None
    assert check_project() == []


def test_a_bearer_function_that_is_not_there(settings: Settings) -> None:
    settings.MIZAN = {"BEARER": "tests.test_identity.bearer"}
    assert check_project() == []
    settings.MIZAN = {"BEARER": "tests.test_identity.bear"}
    (problem,) = check_project()
    assert problem.id == "mizan.E010"
    assert problem.msg.startswith(
        "MIZAN['BEARER'] is 'tests.test_identity.bear', which can't be imp"
    )


FORGOTTEN = """
import mizan
from mizan import client as marked

@marked
def one(): ...

@marked(auth=True)
async def two(): ...

@mizan.client(context="x")
def three(): ...

def helper(): ...

@other
def four(): ...
"""


def test_functions_in_a_module_that_nobody_imports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "forgetful"
    (package / "migrations").mkdir(parents=True)
    (package / "venv" / "lib" / "site-packages").mkdir(parents=True)
    for name in (
        "__init__.py",
        "api.py",
        "broken.py",
        "migrations/x.py",
        "venv/lib/site-packages/x.py",
        "test_x.py",
        "clients.py",
    ):
        (package / name).write_text({"broken.py": "mizan("}.get(name, FORGOTTEN))
    config = apps.get_app_config("desk")
    monkeypatch.setattr(config, "path", str(package))
    monkeypatch.setattr(config, "name", "forgetful")
    monkeypatch.setitem(sys.modules, "forgetful", config)
    monkeypatch.setitem(sys.modules, "forgetful.clients", config)
    problems = check_discovery()
    assert [problem.msg.split()[0] for problem in problems] == ["one", "two", "three"]
    assert problems[0].hint == "Import forgetful.api in forgetful.clients."
    assert problems[0].obj == f"{package / 'api.py'}:6"
