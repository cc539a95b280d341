"""What an attacker would try, and the limits that hold before any work."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import AsyncRequestFactory
from pydantic import BaseModel
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from mizan import client
from mizan.async_views import call as async_call
from mizan.registry import Registry
from tests.api import JSON, Answer, Api
from tests.desk.models import Ticket


def is_refused(answer: Answer, status: int, code: str) -> bool:
    return (answer.status, answer.error["code"]) == (status, code)


def test_a_private_function_is_not_called(api: Api, ada: User, ticket: Ticket) -> None:
    User.objects.filter(pk=ada.pk).update(is_staff=True, is_superuser=True)
    api.log_in(ada)
    assert is_refused(api.call("purge"), 403, "FORBIDDEN")
    assert is_refused(api.call("hidden_read"), 403, "FORBIDDEN")
    assert Ticket.objects.count() == 1


def test_another_users_data(api: Api, bob: User, ticket: Ticket) -> None:
    api.log_in(bob)
    answer = api.context("ticket", {"ticket_id": ticket.pk})
    assert answer.json["$errors"]["ticket_notes"]["code"] == "FORBIDDEN"
    assert is_refused(api.call("ticket_notes", {"ticket_id": ticket.pk}), 403, "FORBIDDEN")
    shown = {"X-Mizan-Refresh": f"ticket;ticket_id={ticket.pk}"}
    answer = api.call("close_ticket", {"number": ticket.pk}, shown)
    assert b"about" not in answer.body


def test_an_oversized_body(api: Api) -> None:
    body = json.dumps({"fn": "sign_out", "args": {"x": "y" * 2**20}}).encode()
    answer = api.post_call(body, JSON)
    assert is_refused(answer, 413, "TOO_LARGE")
    assert answer.error["message"] == "The body is larger than 1 MiB."


def test_a_body_limit_of_ones_own(api: Api, settings: Settings) -> None:
    settings.MIZAN = {"MAX_BODY_BYTES": 100}
    body = b'{"fn":"sign_out"}'
    assert api.post_call(body + b" " * (100 - len(body)), JSON).status == 200
    answer = api.post_call(body + b" " * (101 - len(body)), JSON)
    assert answer.error["message"] == "The body is larger than 100 bytes."


def test_djangos_own_body_limit(client_api: Api, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    assert is_refused(client_api.post_call(b'{"fn":"sign_out"}', JSON), 413, "TOO_LARGE")


def test_a_body_of_unknown_length(settings: Settings) -> None:
    settings.MIZAN = {"MAX_BODY_BYTES": 100}

    async def send(body: bytes) -> Any:
        factory = AsyncRequestFactory()
        request = factory.post("/", body, content_type="application/json")
        del request.META["CONTENT_LENGTH"]
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        return await async_call(request)

    from asgiref.sync import async_to_sync

    assert async_to_sync(send)(b'{"fn":"guarded"}').status_code == 401
    assert async_to_sync(send)(b'{"fn":"guarded"}' + b" " * 100).status_code == 413


@pytest.mark.parametrize("length", ["-1", "x", "99999999999999999999", ""])
def test_a_content_length_that_lies(live_server: LiveServer, length: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(live_server.url).netloc, timeout=10)
    connection.putrequest("POST", "/api/mizan/call/")
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", length)
    connection.endheaders()
    response = connection.getresponse()
    assert response.status in (400, 413)
    assert b"Traceback" not in response.read()
    connection.close()


def test_a_body_in_chunks_under_wsgi(live_server: LiveServer) -> None:
    """WSGI hands over none of it, so the answer doesn't wait for it."""
    connection = http.client.HTTPConnection(urlsplit(live_server.url).netloc, timeout=10)
    connection.putrequest("POST", "/api/mizan/call/")
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    assert connection.getresponse().status == 400
    connection.close()


