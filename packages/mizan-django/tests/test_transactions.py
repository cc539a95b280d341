"""What a response says is stale has been committed."""

from __future__ import annotations

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, connections, transaction
from django.http import HttpResponse

from mizan import client
from mizan.registry import Registry
from tests.api import Api, AsyncClientApi, TestClientApi

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=[TestClientApi, AsyncClientApi], ids=["sync", "async"])
def caller(request: pytest.FixtureRequest) -> Api:
    made: Api = request.param()
    return made


@pytest.fixture
def user() -> User:
    return User.objects.create_user("ada")


def username(user: User) -> str:
    user.refresh_from_db()
    return user.username


def test_an_error_inside_a_transaction_says_nothing(caller: Api, user: User) -> None:
    answer = caller.call("rename_and_fail", {"user_id": user.pk})
    assert answer.status == 422
    assert "X-Mizan-Invalidate" not in answer.headers
    assert username(user) == "ada"


@pytest.mark.usefixtures("_atomic_requests")
def test_a_failure_undoes_the_request(caller: Api, user: User, empty_registry: Registry) -> None:
    @client(context="user")
    def profile(user_id: int) -> str:
        return ""

    @client(affects="user")
    def rename(user_id: int) -> int:
        User.objects.filter(pk=user_id).update(username="undone")
        return "not a number"  # type: ignore[return-value]

    answer = caller.call("rename", {"user_id": user.pk})
    assert answer.status == 500
    assert "X-Mizan-Invalidate" not in answer.headers
    assert username(user) == "ada"


@pytest.mark.usefixtures("_atomic_requests")
def test_a_rollback_without_an_error_says_nothing(
    caller: Api, user: User, empty_registry: Registry
) -> None:
    @client(context="user")
    def profile(user_id: int) -> str:
        return User.objects.get(pk=user_id).username

    @client(affects="user")
    def rename(user_id: int, undo: bool) -> None:
        User.objects.filter(pk=user_id).update(username="renamed")
        transaction.set_rollback(undo)

    shown = {"X-Mizan-Refresh": f"user;user_id={user.pk}"}
    assert caller.call("rename", {"user_id": user.pk, "undo": True}, shown).json == {"result": None}
    assert username(user) == "ada"
    answer = caller.call("rename", {"user_id": user.pk, "undo": False}, shown).json
    assert answer["invalidate"] == [{"context": "user", "params": {"user_id": user.pk}}]
    assert answer["refreshed"][0]["data"] == {"profile": "renamed"}


@pytest.mark.usefixtures("_atomic_requests")
def test_the_refreshed_data_is_read_after_the_commit(
    caller: Api, user: User, empty_registry: Registry
) -> None:
    committed: list[str] = []

    @client(context="user")
    def profile(user_id: int) -> list[str]:
        return list(committed)

    @client(affects="user")
    def rename(user_id: int) -> bool:
        transaction.on_commit(lambda: committed.append("committed"))
        return connection.in_atomic_block

    shown = {"X-Mizan-Refresh": f"user;user_id={user.pk}"}
    answer = caller.call("rename", {"user_id": user.pk}, shown).json
    assert answer["result"] is True
    assert answer["refreshed"][0]["data"] == {"profile": ["committed"]}


@pytest.mark.parametrize("outer", [False, True], ids=["plain", "atomic_requests"])
def test_what_a_function_undid_itself_and_survived(
    caller: Api, user: User, empty_registry: Registry, outer: bool
) -> None:
    """It succeeded, so that what it affects is stale: too much is refetched, never too little."""

    @client(context="user")
    def profile(user_id: int) -> str:
        return User.objects.get(pk=user_id).username

    @client(affects="user")
    def rename(user_id: int) -> bool:
        try:
            with transaction.atomic():
                User.objects.filter(pk=user_id).update(username="undone")
                raise ValueError
        except ValueError:
            return connection.in_atomic_block

    connection.settings_dict["ATOMIC_REQUESTS"] = outer
    try:
        answer = caller.call("rename", {"user_id": user.pk}, {"X-Mizan-Refresh": "user;user_id=1"})
    finally:
        connection.settings_dict["ATOMIC_REQUESTS"] = False
    assert answer.json["result"] is outer
    assert answer.headers["X-Mizan-Invalidate"] == f"user;user_id={user.pk}"
    assert username(user) == "ada"


@pytest.mark.usefixtures("_atomic_requests")
def test_a_broken_inner_block_undoes_the_function(
    caller: Api, user: User, empty_registry: Registry
) -> None:
    @client(context="user")
    def profile(user_id: int) -> str:
        raise NotImplementedError

    @client(affects="user")
    def rename(user_id: int) -> None:
        User.objects.filter(pk=user_id).update(username="undone")
        try:
            with transaction.atomic(savepoint=False):
                raise ValueError
        except ValueError:
            return

    answer = caller.call("rename", {"user_id": user.pk}, {"X-Mizan-Refresh": "user;user_id=1"})
    assert answer.json == {"result": None}
    assert "X-Mizan-Invalidate" not in answer.headers
    assert username(user) == "ada"


