"""A small help desk: the functions that most tests call."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.http import HttpRequest
from pydantic import BaseModel

from mizan import ReactContext, client
from tests.desk.models import Ticket

USER = ReactContext("user")


class Profile(BaseModel):
    id: int
    username: str
    email: str = ""


class TicketOut(BaseModel):
    id: int
    title: str
    is_open: bool


@client(context=USER)
def user_profile(request: HttpRequest, user_id: int) -> Profile | None:
    """The public face of a user."""
    return User.objects.filter(pk=user_id).first()  # type: ignore[return-value]


@client(context=USER)
def user_tickets(user_id: int, page: int = 1) -> list[TicketOut]:
    return Ticket.objects.filter(owner_id=user_id).order_by("id")[(page - 1) * 10 : page * 10]  # type: ignore[return-value]


@client(affects=USER)
def rename_user(user_id: int, username: str) -> Profile:
    user = User.objects.get(pk=user_id)
    user.username = username
    user.save()
    return user  # type: ignore[return-value]