def test_ten_thousand_params(api: Api) -> None:
    params = [(f"p{n}", "x") for n in range(10_000)]
    query = urlencode(params)
    answer = api.send("GET", f"{api.base}/ctx/user/?{query}") if _takes(api, query) else None
    if answer is not None:
        assert is_refused(answer, 413, "TOO_LARGE")
    assert is_refused(api.context("user", params[:33]), 413, "TOO_LARGE")
    assert api.context("user", params[:32]).status == 422
    assert is_refused(api.post_context("user", dict(params)), 413, "TOO_LARGE")


def _takes(api: Api, query: str) -> bool:
    """The development server refuses such a line by itself."""
    return "Live" not in type(api).__name__ or len(query) < 60_000


def test_ten_thousand_values_of_one_param(client_api: Api) -> None:
    answer = client_api.context("search", [("tags", "x")] * 10_000)
    assert is_refused(answer, 413, "TOO_LARGE")


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_deep_json(api: Api, opening: bytes) -> None:
    deep = opening * 100_000
    assert is_refused(api.post_call(b'{"fn":"tag","args":' + deep, JSON), 400, "BAD_REQUEST")
    closed = b'{"fn":"tag","args":{"text":' + b"[" * 150 + b"]" * 150 + b"}}"
    assert is_refused(api.post_call(closed, JSON), 422, "VALIDATION_ERROR")


NAMES = [
    "__class__",
    "__proto__",
    "constructor",
    "__init__",
    "fn",
    "request",
    "self",
    "user_id.__class__",
    "../user",
    "",
    " ",
    "a" * 10_000,
    "\ud800",
    "<script>alert(1)</script>",
    "user\u0000",
    "user_profile\n",
    "Ünïcode",
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_odd_names_of_functions_and_arguments(client_api: Api, name: str) -> None:
    answer = client_api.call(name)
    assert answer.status in (400, 404)
    assert b"<script>" not in answer.body
    assert len(answer.body) < 300
    answer = client_api.call("sign_out", {name: 1})
    assert answer.status in (400, 422)
    answer = client_api.call("rename_user", {"user_id": {name: 1}, "username": {name: name}})
    assert answer.status in (400, 422)


@pytest.mark.parametrize("name", [name for name in NAMES if name.isprintable()], ids=ascii)
def test_odd_names_of_contexts_and_params(client_api: Api, name: str) -> None:
    from urllib.parse import quote

    answer = client_api.send("GET", f"/api/mizan/ctx/{quote(name, safe='')}/")
    assert is_refused(answer, 404, "NOT_FOUND")
    assert len(answer.body) < 300
    assert client_api.context("user", {"user_id": 1, name: 1}).status == 200


def test_html_in_errors_is_never_html(api: Api) -> None:
    text = "<img src=x onerror=alert(1)>"
    answers = [
        api.call(text),
        api.call("fail", {"how": text, text: text}),
        api.context("user", {"user_id": text}),
        api.send("GET", f"{api.base}/ctx/{text.replace(' ', '%20')}/"),
    ]
    for answer in answers:
        assert answer.status >= 400
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "body",
    [
        b'{"fn":"found_users","args":{"limit":NaN}}',
        b'{"fn":"found_users","args":{"limit":1e999}}',
        b'{"fn":"found_users","args":{"limit":' + b"9" * 5000 + b"}}",
        b'{"fn":"user_profile","args":{"user_id":' + b"9" * 400 + b"}}",
        b'{"fn":"user_profile","args":{"user_id":"' + b"9" * 5000 + b'"}}',
        b'{"fn":"tag","args":{"text":"\\ud800"}}',
        b'{"fn":"tag","args":{"text":"\\u0000"}}',
        b'{"fn":"tag","args":{"text":"\xc3\x28"}}',
        b'\xef\xbb\xbf{"fn":"sign_out"}',
        '{"fn":"sign_out"}'.encode("utf-16"),
    ],
)
def test_values_that_json_readers_disagree_on(client_api: Api, body: bytes) -> None:
    assert client_api.post_call(body, JSON).status in (200, 400, 422)


