"""`POST /call/`."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.api import JSON, Api
from tests.desk.models import Ticket


def test_a_call_answers_its_result_and_what_went_stale(api: Api, ada: User) -> None:
    answer = api.call("rename_user", {"user_id": ada.pk, "username": "countess"})
    assert answer.status == 200
    assert answer.json == {
        "result": {"id": ada.pk, "username": "countess", "email": "ada@example.com"},
        "invalidate": [{"context": "user", "params": {"user_id": ada.pk}}],
    }
    assert answer.headers["X-Mizan-Invalidate"] == f"user;user_id={ada.pk}"
    assert answer.headers["Cache-Control"] == "no-store"


def test_invalidate_is_left_out_when_empty(api: Api) -> None:
    assert api.call("guarded", headers={"X-Key": "let me in"}).json == {"result": "in"}


def test_a_function_that_returns_nothing(api: Api, ticket: Ticket) -> None:
    assert api.call("close_ticket", {"number": ticket.pk}).json["result"] is None
    ticket.refresh_from_db()
    assert not ticket.is_open


def test_an_async_function(api: Api, ada: User) -> None:
    assert api.call("touch_user", {"user_id": ada.pk}).json["result"] == "ada"


def test_a_read_can_be_called_alone(api: Api, ada: User) -> None:
    answer = api.call("user_profile", {"user_id": ada.pk})
    assert answer.json == {"result": {"id": ada.pk, "username": "ada", "email": "ada@example.com"}}


def test_arguments_may_be_left_out_when_there_are_none(api: Api) -> None:
    assert api.post_call(b'{"fn":"sign_out"}', JSON).status == 200
    assert api.post_call(b'{"fn":"sign_out","args":null}', JSON).status == 200
    assert api.post_call(b'{"fn":"sign_out","args":{},"more":1}', JSON).status == 200


def test_an_unknown_function(api: Api) -> None:
    answer = api.call("nothing")
    assert (answer.status, answer.error["message"]) == (404, "There is no function nothing.")


def test_an_argument_that_nobody_takes(api: Api) -> None:
    answer = api.call("sign_out", {"now": True})
    assert answer.status == 422
    assert answer.error["details"]["fields"] == {"now": ["Extra inputs are not permitted"]}


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"1", b"{", b"{}", b'{"fn":1}', b'{"fn":"sign_out","args":[]}', b'{"fn":"\xff"}'],
)
def test_a_body_that_is_no_call(client_api: Api, body: bytes) -> None:
    answer = client_api.post_call(body, JSON)
    assert (answer.status, answer.error["code"]) == (400, "BAD_REQUEST")


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded"])
def test_only_json_and_multipart_are_read(client_api: Api, kind: str) -> None:
    answer = client_api.post_call(b'{"fn":"sign_out"}', {"Content-Type": kind})
    assert (answer.status, answer.error["code"]) == (400, "BAD_REQUEST")


def test_a_charset_in_the_media_type_is_fine(client_api: Api) -> None:
    kind = {"Content-Type": "application/json; charset=utf-8"}
    assert client_api.post_call(b'{"fn":"sign_out"}', kind).status == 200


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "call", "POST"),
        ("PUT", "call", "POST"),
        ("POST", "session", "GET"),
        ("DELETE", "ctx/user", "GET, POST"),
    ],
)
def test_a_wrong_method(api: Api, method: str, path: str, allowed: str) -> None:
    answer = api.send(method, f"{api.base}/{path}/", b"", {})
    assert answer.status == 405
    assert answer.error["code"] == "METHOD_NOT_ALLOWED"
    assert answer.headers["Allow"] == allowed
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["", "nothing/", "call", "ctx/", "ctx/a/b/", "%00/", "../x"])
def test_a_path_that_is_no_endpoint(api: Api, path: str) -> None:
    answer = api.send("POST", f"{api.base}/{path}", b"{}", JSON)
    assert (answer.status, answer.error["code"]) == (404, "NOT_FOUND")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("how", ["shape", "page", "none"])
def test_a_result_that_is_not_what_was_promised(api: Api, how: str) -> None:
    answer = api.call("wrong_result", {"how": how})
    assert (answer.status, answer.error["code"]) == (500, "INTERNAL_ERROR")


def test_keys_of_any_text_come_back_sorted(client_api: Api) -> None:
    args: dict[str, Any] = {"text": "\u2028</script>"}
    answer = client_api.call("found_tickets", args)
    assert answer.body.decode() == (
        '{"result":{"is_open":null,"tags":null,"text":"\u2028</script>"}}'
    )
    assert json.loads(answer.body)["result"]["text"] == args["text"]
