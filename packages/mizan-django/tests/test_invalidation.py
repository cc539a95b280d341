"""Which instances a mutation makes stale."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from pydantic import AfterValidator, BaseModel, StringConstraints
from pytest_django import Settings

from mizan import ReactContext, client
from mizan.invalidation import entries_of, header_of
from mizan.registry import Registry
from tests.api import Api, refresh
from tests.desk.models import Ticket


def said(function: str, known: Registry, arguments: dict[str, Any], result: Any = None) -> Any:
    entries = entries_of(known.functions[function], arguments, result)
    return [entry.as_json() for entry in entries], header_of(entries)


def test_arguments_scope_by_their_names_alone(api: Api, ada: User) -> None:
    answer = api.call("rename_user", {"user_id": ada.pk, "username": "x"})
    assert answer.json["invalidate"] == [{"context": "user", "params": {"user_id": ada.pk}}]


def test_without_a_common_name_the_whole_context_is_stale(api: Api, ada: User) -> None:
    api.log_in(ada)
    answer = api.call("open_ticket", {"title": "x"})
    assert answer.json["invalidate"] == ["user"]
    assert answer.headers["X-Mizan-Invalidate"] == "user"


def test_affects_params_maps_params_to_arguments(api: Api, ticket: Ticket) -> None:
    answer = api.call("close_ticket", {"number": ticket.pk})
    assert answer.json["invalidate"] == [
        {"context": "ticket", "params": {"ticket_id": ticket.pk}},
        "user",
    ]


def test_affects_params_computes_several_instances(api: Api, ada: User) -> None:
    numbers = [Ticket.objects.create(owner=ada, title=str(n)).pk for n in range(2)]
    answer = api.call("close_all", {"user_id": ada.pk})
    assert answer.json["invalidate"] == [
        {"context": "ticket", "params": {"ticket_id": number}} for number in numbers
    ]
    assert answer.headers["X-Mizan-Invalidate"] == ", ".join(
        f"ticket;ticket_id={number}" for number in numbers
    )


def test_affects_params_may_ask_the_database(
    api: Api, ada: User, ticket: Ticket, empty_registry: Registry
) -> None:
    @client(context="ticket")
    def read(ticket_id: int) -> None: ...

    def scope(owner: int, _: object) -> list[dict[str, int]]:
        return [{"ticket_id": found.pk} for found in Ticket.objects.filter(owner_id=owner)]

    @client(affects="ticket", affects_params=scope)
    async def write(owner_id: int) -> int:
        await Ticket.objects.filter(owner_id=owner_id).aupdate(is_open=False)
        return owner_id

    answer = api.call("write", {"owner_id": ada.pk})
    assert answer.json["invalidate"] == [{"context": "ticket", "params": {"ticket_id": ticket.pk}}]


def test_affects_params_that_computes_nothing(api: Api, ada: User) -> None:
    answer = api.call("close_all", {"user_id": ada.pk})
    assert "invalidate" not in answer.json
    assert "X-Mizan-Invalidate" not in answer.headers


def test_a_null_argument_scopes_nothing(api: Api) -> None:
    assert api.call("tag", {"text": "x", "tags": None}).json["invalidate"] == [
        {"context": "search", "params": {"text": "x"}}
    ]


def test_lists_text_and_booleans_in_body_and_header(api: Api) -> None:
    answer = api.call("tag", {"text": "né", "tags": ["a", "b"], "is_open": False})
    assert answer.json["invalidate"] == [
        {"context": "search", "params": {"text": "né", "tags": ["a", "b"], "is_open": False}}
    ]
    assert answer.headers["X-Mizan-Invalidate"] == (
        'search;is_open=?0;tags="[\\"a\\",\\"b\\"]";text=%"n%c3%a9"'
    )


@pytest.mark.parametrize("text", ["a\r\nX-Evil: 1", 'a", evil;x="', "a\u2028b", "%00", "\t", "😀"])
def test_text_can_not_break_the_header(api: Api, text: str) -> None:
    answer = api.call("tag", {"text": text})
    assert answer.status == 200
    assert "X-Evil" not in answer.headers
    header = answer.headers["X-Mizan-Invalidate"]
    assert header.isascii()
    assert header.isprintable()
    assert answer.json["invalidate"][0]["params"]["text"] == text


def test_a_failed_mutation_says_nothing(api: Api) -> None:
    answer = api.call("rename_user", {"user_id": 999, "username": "x"})
    assert answer.status == 404
    assert "X-Mizan-Invalidate" not in answer.headers


class Colour(Enum):
    RED = "red"


class Point(BaseModel):
    x: int


def test_values_take_the_form_that_the_param_has(empty_registry: Registry) -> None:
    @client(context="things")
    def read(key: UUID, day: date, colour: Colour, big: int, x: float) -> None: ...

    @client(affects="things")
    def write(key: UUID, day: date, colour: Colour, big: int, x: float) -> None: ...

    arguments = {
        "key": UUID(int=5),
        "day": date(2026, 1, 2),
        "colour": Colour.RED,
        "big": 2**53 + 1,
        "x": 2.0,
    }
    body, header = said("write", empty_registry, arguments)
    assert body == [
        {
            "context": "things",
            "params": {
                "big": "9007199254740993",
                "colour": "red",
                "day": "2026-01-02",
                "key": "00000000-0000-0000-0000-000000000005",
                "x": 2,
            },
        }
    ]
    assert header == (
        'things;big="9007199254740993";colour="red";day="2026-01-02";'
        'key="00000000-0000-0000-0000-000000000005";x=2'
    )


def test_an_argument_that_can_not_scope_leaves_the_context_whole(empty_registry: Registry) -> None:
    @client(context="things")
    def read(key: int, x: float = 0) -> None: ...

    @client(affects="things")
    def write(key: Point, x: float = 0) -> None: ...

    body, _ = said("write", empty_registry, {"key": Point(x=1), "x": float("nan")})
    assert body == ["things"]


def test_defaults_scope_too(empty_registry: Registry) -> None:
    @client(context="things")
    def read(key: int) -> None: ...

    @client(affects="things")
    def write(key: int = 7) -> None: ...

    from mizan.execution import outcome_of

    function = empty_registry.functions["write"]
    assert [entry.as_json() for entry in outcome_of(function, {}, None).stale] == [
        {"context": "things", "params": {"key": 7}}
    ]


Trimmed = Annotated[str, StringConstraints(strip_whitespace=True)]
Upwards = Annotated[int, AfterValidator(abs)]


def taking(annotation: Any, name: str) -> Any:
    """A function of that name, and of one argument."""

    def fn(value: Any) -> None: ...

    fn.__name__ = name
    fn.__annotations__ = {"value": annotation, "return": None}
    return fn


@pytest.mark.parametrize(
    ("annotation", "sent"),
    [
        (UUID, "0000000A-0000-0000-0000-00000000000A"),
        (Trimmed, " lamp "),
        (list[Trimmed], ["lamp", " lamp "]),
        (Upwards, -5),
        (date, "2026-01-02T00:00:00"),
        # However this caller wrote them, others write them in another way.
        (datetime, "2026-01-02T03:04:05.000Z"),
        (datetime, "2026-01-02T03:04:05Z"),
        (list[time], ["03:04:05"]),
        (timedelta, "PT1H"),
        (Decimal, "1.10"),
        (set[int], [1]),
    ],
)
@pytest.mark.parametrize("scope", [None, lambda _, arguments: arguments], ids=["named", "computed"])
def test_what_others_may_spell_otherwise_scopes_nothing(
    client_api: Api, empty_registry: Registry, annotation: Any, sent: Any, scope: Any
) -> None:
    client(context="things")(taking(annotation, "read"))
    client(affects="things", affects_params=scope)(taking(annotation, "write"))
    assert client_api.call("write", {"value": sent}).json["invalidate"] == ["things"]


@pytest.mark.parametrize(
    ("annotation", "sent"),
    [
        (UUID, "0000000a-0000-0000-0000-00000000000a"),
        (Trimmed, "lamp"),
        (list[Trimmed], ["lamp", "desk"]),
        (Upwards, 5),
        (date, "2026-01-02"),
        (Colour, "red"),
    ],
)
@pytest.mark.parametrize("scope", [None, lambda _, arguments: arguments], ids=["named", "computed"])
def test_what_everybody_spells_alike_scopes(
    client_api: Api, empty_registry: Registry, annotation: Any, sent: Any, scope: Any
) -> None:
    client(context="things")(taking(annotation, "read"))
    client(affects="things", affects_params=scope)(taking(annotation, "write"))
    (entry,) = client_api.call("write", {"value": sent}).json["invalidate"]
    assert entry == {"context": "things", "params": {"value": sent}}


def test_the_callers_spelling_comes_back_with_the_new_data(
    api: Api, empty_registry: Registry
) -> None:
    @client(context="things")
    def read(at: datetime) -> int:
        return at.second

    @client(affects="things")
    def write(at: datetime) -> None: ...

    # As JavaScript's toISOString() says it; Python says 05Z.
    at = "2026-01-02T03:04:05.000Z"
    answer = api.call("write", {"at": at}, refresh(f'things;at="{at}"')).json
    assert answer["refreshed"] == [{"context": "things", "params": {"at": at}, "data": {"read": 5}}]


def test_a_default_of_the_context_scopes_nothing(empty_registry: Registry) -> None:
    """An instance that omits the param shows the default's data, and names no value."""

    @client(context="things")
    def read(key: int, page: int = 1, tags: list[str] = ["new"]) -> None: ...  # noqa: B006

    @client(affects="things")
    def write(key: int, page: int, tags: list[str]) -> None: ...

    first = {"key": 5, "page": 1, "tags": ["new"]}
    second = {"key": 5, "page": 2, "tags": ["old"]}
    assert said("write", empty_registry, first)[1] == "things;key=5"
    assert said("write", empty_registry, second)[1] == 'things;key=5;page=2;tags="[\\"old\\"]"'


