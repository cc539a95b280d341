from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import django
import pydantic
import pytest
from django.contrib.auth.models import User
from django.db import connection
from pytest_django.live_server_helper import LiveServer

from mizan.registry import Registry, registry
from tests.api import Api, AsyncClientApi, LiveApi, TestClientApi
from tests.desk.models import Ticket


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A live server has threads of its own, and sees only what was committed. For the others a
    transaction that is rolled back does, which is much faster."""
    for item in items:
        kind = item.callspec.params.get("api") if hasattr(item, "callspec") else None
        if kind is not None:
            item.add_marker(pytest.mark.django_db(transaction=kind == "live"))


@pytest.fixture(params=["client", "live", "async"])
def api(request: pytest.FixtureRequest) -> Api:
    """A caller; each test that takes it runs through the test client, a live server and ASGI."""
    match request.param:
        case "client":
            return TestClientApi()
        case "live":
            server: LiveServer = request.getfixturevalue("live_server")
            return LiveApi(server.url)
        case _:
            return AsyncClientApi()


@pytest.fixture
def client_api(db: None) -> Api:
    """For what doesn't depend on the server."""
    return TestClientApi()


@pytest.fixture
def ada(api: Api) -> User:
    return User.objects.create_user("ada", "ada@example.com", "lovelace")


@pytest.fixture
def bob(api: Api) -> User:
    return User.objects.create_user("bob", password="builder")


@pytest.fixture
def ticket(ada: User) -> Ticket:
    return Ticket.objects.create(owner=ada, title="Fix the mill")


@pytest.fixture
def empty_registry() -> Iterator[Registry]:
    """The registry, emptied for a test that marks functions of its own."""
    import_module("tests.urls")  # It lists the pages that it finds.
    kept = dict(registry.__dict__)
    registry.__dict__.update(Registry().__dict__)
    yield registry
    registry.__dict__.update(kept)


@pytest.fixture
def _atomic_requests() -> Iterator[None]:
    connection.settings_dict["ATOMIC_REQUESTS"] = True
    yield
    connection.settings_dict["ATOMIC_REQUESTS"] = False


def pytest_report_header() -> str:
    return (
        f"database: {connection.vendor}, Django {django.__version__}, Pydantic {pydantic.VERSION}"
    )
