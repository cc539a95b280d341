"""Single flight: the instances that a caller shows come along with a mutation's answer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.http import HttpRequest
from pytest_django import Settings

from mizan import ClientError, client
from mizan.registry import Registry
from tests.api import Api, refresh
from tests.desk.models import Ticket


def test_what_the_caller_shows_comes_along(api: Api, ada: User) -> None:
    shown = refresh(f"user;user_id={ada.pk}", "user;user_id=999", "global", "search")
    answer = api.call("rename_user", {"user_id": ada.pk, "username": "x"}, shown)
    bundle = api.context("user", {"user_id": ada.pk}).json
    assert bundle["user_profile"]["username"] == "x"
    assert answer.json["refreshed"] == [
        {"context": "user", "params": {"user_id": ada.pk}, "data": bundle}
    ]


def test_a_whole_context_refreshes_every_instance(api: Api, ada: User, bob: User) -> None:
    api.log_in(ada)
    shown = refresh(f"user;user_id={bob.pk}", f'user;user_id="{ada.pk}";page=1')
    answer = api.call("open_ticket", {"title": "new"}, shown)
    params = [entry["params"] for entry in answer.json["refreshed"]]
    assert params == [{"user_id": bob.pk}, {"user_id": ada.pk, "page": 1}]
    assert answer.json["refreshed"][1]["data"]["user_tickets"][0]["title"] == "new"


def test_the_caller_gets_what_the_caller_may_read(
    api: Api, ada: User, bob: User, ticket: Ticket
) -> None:
    shown = refresh(f"ticket;ticket_id={ticket.pk}")
    api.log_in(bob)
    assert "refreshed" not in api.call("close_ticket", {"number": ticket.pk}, shown).json
    api.log_in(ada)
    (entry,) = api.call("close_ticket", {"number": ticket.pk}, shown).json["refreshed"]
    assert entry["data"]["ticket_notes"] == ["about Fix the mill"]


def test_signing_in_refreshes_as_the_new_user(api: Api, ada: User) -> None:
    answer = api.call("sign_in", {"username": "ada", "password": "lovelace"}, refresh("global"))
    assert answer.json["refreshed"][0]["data"] == {"session": {"username": "ada"}}
    answer = api.call("sign_out", None, refresh("global"))
    assert answer.json["refreshed"][0]["data"] == {"session": {"username": None}}


def test_who_signed_out_refreshes_as_nobody(api: Api, empty_registry: Registry) -> None:
    @client(context="mine", auth=True)
    def secret() -> str:
        return "a secret"

    @client(context="me")
    async def name(request: HttpRequest) -> str:
        return (await request.auser()).get_username()

    @client(affects=["mine", "me"], auth=True)
    def leave(request: HttpRequest) -> None:
        logout(request)

    api.log_in(User.objects.create_user("eve"))
    answer = api.call("leave", None, refresh("mine", "me")).json
    assert answer["refreshed"] == [{"context": "me", "params": {}, "data": {"name": ""}}]


def test_a_refresh_shows_the_caller_as_the_mutation_left_them(
    api: Api, ada: User, empty_registry: Registry
) -> None:
    @client(context="me")
    def name(request: HttpRequest) -> str:
        return request.user.get_username()

    @client(context="me")
    async def name_again(request: HttpRequest) -> str:
        return (await request.auser()).get_username()

    @client(context="reports", auth="staff")
    def total() -> str:
        return "a secret of the staff"

    @client(affects=["me", "reports"], auth=True)
    def change(request: HttpRequest, field: str, value: str) -> None:
        # Another copy than the one that `request` has loaded.
        User.objects.filter(pk=ada.pk).update(**{field: value})

    @client(affects=["me", "reports"], auth=True)
    async def erase(request: HttpRequest) -> None:
        await User.objects.filter(username=(await request.auser()).get_username()).adelete()

    User.objects.filter(pk=ada.pk).update(is_staff=True)
    api.log_in(ada)

    def refreshed_after(fn: str, args: Any = None) -> dict[str, Any]:
        answer = api.call(fn, args, refresh("me", "reports"))
        return {entry["context"]: entry["data"] for entry in answer.json["refreshed"]}

    renamed = {"name": "ada2", "name_again": "ada2"}
    assert refreshed_after("change", {"field": "username", "value": "ada2"}) == {
        "me": renamed,
        "reports": {"total": "a secret of the staff"},
    }
    assert refreshed_after("change", {"field": "is_staff", "value": "0"}) == {"me": renamed}
    assert refreshed_after("erase") == {"me": {"name": "", "name_again": ""}}


def test_staff_data_comes_along_for_staff_alone(
    api: Api, ada: User, empty_registry: Registry
) -> None:
    @client(context="reports", auth="staff")
    def total() -> str:
        return "a secret of the staff"

    @client(affects="reports")
    def order() -> None: ...

    for _ in range(2):
        answer = api.call("order", None, refresh("reports"))
        assert answer.json == {"result": None, "invalidate": ["reports"]}
        assert b"secret" not in answer.body
        api.log_in(ada)
    User.objects.filter(pk=ada.pk).update(is_staff=True)
    (entry,) = api.call("order", None, refresh("reports")).json["refreshed"]
    assert entry["data"] == {"total": "a secret of the staff"}


def test_a_refresh_that_fails_spares_the_mutation(
    api: Api, empty_registry: Registry, caplog: pytest.LogCaptureFixture
) -> None:
    @client(context="broken")
    def breaks() -> int:
        raise RuntimeError("a secret of the server")

    @client(context="broken")
    def works() -> int:
        return 1

    @client(context="fine")
    def read() -> int:
        return 2

    @client(affects=["broken", "fine"])
    def write() -> int:
        return 3

    answer = api.call("write", None, refresh("broken", "fine"))
    assert answer.json == {
        "result": 3,
        "invalidate": ["broken", "fine"],
        "refreshed": [{"context": "fine", "params": {}, "data": {"read": 2}}],
    }
    assert "breaks failed" in caplog.text


def test_a_refresh_whose_failure_can_not_be_told_spares_the_mutation_and_the_others(
    api: Api, empty_registry: Registry, caplog: pytest.LogCaptureFixture
) -> None:
    class Untold(ClientError):
        """Its details are no JSON."""

        details: dict[str, Any]

    @client(context="broken", errors=[Untold])
    def breaks() -> int:
        raise Untold(details={"x": object()})

    @client(context="fine")
    def read() -> int:
        return 2

    @client(affects=["broken", "fine"])
    def write() -> int:
        return 3

    answer = api.call("write", None, refresh("broken", "fine"))
    assert answer.json == {
        "result": 3,
        "invalidate": ["broken", "fine"],
        "refreshed": [{"context": "fine", "params": {}, "data": {"read": 2}}],
    }
    assert "X-Mizan-Refresh failed" in caplog.text


def test_a_caller_who_can_not_be_loaded_anew_still_gets_the_answer(
    api: Api, ada: User, empty_registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    @client(context="fine")
    def read() -> int:
        return 2

    @client(affects="fine", auth=True)
    def write() -> int:
        return 3

    def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError("the database is gone")

    api.log_in(ada)
    monkeypatch.setattr(User, "refresh_from_db", breaks)
    answer = api.call("write", None, refresh("fine"))
    assert answer.json == {"result": 3, "invalidate": ["fine"]}


def test_a_list_that_is_nested_too_deeply_spares_the_mutation(api: Api) -> None:
    answer = api.call("tag", {"text": "x"}, refresh(f'search;tags="{"[" * 5000}"'))
    assert answer.json == {
        "result": None,
        "invalidate": [{"context": "search", "params": {"text": "x"}}],
    }


def test_a_private_context_is_not_refreshed(client_api: Api, empty_registry: Registry) -> None:
    @client(context="inside", private=True)
    def read() -> int:
        return 1

    @client(affects="inside")
    def write() -> None: ...

    assert client_api.call("write", None, refresh("inside")).json == {
        "result": None,
        "invalidate": ["inside"],
    }


def test_at_most_eight_instances_come_along(api: Api, ada: User, settings: Settings) -> None:
    api.log_in(ada)
    shown = refresh(*(f"user;user_id={n}" for n in range(1, 30)))
    answer = api.call("open_ticket", {"title": "x"}, shown)
    assert len(answer.json["refreshed"]) == 8
    settings.MIZAN = {"MAX_REFRESHED": 2}
    answer = api.call("open_ticket", {"title": "y"}, shown)
    assert [entry["params"]["user_id"] for entry in answer.json["refreshed"]] == [1, 2]


@pytest.mark.parametrize(
    "header",
    ["user;user_id=1,", "user user", 'user;user_id="', "é", "nowhere", "constructor;__proto__=1"],
)
def test_a_refresh_that_says_nothing(api: Api, ada: User, header: str) -> None:
    if not header.isascii() and "Live" in type(api).__name__:
        header = header.encode().decode("latin-1")
    api.log_in(ada)
    answer = api.call("open_ticket", {"title": "x"}, {"X-Mizan-Refresh": header})
    assert answer.status == 200
    assert "refreshed" not in answer.json


@pytest.mark.parametrize("param", ['"x"', "1.5", "?1", "-1", "0", '%"%00"', "999999999999999"])
def test_a_refresh_with_odd_params(api: Api, ada: User, param: str) -> None:
    api.log_in(ada)
    answer = api.call("open_ticket", {"title": "x"}, refresh(f"user;user_id={param}"))
    assert answer.status == 200


def test_async_and_sync_refresh_alike(client_api: Api) -> None:
    answer = client_api.call("tag", {"text": "x"}, refresh('search;text="x";limit=2'))
    (entry,) = answer.json["refreshed"]
    assert entry["params"] == {"text": "x", "limit": 2}
    assert entry["data"]["found_users"] == ["x", "x"]
    assert json.loads(answer.body)["invalidate"][0]["context"] == "search"