@pytest.mark.usefixtures("_atomic_requests")
def test_a_page_that_failed_is_undone(caller: Api, user: User, empty_registry: Registry) -> None:
    @client(affects="user")
    def rename(user_id: int) -> HttpResponse:
        User.objects.filter(pk=user_id).update(username="undone")
        raise PermissionDenied

    answer = caller.call("rename", {"user_id": user.pk})
    assert (answer.status, answer.error["code"]) == (403, "FORBIDDEN")
    assert username(user) == "ada"


@pytest.mark.usefixtures("_atomic_requests")
@pytest.mark.parametrize("fn", ["rename", "rename_async", "rename_page"])
def test_a_hook_that_fails_after_the_commit_is_logged(
    caller: Api, user: User, empty_registry: Registry, caplog: pytest.LogCaptureFixture, fn: str
) -> None:
    """The mutation was done: its answer says what is stale."""

    @client(context="user")
    def profile(user_id: int) -> str:
        return User.objects.get(pk=user_id).username

    def change(user_id: int) -> str:
        User.objects.filter(pk=user_id).update(username="kept")
        transaction.on_commit(lambda: 1 / 0)
        return "done"

    @client(affects="user")
    def rename(user_id: int) -> str:
        return change(user_id)

    @client(affects="user")
    async def rename_async(user_id: int) -> str:
        return await sync_to_async(change)(user_id)

    @client(affects="user")
    def rename_page(user_id: int) -> HttpResponse:
        return HttpResponse(change(user_id))

    shown = {"X-Mizan-Refresh": f"user;user_id={user.pk}"}
    answer = caller.call(fn, {"user_id": user.pk}, shown)
    assert answer.status == 200
    assert answer.headers["X-Mizan-Invalidate"] == f"user;user_id={user.pk}"
    if fn != "rename_page":
        assert answer.json["result"] == "done"
        assert answer.json["refreshed"][0]["data"] == {"profile": "kept"}
    assert f"{fn}, after its commit, failed" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert username(user) == "kept"


@pytest.mark.usefixtures("_atomic_requests")
def test_a_commit_that_fails_is_a_failure(
    caller: Api, user: User, empty_registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where a deferred constraint is broken."""

    @client(affects="user")
    def rename(user_id: int) -> None:
        User.objects.filter(pk=user_id).update(username="undone")
        transaction.on_commit(lambda: pytest.fail("nothing was committed"))

    @client(context="user")
    def profile(user_id: int) -> str:
        return ""

    caller.session()

    def breaks(self: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(type(connections["default"]), "_commit", breaks)
    answer = caller.call("rename", {"user_id": user.pk})
    monkeypatch.undo()
    assert answer.status == 500
    assert "X-Mizan-Invalidate" not in answer.headers
    assert username(user) == "ada"


@pytest.mark.usefixtures("_atomic_requests")
def test_an_async_function_that_rolls_back_says_nothing(
    caller: Api, user: User, empty_registry: Registry
) -> None:
    @client(context="user")
    def profile(user_id: int) -> str:
        return User.objects.get(pk=user_id).username

    @client(affects="user")
    async def rename(user_id: int, undo: bool) -> None:
        await User.objects.filter(pk=user_id).aupdate(username="renamed")
        await sync_to_async(transaction.set_rollback)(undo)

    shown = {"X-Mizan-Refresh": f"user;user_id={user.pk}"}
    assert caller.call("rename", {"user_id": user.pk, "undo": True}, shown).json == {"result": None}
    assert username(user) == "ada"
    answer = caller.call("rename", {"user_id": user.pk, "undo": False}, shown).json
    assert answer["refreshed"][0]["data"] == {"profile": "renamed"}


@pytest.mark.usefixtures("_atomic_requests")
def test_an_async_function_keeps_to_the_transaction(
    caller: Api, user: User, empty_registry: Registry
) -> None:
    @client
    async def rename(user_id: int) -> None:
        await User.objects.filter(pk=user_id).aupdate(username="undone")
        raise NotImplementedError

    assert caller.call("rename", {"user_id": user.pk}).status == 501
    assert username(user) == "ada"


@pytest.mark.usefixtures("_atomic_requests")
def test_a_function_may_opt_out(caller: Api, empty_registry: Registry) -> None:
    @client
    @transaction.non_atomic_requests
    def is_atomic() -> bool:
        return connection.in_atomic_block

    assert caller.call("is_atomic").json == {"result": False}


@pytest.mark.usefixtures("_atomic_requests")
def test_a_broken_query_spares_the_other_functions(
    caller: Api, user: User, empty_registry: Registry
) -> None:
    @client(context="mixed")
    def breaks() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM nowhere")
        return 1

    @client(context="mixed")
    def works() -> int:
        return User.objects.count()

    answer = caller.context("mixed").json
    assert answer["works"] == 1
    assert answer["$errors"]["breaks"]["message"] == "Something went wrong."


def test_in_a_test_case_the_answer_is_as_in_production(db: None) -> None:
    """Such tests run inside a transaction that never commits."""
    with transaction.atomic():
        user = User.objects.create_user("ada")
        answer = TestClientApi().call("rename_user", {"user_id": user.pk, "username": "x"})
        assert answer.headers["X-Mizan-Invalidate"] == f"user;user_id={user.pk}"
