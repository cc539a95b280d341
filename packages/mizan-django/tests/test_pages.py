"""The view path: functions that answer with a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.core.signals import request_finished
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CSRF_SESSION_KEY, get_token
from django.test import AsyncRequestFactory, RequestFactory
from django.views.decorators.csrf import csrf_exempt
from pytest_django import Settings

from mizan import client, tokens
from mizan.export import export
from mizan.manifest import manifest
from mizan.registry import Registry
from tests.api import Answer, Api
from tests.desk import clients
from tests.desk.models import Ticket
from tests.test_uploads import BOUNDARY, part

CLIENT = {"X-Mizan-Client": "1"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

MULTIPART = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


def multipart(*parts: bytes) -> bytes:
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


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
    ticket.refresh_from_db()
    assert not ticket.is_open


def test_a_request_is_over_once(db: None, empty_registry: Registry) -> None:
    @client(affects="user")
    def go() -> HttpResponseRedirect:
        return HttpResponseRedirect("/")

    ends: list[object] = []

    def count(**_: object) -> None:
        ends.append(1)

    view: Any = go
    request = RequestFactory().post("/", headers=CLIENT)
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
    request_finished.connect(count)
    try:
        response = view(request)
        assert (response.status_code, len(ends)) == (204, 0)
    finally:
        request_finished.disconnect(count)


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


@pytest.mark.parametrize("has_middleware", [True, False])
def test_a_session_needs_a_csrf_token(
    api: Api, ada: User, page: str, settings: Settings, has_middleware: bool
) -> None:
    if not has_middleware:
        settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "Csrf" not in name]
    api.log_in(ada)
    api.session()
    shown = api.send("POST", f"{page}close/", b"", FORM)
    assert (shown.status, shown.headers["Content-Type"]) == (403, "text/html; charset=utf-8")
    sent = api.send("POST", f"{page}close/", b"", {**FORM, **CLIENT})
    assert (sent.status, sent.error["code"]) == (403, "CSRF_FAILED")
    for answer in (shown, sent):
        assert answer.headers["Cache-Control"] == "no-store"
    assert post(api, f"{page}close/").status == 302


def test_a_form_carries_its_csrf_token_in_a_field(api: Api, ada: User, page: str) -> None:
    api.log_in(ada)
    api.session()
    body = f"csrfmiddlewaretoken={api.csrf_cookie}&note=x".encode()
    answer = api.send("POST", f"{page}close/", body, FORM)
    assert (answer.status, answer.headers["Location"]) == (302, f"{page}?note=x")


def test_a_token_needs_no_csrf_token(api: Api, ada: User, page: str) -> None:
    token = {**FORM, "X-Mizan-Token": tokens.issue(ada)}
    assert api.send("POST", f"{page}close/", b"", token).status == 302
    assert api.send("POST", f"{page}close/", b"", {**token, **CLIENT}).status == 204


def test_identity_comes_before_csrf(api: Api, page: str) -> None:
    answer = api.send("POST", f"{page}close/", b"", {**FORM, **CLIENT})
    assert (answer.status, answer.error["code"]) == (401, "UNAUTHORIZED")


def test_csrf_of_an_async_page(api: Api, ada: User) -> None:
    answer = api.send("POST", f"/users/{ada.pk}/touch/", b"", {**FORM, **CLIENT})
    assert (answer.status, answer.error["code"]) == (403, "CSRF_FAILED")


def show_refusal(request: HttpRequest, reason: str) -> HttpResponse:
    return HttpResponse(f"Refused: {reason}", status=403)


def test_a_project_shows_a_csrf_failure_of_its_own(
    api: Api, ada: User, page: str, settings: Settings
) -> None:
    settings.CSRF_FAILURE_VIEW = "tests.test_pages.show_refusal"
    api.log_in(ada)
    answer = api.send("POST", f"{page}close/", b"", FORM)
    assert (answer.status, answer.body) == (403, b"Refused: CSRF cookie not set.")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_may_be_exempt_from_csrf(rf: RequestFactory, empty_registry: Registry) -> None:
    def hook(request: HttpRequest) -> HttpResponse:
        return HttpResponse("heard")

    def status(view: Any) -> int:
        code: int = view(rf.post("/")).status_code
        return code

    assert status(client(affects="user")(hook)) == 403
    assert status(client(affects="user")(csrf_exempt(hook))) == 200


def test_a_form_keeps_its_csrf_token_without_the_middleware(
    db: None, settings: Settings, empty_registry: Registry
) -> None:
    @client
    def form(request: HttpRequest) -> HttpResponse:
        get_token(request)
        return HttpResponse()

    view: Any = form
    first = RequestFactory().get("/")
    secret = view(first).cookies["csrftoken"].value
    again = RequestFactory().get("/")
    again.COOKIES["csrftoken"] = secret
    assert view(again).cookies["csrftoken"].value == secret


NUL = [
    ("GET", "/labels/a%00b/", b""),
    ("GET", "/labels/x/?tags=a&tags=%00", b""),
    ("GET", "/labels/x/?size=%00", b""),
    ("POST", "/labels/x/", b"tags=a%00"),
]


@pytest.mark.parametrize(("method", "path", "body"), NUL)
def test_text_with_nul(api: Api, method: str, path: str, body: bytes) -> None:
    """No database takes it, but one of them fails instead of finding nothing."""

    def send(headers: dict[str, str]) -> Answer:
        if method == "POST":
            return post(api, path, body, headers)
        return api.send(method, path, headers=headers)

    assert send({}).status == 400
    answer = send(CLIENT)
    assert (answer.status, answer.error["code"]) == (400, "BAD_REQUEST")


def test_the_route_goes_before_the_form_and_that_before_the_query(api: Api) -> None:
    answer = post(api, "/labels/x/?title=y&size=2&tags=q", b"title=z&tags=a&tags=b")
    assert answer.body == b"x|['a', 'b']|2.0|0"


def test_a_page_takes_files(api: Api) -> None:
    parts = [
        part("title", b"t"),
        part("file", b"content", "a.txt", "text/plain"),
        part("more", b"1", "b.txt", "text/plain"),
        part("more", b"2", "c.txt", "text/plain"),
    ]
    answer = post(api, "/attachments/", multipart(*parts), MULTIPART)
    assert (answer.status, answer.body) == (200, b"t|a.txt|['b.txt', 'c.txt']|9")
    assert answer.headers["X-Mizan-Invalidate"] == "search"
    answer = post(api, "/attachments/", multipart(*parts[:2]), MULTIPART)
    assert answer.body == b"t|a.txt|[]|7"


def test_text_in_the_place_of_a_file(api: Api) -> None:
    sent = {**MULTIPART, **CLIENT}
    answer = post(api, "/attachments/", multipart(part("title", b"t"), part("file", b"x")), sent)
    assert answer.error["details"]["fields"] == {"file": ["Attach a file."]}
    answer = post(api, "/attachments/?file=x", multipart(part("title", b"", "x.txt")), sent)
    fields = {"title": ["Field required"], "file": ["Attach a file."]}
    assert answer.error["details"]["fields"] == fields


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize(
    ("size", "kind", "status", "code"),
    [
        (2_000, FORM, 413, "TOO_LARGE"),
        (20_000, MULTIPART, 413, "TOO_LARGE"),
        (2_000, MULTIPART, 400, "BAD_REQUEST"),
        (10, {"Content-Type": FORM["Content-Type"] + "; charset=latin-1"}, 400, "BAD_REQUEST"),
        (10, {"Content-Type": "multipart/form-data"}, 400, "BAD_REQUEST"),
    ],
)
def test_a_form_that_is_not_read(
    api: Api,
    settings: Settings,
    size: int,
    kind: dict[str, str],
    status: int,
    code: str,
    debug: bool,
) -> None:
    api.session()
    settings.MIZAN = {"MAX_BODY_BYTES": 1_000, "MAX_UPLOAD_BYTES": 10_000}
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_500
    settings.DEBUG = debug
    body = b"a" * size if size < 10_000 else multipart(part("file", b"a" * size, "a.txt"))
    answer = post(api, "/labels/x/", body, {**kind, **CLIENT})
    assert (answer.status, answer.error["code"]) == (status, code)
    answer = post(api, "/labels/x/", body, kind)
    assert (answer.status, answer.headers["Cache-Control"]) == (400, "no-store")


def test_a_page_reads_a_body_of_its_own(rf: RequestFactory, empty_registry: Registry) -> None:
    @client(affects="user")
    def hook(request: HttpRequest) -> HttpResponse:
        return HttpResponse(request.body)

    view: Any = hook
    request = rf.post("/", {"a": 1}, content_type="application/json")
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
    assert view(request).content == b'{"a": 1}'


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
