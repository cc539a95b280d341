"""Arguments and results of every kind, there and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Annotated, Any, Generic, Literal, NotRequired, TypeVar
from uuid import UUID

import pytest
from django.contrib.auth.models import Group, User
from django.db.models import FileField, QuerySet, TextChoices
from django.db.models.fields.files import FieldFile
from pydantic import BaseModel, ConfigDict, Field, computed_field
from typing_extensions import TypedDict

from mizan import client
from mizan.registry import Registry
from mizan.results import to_json
from tests.api import Api
from tests.desk.models import Ticket

pytestmark = pytest.mark.usefixtures("empty_registry")


class Colour(Enum):
    RED = "red"


class Level(IntEnum):
    HIGH = 3


class State(TextChoices):
    OPEN = "open", "Open"


@dataclass
class Size:
    width: int
    height: int = 1


class Options(TypedDict):
    wide: bool
    tall: NotRequired[bool]


class Node(BaseModel):
    name: str
    children: list[Node] = []


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int


class Dog(BaseModel):
    kind: Literal["dog"]
    name: str


Pet = Annotated[Cat | Dog, Field(discriminator="kind")]
T = TypeVar("T")


class Paged(BaseModel, Generic[T]):
    items: list[T]
    total: int


class Strict(BaseModel):
    model_config = ConfigDict(strict=True)
    day: date
    key: UUID


class Renamed(BaseModel):
    user_name: Annotated[str, Field(alias="userName")]

    @computed_field
    def shouted(self) -> str:
        return self.user_name.upper()


MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

ROUND_TRIPS: list[tuple[Any, Any, Any]] = [
    (int, 5, 5),
    (float, 1.5, 1.5),
    (str, "né 😀", "né 😀"),
    (bool, True, True),
    (bytes, "text", b"text"),
    (date, "2026-01-02", date(2026, 1, 2)),
    (datetime, "2026-01-02T03:04:05Z", MOMENT),
    (time, "03:04:05", time(3, 4, 5)),
    (timedelta, "PT1M", timedelta(minutes=1)),
    (Decimal, "1.10", Decimal("1.10")),
    (UUID, "00000000-0000-0000-0000-000000000005", UUID(int=5)),
    (Colour, "red", Colour.RED),
    (Level, 3, Level.HIGH),
    (State, "open", State.OPEN),
    (Literal["a", 1], "a", "a"),
    (Size, {"width": 2, "height": 1}, Size(2)),
    (Options, {"wide": True}, {"wide": True}),
    (Node, {"name": "a", "children": [{"name": "b", "children": []}]}, None),
    (Pet, {"kind": "dog", "name": "Rex"}, Dog(kind="dog", name="Rex")),
    (list[Size], [{"width": 1, "height": 2}], [Size(1, 2)]),
    (dict[str, list[int]], {"a": [1]}, {"a": [1]}),
    (tuple[int, str], [1, "a"], (1, "a")),
    (set[int], [1], {1}),
    (int | None, None, None),
    (int | str, "a", "a"),
    (Paged[Size], {"items": [{"width": 1, "height": 1}], "total": 1}, None),
    (Strict, {"day": "2026-01-02", "key": "00000000-0000-0000-0000-000000000005"}, None),
]


def echoing(annotation: Any, seen: list[Any]) -> Callable[..., Any]:
    def echo(value: Any) -> Any:
        seen.append(value)
        return value

    echo.__annotations__ = {"value": annotation, "return": annotation}
    return echo


@pytest.mark.parametrize(
    ("annotation", "wire", "value"), ROUND_TRIPS, ids=[str(case[0]) for case in ROUND_TRIPS]
)
def test_there_and_back(client_api: Api, annotation: Any, wire: Any, value: Any) -> None:
    seen: list[Any] = []
    client(echoing(annotation, seen))
    answer = client_api.call("echo", {"value": wire})
    assert answer.json == {"result": wire}
    if value is not None:
        assert seen == [value]
        assert type(seen[0]) is type(value)


def test_aliases_and_computed_fields(client_api: Api) -> None:
    @client
    def echo(value: Renamed) -> Renamed:
        return value

    answer = client_api.call("echo", {"value": {"userName": "ada"}})
    assert answer.json == {"result": {"userName": "ada", "shouted": "ADA"}}


def test_dicts_by_the_names_of_the_fields(client_api: Api) -> None:
    @client
    def read() -> Renamed:
        return {"user_name": "ada"}  # type: ignore[return-value]

    assert client_api.call("read").json["result"]["userName"] == "ada"


def test_paths_leave_out_the_members_of_a_union(client_api: Api) -> None:
    @client
    def write(pet: Pet, size: Size | int, both: dict[str, Size | list[int]]) -> None: ...

    args = {
        "pet": {"kind": "cat", "lives": "many"},
        "size": {"width": "x"},
        "both": {"a": ["x"]},
    }
    fields = client_api.call("write", args).error["details"]["fields"]
    assert set(fields) == {"pet.lives", "size", "size.width", "both.a", "both.a.0"}
    args = {"pet": {"kind": "fish"}, "size": 1, "both": {}}
    assert set(client_api.call("write", args).error["details"]["fields"]) == {"pet"}


def test_defaults_are_the_functions_own(client_api: Api) -> None:
    @client
    def read(a: int = 1, *, b: list[int] = [2]) -> list[int]:  # noqa: B006
        return [a, *b]

    assert client_api.call("read").json == {"result": [1, 2]}
    assert client_api.call("read", {"b": []}).json == {"result": [1]}


# -- Django's own objects


class GroupOut(BaseModel):
    name: str


class UserOut(BaseModel):
    username: str
    groups: list[GroupOut] = []
    tickets: list[TicketTitle] = []


class TicketTitle(BaseModel):
    title: str


UserOut.model_rebuild()


@pytest.fixture
def ada(db: None) -> User:
    user = User.objects.create_user("ada", password="secret")
    user.groups.add(Group.objects.create(name="countesses"))
    Ticket.objects.create(owner=user, title="Fix")
    return user


def test_instances_are_read_through_their_model(client_api: Api, ada: User) -> None:
    @client
    def one() -> Annotated[User, UserOut]:
        return User.objects.get()

    @client
    def many() -> Annotated[QuerySet[User], list[UserOut]]:
        return User.objects.all()

    @client
    def inside() -> dict[str, list[Annotated[User, UserOut]]]:
        return {"users": list(User.objects.all())}

    out = {
        "username": "ada",
        "groups": [{"name": "countesses"}],
        "tickets": [{"title": "Fix"}],
    }
    assert client_api.call("one").json == {"result": out}
    assert client_api.call("many").json == {"result": [out]}
    assert client_api.call("inside").json == {"result": {"users": [out]}}
    assert b"secret" not in client_api.call("one").body


def test_async_functions_return_instances_too(client_api: Api, ada: User) -> None:
    @client
    async def one() -> Annotated[User, UserOut]:
        return await User.objects.aget()

    @client
    async def many() -> Annotated[QuerySet[User], list[UserOut]]:
        return User.objects.all()

    client_api.base = "/api/async"
    for name in ("one", "many"):
        answer = client_api.call(name).json["result"]
        assert (answer[0] if name == "many" else answer)["tickets"] == [{"title": "Fix"}]


class WithAvatar(BaseModel):
    avatar: str | None


def test_files_are_their_urls(empty_registry: Registry) -> None:
    @client
    def read() -> WithAvatar:
        raise NotImplementedError

    field: Any = FileField(upload_to="x")
    file = FieldFile(None, field, "x/a.png")  # type: ignore[arg-type]
    function = empty_registry.functions["read"]
    assert to_json(function, {"avatar": file}) == {"avatar": "/x/a.png"}
    empty = FieldFile(None, field, None)  # type: ignore[arg-type]
    assert to_json(function, {"avatar": empty}) == {"avatar": None}
