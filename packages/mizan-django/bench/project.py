"""One Django project that serves the same three functions twice: with Mizan and with django-ninja.

Both have the same models, the same middleware (none), the same work to do and a connection to the
database that stays open, so that what differs is the frameworks. `application` is for WSGI,
`asgi_application` for ASGI.
"""

from __future__ import annotations

import os
from typing import Annotated, Any

import django
from django.conf import settings
from pydantic import BaseModel

settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ.get("BENCH_DATABASE", ":memory:"),
            "CONN_MAX_AGE": None,
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "mizan"],
    LOGGING_CONFIG=None,
    ROOT_URLCONF="project",
    SECRET_KEY="bench",
    USE_TZ=True,
)
django.setup()

from django.contrib.auth.models import Group, User  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db.models import QuerySet  # noqa: E402
from django.http import HttpRequest  # noqa: E402
from django.urls import include, path  # noqa: E402
from ninja import NinjaAPI, Schema  # noqa: E402

from mizan import client  # noqa: E402

ORDERS = [{"id": n, "total": f"{n}.00", "status": "open"} for n in range(1, 11)]


class Profile(BaseModel):
    id: int
    name: str
    email: str | None = None


class Order(BaseModel):
    id: int
    total: str
    status: str


class Counts(BaseModel):
    unread: int
    open: int


# -- In memory: what the frameworks themselves cost


def profile(user_id: int) -> dict[str, Any]:
    return {"id": user_id, "name": "Ada"}


def orders(user_id: int, page: int) -> list[dict[str, Any]]:
    return ORDERS


def counts(user_id: int) -> dict[str, int]:
    return {"unread": 3, "open": user_id}


@client(context="memory")
def memory_profile(user_id: int) -> Profile:
    return profile(user_id)  # type: ignore[return-value]


@client(context="memory")
def memory_orders(user_id: int, page: int = 1) -> list[Order]:
    return orders(user_id, page)  # type: ignore[return-value]


@client(context="memory")
def memory_counts(user_id: int) -> Counts:
    return counts(user_id)  # type: ignore[return-value]


@client(context="single")
def single_orders(user_id: int, page: int = 1) -> list[Order]:
    return orders(user_id, page)  # type: ignore[return-value]


@client(context="awaited")
async def awaited_profile(user_id: int) -> Profile:
    return profile(user_id)  # type: ignore[return-value]


@client(context="awaited")
async def awaited_orders(user_id: int, page: int = 1) -> list[Order]:
    return orders(user_id, page)  # type: ignore[return-value]


@client(context="awaited")
async def awaited_counts(user_id: int) -> Counts:
    return counts(user_id)  # type: ignore[return-value]


# -- On SQLite: one query each


class UserOut(BaseModel):
    id: int
    username: str
    email: str


class GroupOut(BaseModel):
    id: int
    name: str


@client(context="stored")
def stored_profile(user_id: int) -> Annotated[User, UserOut]:
    return User.objects.get(pk=user_id)


@client(context="stored")
def stored_groups(user_id: int) -> Annotated[QuerySet[Group], list[GroupOut]]:
    return Group.objects.filter(user=user_id)


@client(context="stored")
def stored_counts(user_id: int) -> Counts:
    return Counts(unread=3, open=Group.objects.filter(user=user_id).count())


# -- The same for django-ninja


class NinjaProfile(Schema):
    id: int
    name: str
    email: str | None = None


class NinjaOrder(Schema):
    id: int
    total: str
    status: str


class NinjaCounts(Schema):
    unread: int
    open: int


class NinjaUser(Schema):
    id: int
    username: str
    email: str


class NinjaGroup(Schema):
    id: int
    name: str


api = NinjaAPI(docs_url=None, openapi_url=None)


@api.get("/memory/profile", response=NinjaProfile)
def ninja_profile(request: HttpRequest, user_id: int) -> Any:
    return profile(user_id)


@api.get("/memory/orders", response=list[NinjaOrder])
def ninja_orders(request: HttpRequest, user_id: int, page: int = 1) -> Any:
    return orders(user_id, page)


@api.get("/single/orders", response=list[NinjaOrder])
def ninja_single_orders(request: HttpRequest, user_id: int, page: int = 1) -> Any:
    return orders(user_id, page)


@api.get("/memory/counts", response=NinjaCounts)
def ninja_counts(request: HttpRequest, user_id: int) -> Any:
    return counts(user_id)


@api.get("/awaited/profile", response=NinjaProfile)
async def ninja_awaited_profile(request: HttpRequest, user_id: int) -> Any:
    return profile(user_id)


@api.get("/awaited/orders", response=list[NinjaOrder])
async def ninja_awaited_orders(request: HttpRequest, user_id: int, page: int = 1) -> Any:
    return orders(user_id, page)


@api.get("/awaited/counts", response=NinjaCounts)
async def ninja_awaited_counts(request: HttpRequest, user_id: int) -> Any:
    return counts(user_id)


@api.get("/stored/profile", response=NinjaUser)
def ninja_stored_profile(request: HttpRequest, user_id: int) -> Any:
    return User.objects.get(pk=user_id)


@api.get("/stored/groups", response=list[NinjaGroup])
def ninja_stored_groups(request: HttpRequest, user_id: int) -> Any:
    return Group.objects.filter(user=user_id)


@api.get("/stored/counts", response=NinjaCounts)
def ninja_stored_counts(request: HttpRequest, user_id: int) -> Any:
    return {"unread": 3, "open": Group.objects.filter(user=user_id).count()}


urlpatterns = [
    path("api/mizan/", include("mizan.urls")),
    path("api/async/", include("mizan.async_urls", namespace="mizan-async")),
    path("api/ninja/", api.urls),
]

application = get_wsgi_application()
asgi_application = get_asgi_application()


def seed() -> None:
    """One user in ten groups, with the id 1."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    user = User.objects.create_user("ada", "ada@example.com")
    user.groups.add(*(Group.objects.create(name=f"group {n}") for n in range(10)))


if __name__ == "__main__":
    seed()
