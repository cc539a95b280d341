"""What `@client` refuses, at import, with the function's file and line."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Annotated, Any, Protocol
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from pydantic import BaseModel, Field

from mizan import ClientDefinitionError, ClientError, ReactContext, Upload, client
from mizan.contexts import ReactContext as SameContext
from mizan.registry import Registry

pytestmark = pytest.mark.usefixtures("empty_registry")


class Point(BaseModel):
    x: int


class Lost(ClientError):
    """Lost."""


class AlsoLost(ClientError):
    """Lost, too."""

    code = "LOST"


class Uncallable(Protocol):
    x: int


def read(key: int) -> int:
    return key


def write(request: HttpRequest, key: int, note: str = "") -> None: ...


def page(key: int) -> HttpResponse:
    return HttpResponse()


def upload_page(key: Upload | None) -> HttpResponse:
    return HttpResponse()


def yielding_check(request: HttpRequest) -> Iterator[bool]:
    yield False


async def async_yielding_check(request: HttpRequest) -> AsyncIterator[bool]:
    yield False


@pytest.mark.parametrize(
    ("fn", "options", "problem"),
    [
        (read, {"context": "User"}, "context='User': use lower-case letters"),
        (read, {"context": 5}, "context=5"),
        (read, {"context": "a", "affects": "b"}, "a function is one of the two"),
        (read, {"context": "global"}, "'global' has no params, but this takes key"),
        (page, {"context": "a", "errors": [Lost]}, "a page answers with a page"),
        (write, {"affects": 5}, "affects=5 is neither a context nor a function"),
        (write, {"affects": [5]}, "affects=5 is neither a context nor a function"),
        (write, {"affects_params": ["key"]}, "affects=, which is not given"),
        (write, {"affects": "a", "affects_params": ["kez"]}, "argument 'kez', which the function"),
        (write, {"affects": "a", "affects_params": {"key": "kez"}}, "argument 'kez'"),
        (write, {"affects": "a", "affects_params": "key"}, r"write a list of names, \['key'\]"),
        (write, {"auth": "admin"}, "auth='admin' is not True, 'staff', 'superuser'"),
        (write, {"auth": None}, "auth=None is not"),
        (write, {"auth": Point}, "auth=<class .*Point'> is not"),
        (write, {"auth": yielding_check}, "auth=<function yielding_check .* is not"),
        (write, {"auth": async_yielding_check}, "auth=<function async_yielding_check .* is not"),
        (write, {"route": "x/"}, "route= is for pages"),
        (write, {"methods": ["GET"]}, "methods= is for pages"),
        (page, {"methods": ["FETCH"]}, "'FETCH', which is none of"),
        (page, {"methods": []}, "methods= is empty"),
        (upload_page, {"methods": ["GET", "PUT"]}, "a file is posted: add 'POST' to methods="),
        (page, {"affects": "a", "methods": ["POST", "GET"]}, "drop 'GET' from methods=, or drop"),
        (page, {"affects": "a", "methods": ["head"]}, "any site could run through HEAD"),
        (page, {"affects": "a", "methods": ["OPTIONS"]}, "any site could run through OPTIONS"),
        (page, {"route": "<int:key>/", "private": True}, "contradict each other"),
        (page, {"route": "<int:page>/"}, "captures 'page', which the function doesn't take"),
        (page, {"route": 5}, "route=5 is not a text"),
        (page, {"methods": "GET"}, "methods='GET' is not a list of HTTP methods"),
        (write, {"private": "yes"}, "private='yes' is not True or False"),
        (write, {"affects": "a", "affects_params": 5}, "affects_params=5 is not a list, a dict"),
        (write, {"errors": Lost}, "is not a list of ClientErrors"),
        (read, {"context": "a", "rev": -1}, "rev=-1 is not a whole number"),
        (read, {"context": "a", "rev": True}, "rev=True is not a whole number"),
        (read, {"context": "a", "cache": 0}, "cache=0 is not True, False or"),
        (read, {"context": "a", "cache": "1h"}, "cache='1h' is not"),
        (write, {"cache": 60}, "rev= and cache= describe the answers of a context"),
        (write, {"rev": 1}, "rev= and cache= describe the answers of a context"),
        (write, {"errors": [ValueError]}, "no subclass of ClientError"),
        (write, {"errors": [Lost, AlsoLost]}, "two errors with the code LOST"),
    ],
)
def test_options_that_can_not_be_meant(fn: Any, options: Any, problem: str) -> None:
    with pytest.raises(ClientDefinitionError, match=problem) as caught:
        client(**options)(fn)
    assert str(caught.value).startswith(f"{__file__}:{fn.__code__.co_firstlineno}: {fn.__name__}: ")


def no_return(key: int):  # type: ignore[no-untyped-def]
    ...


def no_annotation(key) -> None:  # type: ignore[no-untyped-def]
    ...


def star(*keys: int) -> None: ...


def double_star(**keys: int) -> None: ...


def positional(key: int, /) -> None: ...


def camelCase() -> None: ...  # noqa: N802


def odd_argument(userId: int) -> None: ...  # noqa: N803


def generator() -> Iterator[int]:
    yield 1


async def async_generator() -> AsyncIterator[int]:
    yield 1


def model_argument(user: User) -> None: ...


def model_result() -> list[User]:
    return []


def queryset_result() -> QuerySet[User]:
    return User.objects.all()


def page_or_nothing() -> HttpResponse | None:
    return None


def page_or_data() -> HttpResponse | int:
    return 1


def list_of_pages() -> list[JsonResponse]:
    return []


def field_default(key: int = Field(1)) -> None: ...


def field_alias(key: Annotated[int, Field(alias="k")]) -> None: ...


def field_inner_default(key: Annotated[int, Field(default=1)]) -> None: ...


def untravelling(key: Uncallable) -> None: ...


def untravelling_result() -> Uncallable:
    raise NotImplementedError


def misspelt(key: models.Feild) -> None: ...  # type: ignore[name-defined]


def not_python(key: "int |") -> None: ...  # type: ignore[valid-type]  # noqa: F722


def bad_pattern(key: Annotated[str, Field(pattern="(")]) -> None: ...


def not_known(key: NotDefinedAnywhere) -> None: ...  # type: ignore[name-defined]  # noqa: F821


@pytest.mark.parametrize(
    ("fn", "problem"),
    [
        (no_return, "annotate what it returns"),
        (no_annotation, "annotate 'key' with its type"),
        (star, r"arguments travel by name: \*keys"),
        (double_star, r"arguments travel by name: \*\*keys"),
        (positional, "arguments travel by name"),
        (camelCase, "'camelCase' is no name for a function"),
        (odd_argument, "'userId' is no name for an argument"),
        (generator, "a generator can't be a client function"),
        (async_generator, "a generator can't be a client function"),
        (model_argument, "'user' is annotated with User"),
        (model_result, "what it returns is annotated with User.*declare a Pydantic model"),
        (queryset_result, "annotated with QuerySet"),
        (page_or_nothing, "a page is always there"),
        (page_or_data, "either data or a page, not both"),
        (list_of_pages, "either data or a page, not both"),
        (field_default, r"write key: Annotated\[…, Field\(…\)\] = default"),
        (field_alias, "'key' keeps its name and default"),
        (field_inner_default, "'key' keeps its name and default"),
        (untravelling, "'key' has a type that can't travel"),
        (untravelling_result, "what it returns has a type that can't travel"),
        (not_known, "'NotDefinedAnywhere' is not known at run time"),
        (misspelt, "its annotations can't be read: module 'django.db.models' has no attribute"),
        (not_python, "its annotations can't be read: Forward reference must be"),
        (bad_pattern, "'key' has a type that can't travel: .*unclosed group"),
    ],
)
def test_signatures_that_can_not_travel(fn: Any, problem: str) -> None:
    with pytest.raises(ClientDefinitionError, match=problem):
        client(fn)


def test_the_message_names_file_and_line() -> None:
    with pytest.raises(ClientDefinitionError) as caught:
        client(no_return)
    line = no_return.__code__.co_firstlineno
    assert str(caught.value).startswith(f"{__file__}:{line}: no_return: annotate")


@pytest.mark.parametrize("given", [Point, "user", partial(read, key=1)], ids=str)
def test_what_is_no_function_is_refused_where_it_stands(given: Any) -> None:
    with pytest.raises(ClientDefinitionError, match="goes on a function, and takes its opt") as at:
        client(given)
    assert str(at.value).startswith(f"{__file__}:{at.traceback[0].lineno + 1}: ")


@pytest.mark.parametrize(
    "annotation", [Point, dict[str, int], list[Point], Any, list[list[int]], Callable[[], int]]
)
def test_params_are_scalars_or_lists_of_them(annotation: Any) -> None:
    def read(key: int) -> None: ...

    read.__annotations__["key"] = annotation
    with pytest.raises(ClientDefinitionError, match="'key' is a param of the context 'a'"):
        client(context="a")(read)


@pytest.mark.parametrize(
    "annotation",
    [Point, dict[str, int], Point | None, list[Point], Any, list[list[int]], dict[str, Upload]],
)
def test_a_page_takes_what_a_form_can_carry(annotation: Any) -> None:
    def page(key: int) -> HttpResponse:
        raise NotImplementedError

    page.__annotations__["key"] = annotation
    with pytest.raises(ClientDefinitionError, match="'key' is an argument of a page, so") as caught:
        client(affects="a")(page)
    assert str(caught.value).startswith(f"{__file__}:{page.__code__.co_firstlineno}: ")


@pytest.mark.parametrize(
    "annotation",
    [int | None, list[str], date, UUID, int | str, Upload, list[Upload] | None, UploadedFile],
)
def test_a_page_takes_scalars_and_files(annotation: Any) -> None:
    def page(key: int) -> HttpResponse:
        raise NotImplementedError

    page.__annotations__["key"] = annotation
    client(affects="a")(page)


def test_bare_and_called_are_the_same(empty_registry: Registry) -> None:
    @client
    def bare() -> None: ...

    @client()
    def called() -> None: ...

    assert list(empty_registry.functions) == ["bare", "called"]


@pytest.mark.parametrize(
    ("options", "methods"),
    [
        ({"affects": "a"}, ("POST",)),
        ({"affects": "a", "methods": ["put", "DELETE"]}, ("PUT", "DELETE")),
        ({}, None),
        ({"context": "a"}, None),
    ],
)
def test_a_page_that_affects_something_takes_post_alone(
    empty_registry: Registry, options: Any, methods: tuple[str, ...] | None
) -> None:
    client(**options)(page)
    assert empty_registry.functions["page"].options.methods == methods


def test_a_function_stays_what_it_was() -> None:
    @client
    def double(number: int) -> int:
        """Twice as much."""
        return 2 * number

    assert double(2) == 4
    assert double.__doc__ == "Twice as much."


def test_the_request_is_no_argument(empty_registry: Registry) -> None:
    @client
    def first(request, key: int) -> None: ...  # type: ignore[no-untyped-def]

    @client
    def typed(key: int, http: HttpRequest) -> None: ...

    @client
    def argument(request: str) -> None: ...

    taken = {name: list(f.signature.inputs) for name, f in empty_registry.functions.items()}
    assert taken == {"first": ["key"], "typed": ["key"], "argument": ["request"]}


def test_contexts_are_values() -> None:
    assert ReactContext("user") == SameContext("user")
    for name in ("User", "", "1a", "a-b", "_a", "ä", 5, None):
        with pytest.raises(ValueError, match="is no name for a context"):
            ReactContext(name)  # type: ignore[arg-type]


def test_a_module_may_be_imported_again(empty_registry: Registry) -> None:
    for _ in range(2):
        client(read)
    assert empty_registry.declared == [empty_registry.functions["read"]]


def test_scopes_may_be_mappings_or_functions() -> None:
    def scope(_result: object, arguments: Mapping[str, Any]) -> dict[str, Any]:
        return dict(arguments)

    for given in (["key"], {"key": "key"}, scope):
        client(affects="a", affects_params=given)(write)
