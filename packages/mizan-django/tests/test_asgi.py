"""A real ASGI server: uvicorn, in front of the async views."""

from __future__ import annotations

import asyncio
import http.client
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from django.conf import settings
from django.contrib.auth.models import User
from django.core.asgi import get_asgi_application

from mizan import client
from mizan.registry import Registry
from tests.api import JSON, LiveApi

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def asgi() -> Iterator[str]:
    config = uvicorn.Config(get_asgi_application(), port=0, lifespan="off", log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()
    yield f"http://{host}:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def api(asgi: str) -> LiveApi:
    made = LiveApi(asgi)
    made.base = "/api/async"
    return made


def test_sign_in_call_and_read(api: LiveApi) -> None:
    ada = User.objects.create_user("ada", password="lovelace")
    assert api.session().status == 204
    shown = {"X-Mizan-Refresh": "global"}
    answer = api.call("sign_in", {"username": "ada", "password": "lovelace"}, shown)
    assert answer.json["refreshed"][0]["data"] == {"session": {"username": "ada"}}
    answer = api.call("open_ticket", {"title": "x"})
    assert answer.json["invalidate"] == ["user"]
    bundle = api.context("user", {"user_id": ada.pk}).json
    assert bundle["user_tickets"][0]["title"] == "x"
    assert api.call("touch_user", {"user_id": ada.pk}).json["result"] == "ada"


def test_async_functions_of_a_bundle_run_at_once(api: LiveApi, empty_registry: Registry) -> None:
    waiting: list[asyncio.Event] = []

    async def meet() -> int:
        """Returns only when another one has come here too."""
        if waiting:
            waiting[0].set()
        else:
            waiting.append(asyncio.Event())
            await asyncio.wait_for(waiting[0].wait(), timeout=10)
        return 1

    @client(context="both")
    async def one() -> int:
        return await meet()

    @client(context="both")
    async def two() -> int:
        return await meet()

    assert api.context("both").json == {"one": 1, "two": 1}


@pytest.mark.usefixtures("_atomic_requests")
def test_an_async_function_keeps_to_its_transaction(api: LiveApi, empty_registry: Registry) -> None:
    ada = User.objects.create_user("ada")

    @client(context="user")
    async def name(user_id: int) -> str:
        return (await User.objects.aget(pk=user_id)).username

    @client(affects="user")
    async def rename(user_id: int, fails: bool) -> None:
        await User.objects.filter(pk=user_id).aupdate(username=f"renamed {fails}")
        if fails:
            raise NotImplementedError

    shown = {"X-Mizan-Refresh": f"user;user_id={ada.pk}"}
    assert api.call("rename", {"user_id": ada.pk, "fails": True}, shown).status == 501
    assert api.context("user", {"user_id": ada.pk}).json == {"name": "ada"}
    answer = api.call("rename", {"user_id": ada.pk, "fails": False}, shown).json
    assert answer["refreshed"][0]["data"] == {"name": "renamed False"}


@pytest.mark.parametrize(("megabytes", "status"), [(0, 200), (1, 413)])
def test_a_body_in_chunks(api: LiveApi, megabytes: int, status: int) -> None:
    api.session()
    head = f"{settings.CSRF_COOKIE_NAME}={api.csrf_cookie}"
    headers = {**JSON, "Cookie": head, "X-CSRFToken": str(api.csrf_cookie)}
    chunks = [b'{"fn":"sign_out"', *[b" " * 2**20] * megabytes, b"}"]
    connection = http.client.HTTPConnection(api.host, timeout=20)
    connection.request("POST", "/api/async/call/", iter(chunks), headers, encode_chunked=True)
    response = connection.getresponse()
    assert response.status == status, response.read()
    connection.close()


def test_sync_views_work_under_asgi_too(api: LiveApi) -> None:
    api.base = "/api/mizan"
    ada = User.objects.create_user("ada")
    assert api.call("touch_user", {"user_id": ada.pk}).json["result"] == "ada"
    assert api.context("search", {"text": "x"}).json["found_users"] == ["x"]