def test_a_whole_context_covers_its_instances(empty_registry: Registry) -> None:
    things = ReactContext("things")

    @client(context=things)
    def read(key: int) -> None: ...

    def instances(*_: Any) -> list[dict[str, int]]:
        return [{"key": 1}, {}, {"key": 1}]

    @client(affects=[things, read], affects_params=instances)
    def write() -> None: ...

    assert said("write", empty_registry, {}) == (["things"], "things")


def test_each_context_gets_the_instances_that_name_its_params(empty_registry: Registry) -> None:
    @client(context="user")
    def user(user_id: int) -> None: ...

    @client(context="product")
    def product(product_id: int) -> None: ...

    @client(context="cart")
    def cart() -> None: ...

    def scope(result: list[int], _: object) -> list[dict[str, int]]:
        return [{"user_id": 5}, *({"product_id": number} for number in result)]

    @client(affects=["cart", "user", "product"], affects_params=scope)
    def order() -> list[int]:
        return []

    assert said("order", empty_registry, {}, [1, 2])[1] == (
        "cart, user;user_id=5, product;product_id=1, product;product_id=2"
    )
    assert said("order", empty_registry, {}, [])[1] == "cart, user;user_id=5, product"


def test_repetitions_are_said_once(empty_registry: Registry) -> None:
    @client(context="things")
    def read(key: int) -> None: ...

    def instances(*_: Any) -> list[dict[str, Any]]:
        return [{"key": 1}, {"key": "1"}]

    @client(affects=["things", read], affects_params=instances)
    def write() -> None: ...

    assert said("write", empty_registry, {})[1] == "things;key=1"


