"""Who calls, and what proves it."""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from mizan import client, tokens
from mizan.errors import Refused
from mizan.identity import authorize
from mizan.registry import Registry
from mizan.tokens import InvalidToken
from tests.api import JSON, Api

WIRE = Path(__file__).resolve().parents[3] / "fixtures" / "wire"


def whoami(api: Api, headers: dict[str, str]) -> Any:
    answer = api.context("global", headers=headers)
    return answer.json["session"]["username"] if answer.status == 200 else answer.error["code"]


def test_a_token_identifies(api: Api, ada: User) -> None:
    token = tokens.issue(ada)
    assert whoami(api, {"X-Mizan-Token": token}) == "ada"
    assert whoami(api, {"Authorization": f"Bearer {token}"}) == "ada"
    assert whoami(api, {"Authorization": "Basic YTpi"}) is None


def test_a_token_goes_before_the_session(api: Api, ada: User, bob: User) -> None:
    api.log_in(bob)
    assert whoami(api, {"X-Mizan-Token": tokens.issue(ada)}) == "ada"


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Mizan-Token": ""},
        {"X-Mizan-Token": "forged"},
        {"X-Mizan-Token": "a.b.c"},
        {"Authorization": "Bearer forged"},
        {"Authorization": "bearer"},
    ],
)
def test_a_bad_token_never_falls_back_to_the_session(
    api: Api, bob: User, headers: dict[str, str]
) -> None:
    api.log_in(bob)
    assert whoami(api, headers) == "UNAUTHORIZED"


def test_a_token_needs_no_csrf_token(api: Api, ada: User) -> None:
    body = json.dumps({"fn": "open_ticket", "args": {"title": "x"}}).encode()
    headers = {**JSON, "X-Mizan-Token": tokens.issue(ada)}
    assert api.send("POST", f"{api.base}/call/", body, headers).status == 200


def tampered(token: str, part: int, change: dict[str, Any]) -> str:
    parts = token.split(".")
    text = urlsafe_b64decode(parts[part] + "=" * (-len(parts[part]) % 4))
    changed = json.dumps({**json.loads(text), **change}).encode()
    parts[part] = urlsafe_b64encode(changed).decode().rstrip("=")
    return ".".join(parts)


@pytest.mark.django_db
def test_forged_tokens() -> None:
    token = tokens.issue(User.objects.create_user("ada"))
    other = tokens.issue(User.objects.create_user("eve"))
    head, body, signature = token.split(".")
    forged = {
        "wrong": tampered(token, 1, {"super": True}),
        "HS256": tampered(token, 0, {"alg": "none"}),
        "not known": tampered(token, 0, {"kid": "other"}),
        "signature": f"{head}.{body}.{other.split('.')[2]}",
        "signature is": f"{head}.{body}.",
        "malformed": f"{head[:-2]}.{body}.{signature}",
        "too long": token + "a" * 5000,
    }
    for why, text in forged.items():
        with pytest.raises(InvalidToken, match=why):
            tokens.user_of(text)
    unsigned = tampered(token, 0, {"alg": "none"}).rpartition(".")[0] + "."
    with pytest.raises(InvalidToken):
        tokens.user_of(unsigned)


@pytest.mark.django_db
def test_a_token_ends(settings: Settings) -> None:
    ada = User.objects.create_user("ada")
    with pytest.raises(InvalidToken, match="at this time"):
        tokens.user_of(tokens.issue(ada, seconds=0))
    token = tokens.issue(ada)
    settings.MIZAN = {"TOKEN_AUDIENCE": "another"}
    with pytest.raises(InvalidToken, match="another audience"):
        tokens.user_of(token)


@pytest.mark.django_db
def test_a_token_ends_with_the_account_or_the_role() -> None:
    ada = User.objects.create_user("ada")
    token = tokens.issue(ada)
    User.objects.update(is_staff=True)
    with pytest.raises(InvalidToken, match="role"):
        tokens.user_of(token)
    User.objects.update(is_staff=False, is_active=False)
    with pytest.raises(InvalidToken, match="closed"):
        tokens.user_of(token)
    User.objects.all().delete()
    with pytest.raises(InvalidToken, match="nobody"):
        tokens.user_of(token)


@pytest.mark.django_db
def test_keys_rotate(settings: Settings) -> None:
    ada = User.objects.create_user("ada")
    token = tokens.issue(ada)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    assert tokens.user_of(token) == ada
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidToken, match="not known"):
        tokens.user_of(token)
    settings.MIZAN = {"TOKEN_KEYS": {"k2": "two", "k1": "one"}}
    assert tokens.user_of(tokens.issue(ada)) == ada


