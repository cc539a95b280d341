"""`GET` and `POST /ctx/<name>/`."""

from __future__ import annotations

from django.contrib.auth.models import User

from mizan import client
from mizan.registry import Registry
from tests.api import Api
from tests.desk.models import Ticket


def test_functions_of_a_context_answer_together(api: Api, ada: User, ticket: Ticket) -> None:
    answer = api.context("user", {"user_id": ada.pk})
    assert answer.status == 200
    assert answer.json == {
        "user_profile": {"id": ada.pk, "username": "ada", "email": "ada@example.com"},
        "user_tickets": [{"id": ticket.pk, "title": "Fix the mill", "is_open": True}],
    }


def test_the_body_is_deterministic_and_never_stored(api: Api, ada: User) -> None:
    answer = api.context("user", {"user_id": ada.pk})
    assert answer.body.decode() == (
        f'{{"user_profile":{{"email":"ada@example.com","id":{ada.pk},"username":"ada"}},'
        '"user_tickets":[]}'
    )
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_null_is_a_result(api: Api) -> None:
    assert api.context("user", {"user_id": 999}).json == {"user_profile": None, "user_tickets": []}


def test_an_optional_param_reaches_the_function_that_takes_it(api: Api, ada: User) -> None:
    for number in range(12):
        Ticket.objects.create(owner=ada, title=str(number))
    answer = api.context("user", {"user_id": ada.pk, "page": 2})
    assert [ticket["title"] for ticket in answer.json["user_tickets"]] == ["10", "11"]


def test_a_missing_required_param_is_named(api: Api) -> None:
    answer = api.context("user")
    assert answer.status == 422
    assert answer.error["details"] == {"fields": {"user_id": ["Field required"]}, "form": []}


def test_a_param_that_is_no_number(api: Api) -> None:
    answer = api.context("user", {"user_id": "five"})
    assert answer.status == 422
    assert list(answer.error["details"]["fields"]) == ["user_id"]


def test_one_function_fails_and_the_other_answers(api: Api, ada: User) -> None:
    answer = api.context("user", {"user_id": ada.pk, "page": 0})
    assert answer.status == 200
    assert answer.json["user_profile"]["username"] == "ada"
    assert answer.json["$errors"] == {
        "user_tickets": {
            "code": "VALIDATION_ERROR",
            "message": "The input is not valid.",
            "details": {
                "fields": {"page": ["Input should be greater than or equal to 1"]},
                "form": [],
            },
        }
    }


def test_all_fail_and_the_first_one_answers(api: Api, ticket: Ticket) -> None:
    answer = api.context("ticket", {"ticket_id": ticket.pk + 1})
    assert answer.status == 404
    assert answer.error["code"] == "NOT_FOUND"


def test_each_function_asks_for_its_own_permission(api: Api, ada: User, ticket: Ticket) -> None:
    answer = api.context("ticket", {"ticket_id": ticket.pk})
    assert answer.json["ticket"]["title"] == "Fix the mill"
    assert answer.json["$errors"]["ticket_notes"]["code"] == "UNAUTHORIZED"
    api.log_in(ada)
    answer = api.context("ticket", {"ticket_id": ticket.pk})
    assert answer.json["ticket_notes"] == ["about Fix the mill"]


def test_lists_repeat_the_key_and_booleans_are_words(api: Api) -> None:
    params = [("text", "né & x"), ("tags", "b"), ("tags", "a"), ("is_open", "false")]
    answer = api.context("search", params)
    assert answer.json["found_tickets"] == {"text": "né & x", "tags": ["b", "a"], "is_open": False}
    assert api.context("search", {"tags": "one"}).json["found_tickets"]["tags"] == ["one"]


def test_an_async_and_a_sync_function_share_a_context(api: Api) -> None:
    answer = api.context("search", {"text": "x", "limit": "2.5"})
    assert answer.json["found_users"] == ["x", "x"]
    assert answer.json["found_tickets"]["text"] == "x"