class Measured(BaseModel):
    x: float = 0
    parts: list[dict[str, Any]] = []


@pytest.mark.parametrize(
    ("args", "path"),
    [
        (b'{"model":{"x":1e999}}', "model.x"),
        (b'{"model":{"parts":[{},{"y":-1e999}]}}', "model.parts.1.y"),
        (b'{"anything":{"z":[1e999]}}', "anything.z.0"),
        (b'{"numbers":[1,1e999]}', "numbers.1"),
    ],
)
def test_a_number_that_no_float_holds_is_refused_however_deep(
    api: Api, empty_registry: Registry, args: bytes, path: str
) -> None:
    @client
    def measure(
        model: Measured | None = None,
        anything: dict[str, Any] | None = None,
        numbers: list[float] | None = None,
    ) -> None:
        pytest.fail("it ran")

    answer = api.post_call(b'{"fn":"measure","args":' + args + b"}", JSON)
    assert is_refused(answer, 422, "VALIDATION_ERROR")
    assert answer.error["details"]["fields"] == {path: ["Input should be a finite number"]}


def test_text_may_be_called_infinity(api: Api, empty_registry: Registry) -> None:
    @client
    def say(text: str, anything: dict[str, Any]) -> list[Any]:
        return [text, anything]

    args = {"text": "Infinity", "anything": {"NaN": "NaN"}}
    assert api.call("say", args).json == {"result": ["Infinity", {"NaN": "NaN"}]}


@pytest.mark.parametrize("value", ["%00", "%ff", "%ed%a0%80", "9" * 5000, "1e999", "nan", "-0"])
def test_values_in_urls(client_api: Api, value: str) -> None:
    for param in ("user_id", "page"):
        query = f"user_id=1&{param}={value}" if param == "page" else f"{param}={value}"
        answer = client_api.send("GET", f"/api/mizan/ctx/user/?{query}")
        assert answer.status in (200, 400, 422)
    for param in ("text", "limit", "tags", "is_open"):
        answer = client_api.send("GET", f"/api/mizan/ctx/search/?{param}={value}")
        assert answer.status in (200, 400, 422)
        json.loads(answer.body, parse_constant=pytest.fail)


def test_numbers_that_json_lacks_become_null(client_api: Api, empty_registry: Registry) -> None:
    @client
    def odd() -> dict[str, list[float]]:
        return {"x": [float("nan"), float("inf"), 1.5]}

    assert client_api.call("odd").json == {"result": {"x": [None, None, 1.5]}}


def test_a_lone_surrogate_from_the_database_is_replaced(
    client_api: Api, empty_registry: Registry
) -> None:
    @client
    def odd() -> dict[str, object]:
        return {"x": "a\ud800b"}

    assert client_api.call("odd").json == {"result": {"x": "a?b"}}


def test_of_two_keys_of_one_name_the_last_one_counts(client_api: Api) -> None:
    """For the check as for the call: nothing that was checked is swapped afterwards."""
    assert is_refused(
        client_api.post_call(b'{"fn":"sign_out","fn":"purge"}', JSON), 403, "FORBIDDEN"
    )
    body = b'{"fn":"purge","fn":"attach","args":{"title":"a","title":{}},"fn":"found_users"}'
    answer = client_api.post_call(body, JSON)
    assert answer.error["details"]["fields"] == {"title": ["Extra inputs are not permitted"]}


def test_a_failing_check_says_nothing_of_itself(client_api: Api, empty_registry: Registry) -> None:
    def check(_: object) -> bool:
        raise RuntimeError("a secret of the server")

    @client(auth=check)
    def read() -> None: ...

    answer = client_api.call("read")
    assert is_refused(answer, 500, "INTERNAL_ERROR")
    assert b"secret" not in answer.body