@pytest.mark.django_db
def test_the_permission_key_follows_the_permissions() -> None:
    ada, bob = User.objects.create_user("ada"), User.objects.create_user("bob")
    assert tokens.permission_key(ada) == tokens.permission_key(bob)
    permission = Permission.objects.get(codename="add_ticket")
    ada.user_permissions.add(permission)
    ada = User.objects.get(pk=ada.pk)
    assert tokens.permission_key(ada) != tokens.permission_key(bob)


def token_vectors() -> Any:
    return json.loads((WIRE / "token.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", token_vectors()["permission_keys"], ids=lambda case: case["name"])
def test_permission_key_vectors(case: Any) -> None:
    class Known(AnonymousUser):
        is_staff = case["staff"]
        is_superuser = case["super"]

        def get_all_permissions(self, obj: object = None) -> set[str]:  # noqa: ARG002
            return set(case["perms"])

    assert tokens.permission_key(Known()) == case["pkey"]  # type: ignore[arg-type]


@pytest.mark.parametrize("case", token_vectors()["tokens"], ids=lambda case: case["name"])
def test_token_vectors(case: Any) -> None:
    claims = tokens.decode(case["token"], {case["kid"]: case["secret"]}, "mizan", case["now"])
    assert claims == case["claims"]
    assert tokens.encode(case["claims"], case["kid"], case["secret"]) == case["token"]


@pytest.mark.parametrize("case", token_vectors()["refused"], ids=lambda case: case["name"])
def test_refused_token_vectors(case: Any) -> None:
    with pytest.raises(InvalidToken):
        tokens.decode(case["token"], {case["kid"]: case["secret"]}, "mizan", case["now"])


def bearer(request: HttpRequest, token: str) -> User | None:
    return User.objects.filter(username=token).first()


def test_a_bearer_scheme_of_its_own(api: Api, ada: User, settings: Settings) -> None:
    settings.MIZAN = {"BEARER": "tests.test_identity.bearer"}
    assert whoami(api, {"Authorization": "Bearer ada"}) == "ada"
    assert whoami(api, {"Authorization": "Bearer eve"}) == "UNAUTHORIZED"


@pytest.mark.parametrize("name", ["guarded", "guarded_async"])
def test_auth_by_a_function(api: Api, ada: User, name: str) -> None:
    assert api.call(name, headers={"X-Key": "let me in"}).json == {"result": "in"}
    assert api.call(name).status == 401
    api.log_in(ada)
    assert api.call(name).status == 403


async def is_ada(request: HttpRequest) -> bool:
    return request.user.get_username() == "ada"


async def is_ada_in_two_steps(request: HttpRequest) -> Any:
    return is_ada(request)


class IsAda:
    async def __call__(self, request: HttpRequest) -> bool:
        return await is_ada(request)


def has_name(request: HttpRequest, name: str) -> bool:
    return request.user.get_username() == name


ASYNC_CHECKS: list[Any] = [
    is_ada,
    is_ada_in_two_steps,
    lambda request: is_ada(request),
    IsAda(),
    IsAda().__call__,
    partial(is_ada),
    partial(IsAda()),
]


@pytest.mark.parametrize("is_async", [False, True])
@pytest.mark.parametrize("check", ASYNC_CHECKS, ids=range(len(ASYNC_CHECKS)))
def test_the_answer_of_an_async_check_decides(
    api: Api, ada: User, bob: User, empty_registry: Registry, check: Any, is_async: bool
) -> None:
    def read() -> str:
        return "in"

    async def async_read() -> str:
        return "in"

    async_read.__name__ = "read"
    client(context="vault", auth=check)(async_read if is_async else read)
    assert api.context("vault").status == 401
    assert api.call("read").status == 401
    api.log_in(bob)
    assert api.context("vault").status == 403
    assert api.call("read").status == 403
    api.log_in(ada)
    assert api.context("vault").json == {"read": "in"}
    assert api.call("read").json == {"result": "in"}


def test_a_callable_object_may_be_a_check(
    api: Api, ada: User, bob: User, empty_registry: Registry
) -> None:
    @client(auth=partial(has_name, name="ada"))
    def read() -> str:
        return "in"

    api.log_in(bob)
    assert api.call("read").status == 403
    api.log_in(ada)
    assert api.call("read").json == {"result": "in"}


def test_a_user_model_without_roles_has_none(rf: RequestFactory, empty_registry: Registry) -> None:
    @client(auth="staff")
    def read() -> None: ...

    request = rf.get("/")
    request.user = SimpleNamespace(is_authenticated=True)  # type: ignore[assignment]
    with pytest.raises(Refused, match="This is for staff only"):
        authorize(request, empty_registry.functions["read"])


def test_identity_comes_before_csrf_and_input(api: Api, ada: User) -> None:
    answer = api.send("POST", f"{api.base}/call/", b'{"fn":"open_ticket"}', JSON)
    assert answer.error["code"] == "UNAUTHORIZED"
    api.log_in(ada)
    answer = api.send("POST", f"{api.base}/call/", b'{"fn":"open_ticket"}', JSON)
    assert answer.error["code"] == "CSRF_FAILED"
    assert api.call("open_ticket").error["code"] == "VALIDATION_ERROR"


def test_known_comes_before_private_and_private_before_identity(api: Api) -> None:
    bad = {"X-Mizan-Token": "forged"}
    assert api.call("nothing", headers=bad).error["code"] == "NOT_FOUND"
    assert api.call("purge", headers=bad).error["code"] == "FORBIDDEN"
    assert api.call("sign_out", headers=bad).error["code"] == "UNAUTHORIZED"


def test_csrf_missing_and_wrong(api: Api, ada: User) -> None:
    api.log_in(ada)
    body = b'{"fn":"open_ticket","args":{"title":"x"}}'
    missing = api.send("POST", f"{api.base}/call/", body, JSON)
    api.session()
    wrong = [
        api.send("POST", f"{api.base}/call/", body, {**JSON, "X-CSRFToken": token})
        for token in ("wrong", "x" * 32, "x" * 64, "")
    ]
    for answer in (missing, *wrong):
        assert answer.status == 403
        assert answer.json == {
            "error": {
                "code": "CSRF_FAILED",
                "message": "The CSRF token is missing or wrong.",
                "details": None,
            }
        }
    assert api.post_call(body, JSON).status == 200


def test_csrf_from_another_origin(api: Api, ada: User) -> None:
    api.log_in(ada)
    answer = api.call("open_ticket", {"title": "x"}, {"Origin": "https://evil.example"})
    assert answer.error["code"] == "CSRF_FAILED"


def test_why_csrf_failed_is_for_the_developer(
    client_api: Api, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    headers = {"Origin": "http://localhost:5173"}
    why = "Origin checking failed - http://localhost:5173 does not match any trusted origins."
    assert "Origin" not in client_api.call("sign_out", None, headers).error["message"]
    assert f"/api/mizan/call/: {why}" in caplog.messages
    settings.DEBUG = True
    message = client_api.call("sign_out", None, headers).error["message"]
    assert message == f"The CSRF token is missing or wrong. {why}"


def test_signing_in_is_protected_too(api: Api, ada: User) -> None:
    body = b'{"fn":"sign_in","args":{"username":"ada","password":"lovelace"}}'
    answer = api.send("POST", f"{api.base}/call/", body, JSON)
    assert answer.error["code"] == "CSRF_FAILED"


def test_signing_in_rotates_the_token_and_goes_on(api: Api, ada: User) -> None:
    api.session()
    before = api.csrf_cookie
    assert api.call("sign_in", {"username": "ada", "password": "lovelace"}).status == 200
    assert api.csrf_cookie != before
    assert api.call("open_ticket", {"title": "x"}).status == 200


def test_the_session_endpoint_sets_the_cookie_even_without_the_middleware(
    api: Api, settings: Settings
) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "Csrf" not in name]
    answer = api.session()
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["Cache-Control"] == "no-store"
    assert api.call("sign_out").status == 200


def test_without_sessions_nobody_is_logged_in(api: Api, settings: Settings) -> None:
    settings.MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
    assert api.call("open_ticket", {"title": "x"}).error["code"] == "UNAUTHORIZED"
    assert api.call("guarded").error["code"] == "UNAUTHORIZED"
    assert api.call("close_ticket", {"number": 1}).status == 404


def test_tokens_in_the_session(api: Api, ada: User, settings: Settings) -> None:
    settings.CSRF_USE_SESSIONS = True
    api.log_in(ada)
    assert api.session().status == 204
    assert api.call("open_ticket", {"title": "x"}).error["code"] == "CSRF_FAILED"


def test_time_is_checked_to_the_second() -> None:
    claims = {"sub": "1", "pkey": "", "aud": "a", "staff": False, "super": False}
    now = int(time.time())
    token = tokens.encode({**claims, "iat": now, "nbf": now, "exp": now + 1}, "k", "s")
    assert tokens.decode(token, {"k": "s"}, "a", now)
    for moment in (now - 1, now + 1):
        with pytest.raises(InvalidToken):
            tokens.decode(token, {"k": "s"}, "a", moment)
