"""The view path: functions that answer with a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CSRF_SESSION_KEY, get_token
from django.test import AsyncRequestFactory, RequestFactory
from pytest_django import Settings

from mizan import client
from mizan.export import export
from mizan.manifest import manifest
from mizan.registry import Registry
from tests.api import Answer, Api
from tests.desk import clients
from tests.desk.models import Ticket

CLIENT = {"X-Mizan-Client": "1"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def post(api: Api, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
    if api.csrf_cookie is None:
        api.session()
    sent = {**FORM, "X-CSRFToken": api.csrf_cookie or "", **(headers or {})}
    return api.send("POST", path, body, sent)


@pytest.fixture
def page(ticket: Ticket) -> str:
    return f"/tickets/{ticket.pk}/"


def test_a_page_has_a_url_and_is_not_stored(api: Api, page: str) -> None:
    answer = api.send("GET", page)
    assert (answer.status, answer.body) == (200, b"<h1>Fix the mill</h1>")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_has_no_place_in_the_bundle(api: Api, ticket: Ticket) -> None:
    assert "ticket_page" not in api.context("ticket", {"ticket_id": ticket.pk}).json


def test_a_redirect_carries_what_went_stale(api: Api, ada: User, ticket: Ticket, page: str) -> None:
    api.log_in(ada)
    answer = post(api, f"{page}close/", b"note=done")
    assert (answer.status, answer.headers["Location"]) == (302, f"{page}?note=done")
    assert answer.headers["X-Mizan-Invalidate"] == f"ticket;ticket_id={ticket.pk}"
    ticket.refresh_from_db()
    assert not ticket.is_open


def test_a_script_gets_the_target_instead(api: Api, ada: User, ticket: Ticket, page: str) -> None:
    api.log_in(ada)
    answer = post(api, f"{page}close/", headers=CLIENT)
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["X-Mizan-Location"] == f"{page}?note="
    assert answer.headers["X-Mizan-Invalidate"] == f"ticket;ticket_id={ticket.pk}"
    assert "Location" not in answer.headers


def test_a_page_can_be_called_by_name(api: Api, ada: User, ticket: Ticket) -> None:
    api.log_in(ada)
    answer = api.call("close_page", {"ticket_id": ticket.pk, "note": "x"}, CLIENT)
    assert answer.status == 204
    assert answer.headers["X-Mizan-Location"] == f"/tickets/{ticket.pk}/?note=x"
    assert answer.headers["X-Mizan-Invalidate"] == f"ticket;ticket_id={ticket.pk}"


def test_a_person_is_sent_to_the_login(api: Api, page: str) -> None:
    answer = post(api, f"{page}close/")
    assert answer.status == 302
    assert answer.headers["Location"] == f"/accounts/login/?next={page}close/"
    answer = post(api, f"{page}close/", headers=CLIENT)
    assert (answer.status, answer.error["code"]) == (401, "UNAUTHORIZED")


def test_a_page_is_protected_as_every_view(api: Api, ada: User, page: str) -> None:
    api.log_in(ada)
    assert api.send("POST", f"{page}close/", b"", FORM).status == 403


def test_a_wrong_method(api: Api, page: str) -> None:
    answer = post(api, page)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET")
    assert post(api, page, headers=CLIENT).error["code"] == "METHOD_NOT_ALLOWED"


def test_the_default_methods_of_a_mutation_are_exported(empty_registry: Registry) -> None:
    @client(affects="user")
    def touch(user_id: int) -> HttpResponse:
        raise NotImplementedError

    (function,) = export(empty_registry)["x-mizan-functions"]
    assert function["methods"] == ["POST"]
    assert manifest(empty_registry)["mutations"]["touch"]["methods"] == ["POST"]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT"])
def test_a_mutation_is_not_run_by_a_link(api: Api, ada: User, method: str) -> None:
    api.session()
    headers = {"X-CSRFToken": api.csrf_cookie or ""}
    answer = api.send(method, f"/users/{ada.pk}/touch/", headers=headers)
    assert (answer.status, answer.headers["Allow"]) == (405, "POST")
    assert "X-Mizan-Invalidate" not in answer.headers


def test_a_page_that_is_not_there(api: Api, ticket: Ticket) -> None:
    path = f"/tickets/{ticket.pk + 1}/"
    answer = api.send("GET", path)
    assert (answer.status, answer.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    answer = api.send("GET", path, headers=CLIENT)
    assert (answer.status, answer.error["code"]) == (404, "NOT_FOUND")


def test_arguments_that_do_not_fit(api: Api) -> None:
    assert api.send("GET", "/tickets/0/").status == 400
    answer = api.send("GET", "/tickets/0/", headers=CLIENT)
    assert (answer.status, answer.error["code"]) == (422, "VALIDATION_ERROR")


@pytest.mark.parametrize("debug", [False, True])
def test_what_goes_wrong_is_shown_and_not_stored(
    api: Api, ada: User, page: str, settings: Settings, debug: bool
) -> None:
    settings.DEBUG = debug
    touch = f"/users/{ada.pk}/touch/"
    shown = [
        (404, api.send("GET", f"{page[:-1]}000/")),
        (400, api.send("GET", "/tickets/0/")),
        (405, post(api, page)),
        (302, post(api, f"{page}close/")),
        (403, post(api, f"{touch}?fail=denied")),
        (404, post(api, f"{touch}?fail=missing")),
        (500, post(api, f"{touch}?fail=unforeseen")),
    ]
    for status, answer in shown:
        assert answer.status == status
        assert answer.headers["Content-Type"].startswith("text/html")
        assert answer.headers["Cache-Control"] == "no-store"
        assert debug or b"a secret" not in answer.body


def test_a_project_shows_pages_of_its_own(
    api: Api, page: str, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "404.html").write_text("Lost: {{ exception }}")
    engine = "django.template.backends.django.DjangoTemplates"
    settings.TEMPLATES = [{"BACKEND": engine, "DIRS": [tmp_path]}]
    answer = api.send("GET", f"{page[:-1]}000/")
    assert (answer.status, answer.body[:6]) == (404, b"Lost: ")


def test_an_async_page(api: Api, ada: User) -> None:
    answer = post(api, f"/users/{ada.pk}/touch/")
    assert (answer.status, answer.body) == (200, b"touched")
    assert answer.headers["X-Mizan-Invalidate"] == f"user;user_id={ada.pk}"


def test_an_async_page_with_its_csrf_token_in_the_session(
    db: None, settings: Settings, empty_registry: Registry
) -> None:
    settings.CSRF_USE_SESSIONS = True

    @client
    async def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse(get_token(request))

    session = SessionStore()
    session.create()
    request = AsyncRequestFactory().get("/anywhere/")
    request.session = SessionStore(session.session_key)
    view: Any = page
    assert async_to_sync(view)(request).status_code == 200
    assert CSRF_SESSION_KEY in request.session


def test_a_page_that_failed_made_nothing_stale(api: Api, ada: User) -> None:
    answer = post(api, f"/users/{ada.pk}/touch/?fail=1")
    assert answer.status == 404
    assert "X-Mizan-Invalidate" not in answer.headers


def test_a_page_is_an_ordinary_view(client_api: Api) -> None:
    user = User.objects.create_user("ada")
    ticket = Ticket.objects.create(owner=user, title="Fix")
    request = RequestFactory().get("/anywhere/")
    page: Any = clients.ticket_page
    response = page(request, ticket_id=ticket.pk)
    assert response.content == b"<h1>Fix</h1>"