def test_one_value_that_is_given_twice(api: Api) -> None:
    answer = api.context("user", [("user_id", "1"), ("user_id", "2")])
    assert answer.status == 422
    assert answer.error["details"]["fields"] == {"user_id": ["Give one value."]}


def test_a_value_given_twice_is_the_error_of_those_that_take_it(api: Api, ada: User) -> None:
    answer = api.context("user", [("user_id", str(ada.pk)), ("page", "1"), ("page", "2")])
    assert answer.status == 200
    assert answer.json["user_profile"]["username"] == "ada"
    details = answer.json["$errors"]["user_tickets"]["details"]
    assert details["fields"] == {"page": ["Give one value."]}


def test_identity_comes_before_input(api: Api, ada: User, empty_registry: Registry) -> None:
    @client(context="mine", auth=True)
    def mine(k: int) -> int:
        return k

    @client(context="mine", auth=True)
    async def mine_too(k: int) -> int:
        return k

    queries = [[("k", "1"), ("k", "2")], [("k", "x")], []]
    assert {api.context("mine", query).status for query in queries} == {401}
    assert api.post_context("mine", {"k": ["1", "2"]}).status == 401
    api.log_in(ada)
    assert {api.context("mine", query).status for query in queries} == {422}
    assert api.post_context("mine", {"k": ["1", "2"]}).status == 422


def test_params_that_nobody_declares_are_ignored(api: Api) -> None:
    assert api.context("user", {"user_id": 1, "utm": "x", "__class__": "x"}).status == 200


def test_the_post_form_answers_the_same(api: Api, ada: User) -> None:
    by_url = api.context("user", {"user_id": ada.pk})
    by_body = api.post_context("user", {"user_id": ada.pk, "page": None})
    assert (by_body.status, by_body.body) == (by_url.status, by_url.body)


def test_the_post_form_may_be_canonical(api: Api, ada: User) -> None:
    answer = api.post_context("user", {"user_id": str(ada.pk), "page": "1"})
    assert answer.json["user_profile"]["username"] == "ada"
    answer = api.post_context("search", {"text": "5", "tags": ["1"], "is_open": "true"})
    assert answer.json["found_tickets"] == {"text": "5", "tags": ["1"], "is_open": True}
    answer = api.post_context("search", {"tags": "1", "is_open": ["true"]})
    fields = answer.json["$errors"]["found_tickets"]["details"]["fields"]
    assert set(fields) == {"tags", "is_open"}


def test_the_post_form_carries_an_empty_list(api: Api) -> None:
    assert api.post_context("search", {"tags": []}).json["found_tickets"]["tags"] == []


def test_a_context_without_params(api: Api, ada: User) -> None:
    assert api.context("global").json == {"session": {"username": None}}
    api.log_in(ada)
    assert api.context("global").json == {"session": {"username": "ada"}}


def test_an_unknown_context(api: Api) -> None:
    answer = api.context("nowhere")
    assert (answer.status, answer.error["message"]) == (404, "There is no context nowhere.")


def test_a_private_context(api: Api) -> None:
    answer = api.context("hidden")
    assert (answer.status, answer.error["code"]) == (403, "FORBIDDEN")


def test_staff_and_superuser_functions(api: Api, ada: User) -> None:
    assert api.context("reports").status == 401
    api.log_in(ada)
    assert api.context("reports").status == 403
    User.objects.filter(pk=ada.pk).update(is_staff=True)
    answer = api.context("reports")
    assert answer.json["open_count"] == 0
    assert answer.json["$errors"]["secrets"]["code"] == "FORBIDDEN"
    User.objects.filter(pk=ada.pk).update(is_superuser=True)
    assert api.context("reports").json["secrets"] == ["the superuser's"]


def test_an_unforeseen_failure_spares_the_others(api: Api) -> None:
    answer = api.context("broken")
    assert answer.status == 200
    assert answer.json == {
        "works": 1,
        "$errors": {
            "breaks": {
                "code": "INTERNAL_ERROR",
                "message": "Something went wrong.",
                "details": None,
            }
        },
    }
    assert api.context("hopeless").status == 500
