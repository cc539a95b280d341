"""The thinnest line through everything, on a live server."""

from __future__ import annotations

import json
import urllib.request

import pytest
from django.contrib.auth.models import User
from pytest_django.live_server_helper import LiveServer


@pytest.mark.django_db(transaction=True)
def test_a_session_a_bundle_and_a_call(live_server: LiveServer) -> None:
    user = User.objects.create_user("ada")
    base = f"{live_server.url}/api/mizan"
    with urllib.request.urlopen(f"{base}/session/") as answer:
        assert answer.status == 204
        cookie = answer.headers["Set-Cookie"].split(";")[0]
    with urllib.request.urlopen(f"{base}/ctx/user/?user_id={user.pk}") as answer:
        bundle = json.load(answer)
    assert bundle["user_profile"] == {"id": user.pk, "username": "ada", "email": ""}
    body = {"fn": "rename_user", "args": {"user_id": user.pk, "username": "bob"}}
    headers = {
        "Content-Type": "application/json",
        "Cookie": cookie,
        "X-CSRFToken": cookie.split("=")[1],
    }
    call = urllib.request.Request(f"{base}/call/", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(call) as answer:
        assert answer.headers["X-Mizan-Invalidate"] == f"user;user_id={user.pk}"
        assert json.load(answer) == {
            "result": {"id": user.pk, "username": "bob", "email": ""},
            "invalidate": [{"context": "user", "params": {"user_id": user.pk}}],
        }