def test_more_entries_than_the_limit_are_whole_contexts(
    empty_registry: Registry, settings: Settings
) -> None:
    @client(context="things")
    def read(key: int) -> None: ...

    @client(affects="things", affects_params=lambda result, _: [{"key": n} for n in range(result)])
    def write() -> None: ...

    assert len(said("write", empty_registry, {}, 64)[0]) == 64
    assert said("write", empty_registry, {}, 65)[0] == ["things"]
    settings.MIZAN = {"MAX_INVALIDATIONS": 2}
    assert said("write", empty_registry, {}, 3)[0] == ["things"]


def test_a_header_that_proxies_would_refuse_is_made_short(empty_registry: Registry) -> None:
    @client(context="things")
    def read(text: str) -> None: ...

    @client(affects="things")
    def write(text: str) -> None: ...

    assert said("write", empty_registry, {"text": "x" * 100_000}) == (["things"], "things")


def test_cross_origin_scripts_may_read_the_headers(api: Api) -> None:
    answer = api.context("global", headers={"Origin": "https://elsewhere.example"})
    exposed = answer.headers["Access-Control-Expose-Headers"]
    assert exposed == "X-Mizan-Invalidate, X-Mizan-Location"
    assert "Access-Control-Expose-Headers" not in api.context("global").headers
