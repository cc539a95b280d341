"""Every answer of an endpoint and of a page says that nobody may keep it: good ones, errors, and
those of requests that no function ever sees."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from mizan import client, tokens
from mizan.pages import as_view
from mizan.registry import Registry
from tests.api import JSON, Answer, Api
from tests.desk.models import Ticket
from tests.test_pages import CLIENT, FORM, MULTIPART, multipart, post
from tests.test_uploads import part

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
FAILURES = [
    "denied",
    "missing",
    "later",
    "limited",
    "django",
    "pydantic",
    "form",
    "undeclared",
    "unforeseen",
]


def is_not_stored(answer: Answer, *statuses: int) -> bool:
    assert not statuses or answer.status in statuses, answer
    return answer.headers.get("Cache-Control") == "no-store"


@pytest.mark.parametrize("method", METHODS)
def test_every_endpoint_with_every_method(api: Api, method: str) -> None:
    for path in ("session/", "ctx/global/", "ctx/nothing/", "ctx/hidden/", "call/", "", "a/b"):
        assert is_not_stored(api.send(method, f"{api.base}/{path}")), path


def test_bundles(api: Api, ada: User, ticket: Ticket) -> None:
    assert is_not_stored(api.session(), 204)
    assert is_not_stored(api.context("user", {"user_id": ada.pk}), 200)
    assert is_not_stored(api.context("ticket", {"ticket_id": ticket.pk}), 200)
    assert is_not_stored(api.post_context("user", {"user_id": ada.pk}), 200)
    assert is_not_stored(api.context("user"), 422)
    assert is_not_stored(api.context("search", {"text": "\0"}), 400)
    assert is_not_stored(api.context("reports"), 401)
    assert is_not_stored(api.context("hopeless"), 500)
    assert is_not_stored(api.context("user", {f"p{n}": 1 for n in range(40)}), 413)


@pytest.mark.parametrize("debug", [False, True])
def test_calls(api: Api, ada: User, settings: Settings, debug: bool) -> None:
    settings.DEBUG = debug
    assert is_not_stored(api.call("tag", {"text": "x"}), 200)
    assert is_not_stored(api.call("nothing"), 404)
    assert is_not_stored(api.call("purge"), 403)
    assert is_not_stored(api.call("open_ticket", {"title": "x"}), 401)
    assert is_not_stored(api.call("tag", {"text": 5}), 422)
    assert is_not_stored(api.call("tag", {"text": "x"}, {"X-Mizan-Token": "forged"}), 401)
    assert is_not_stored(api.send("POST", f"{api.base}/call/", b'{"fn":"sign_out"}', JSON), 403)
    assert is_not_stored(api.post_call(b"{", JSON), 400)
    assert is_not_stored(api.post_call(b"{", {"Content-Type": "text/plain"}), 400)
    assert is_not_stored(api.post_call(b" " * (2**20 + 1), JSON), 413)
    assert is_not_stored(api.post_call(b"x", MULTIPART), 400)
    for how in FAILURES:
        assert is_not_stored(api.call("fail", {"how": how}))
    for how in ("shape", "page", "null"):
        assert is_not_stored(api.call("wrong_result", {"how": how}), 500)
    assert is_not_stored(api.call("label_page", {"title": "x"}), 200)
    assert is_not_stored(api.call("sign_in", {"username": "ada", "password": "lovelace"}), 200)


@pytest.mark.parametrize("headers", [{}, CLIENT], ids=["person", "client"])
@pytest.mark.parametrize("method", METHODS)
def test_every_page_with_every_method(
    api: Api, ada: User, ticket: Ticket, method: str, headers: dict[str, str]
) -> None:
    token = {"X-Mizan-Token": tokens.issue(ada)}
    for path in (
        f"/tickets/{ticket.pk}/",
        f"/tickets/{ticket.pk}/close/",
        f"/tickets/{ticket.pk}000/",
        f"/users/{ada.pk}/touch/",
        "/labels/x/",
        "/labels/%00/",
        "/attachments/",
    ):
        for identity in ({}, token, {"X-Mizan-Token": "forged"}):
            assert is_not_stored(api.send(method, path, headers={**headers, **identity})), path


@pytest.mark.parametrize("headers", [{}, CLIENT], ids=["person", "client"])
def test_pages_that_refuse_or_fail(
    api: Api, ada: User, ticket: Ticket, headers: dict[str, str]
) -> None:
    close, touch = f"/tickets/{ticket.pk}/close/", f"/users/{ada.pk}/touch/"
    assert is_not_stored(post(api, close, headers=headers), 302, 401)
    api.log_in(ada)
    assert is_not_stored(api.send("POST", close, b"", {**FORM, **headers}), 403)
    assert is_not_stored(post(api, close, headers=headers), 302, 204)
    for fail in ("denied", "missing", "unforeseen", "answer"):
        assert is_not_stored(post(api, f"{touch}?fail={fail}", headers=headers), 403, 404, 500)
    assert is_not_stored(post(api, "/attachments/", b"title=x", headers), 400, 422)
    body = multipart(part("title", b"x"), part("file", b"x", "a.txt"))
    assert is_not_stored(post(api, "/attachments/", body, {**MULTIPART, **headers}), 200)
    assert is_not_stored(post(api, "/attachments/", b"x", {**MULTIPART, **headers}))
    large = b"title=" + b"x" * 2**20
    assert is_not_stored(post(api, "/attachments/", large, headers), 400, 413)


def test_a_page_that_says_otherwise(rf: RequestFactory, empty_registry: Registry) -> None:
    @client
    def page() -> HttpResponse:
        return HttpResponse(headers={"Cache-Control": "public, max-age=60"})

    response = as_view(empty_registry.functions["page"])(rf.get("/"))
    assert response.headers["Cache-Control"] == "no-store"
