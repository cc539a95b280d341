from __future__ import annotations

import json
import urllib.request

import pytest
from django.contrib.auth.models import User


@pytest.mark.django_db(transaction=True)
def test_a_bundle_and_a_call_on_a_live_server(live_server):
    user = User.objects.create_user("ada")
    base = f"{live_server.url}/api/mizan"
    with urllib.request.urlopen(f"{base}/session/") as r:
        assert r.status == 204
        cookie = r.headers["Set-Cookie"].split(";")[0]
    with urllib.request.urlopen(f"{base}/ctx/user/?user_id={user.pk}") as r:
        assert json.load(r)["user_profile"]["username"] == "ada"
    req = urllib.request.Request(
        f"{base}/call/",
        json.dumps({"fn": "rename_user", "args": {"user_id": user.pk, "username": "bob"}}).encode(),
        {
            "Content-Type": "application/json",
            "Cookie": cookie,
            "X-CSRFToken": cookie.split("=")[1],
            "X-Mizan-Refresh": f"user;user_id={user.pk}",
        },
    )
    with urllib.request.urlopen(req) as r:
        print(dict(r.headers))
        print(r.read())
    assert 0
