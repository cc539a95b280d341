"""A small help desk: the functions that most tests call."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any

from django import forms
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from pydantic import BaseModel, Field

from mizan import ClientError, InvalidInput, RateLimited, ReactContext, Upload, client
from tests.desk.models import Ticket

USER = ReactContext("user")
TICKET = ReactContext("ticket")
GLOBAL = ReactContext("global")

Id = Annotated[int, Field(ge=1, le=2**53 - 1)]


class Profile(BaseModel):
    id: int
    username: str
    email: str = ""


class TicketOut(BaseModel):
    id: int
    title: str
    is_open: bool


class Session(BaseModel):
    username: str | None


class TicketsLeft(BaseModel):
    left: int


class TooManyOpen(ClientError):
    """Close a ticket first."""

    status = 409
    details: TicketsLeft


class PlanRequired(ClientError):
    """Upgrade first."""

    status = 403


# -- Reads


@client(context=GLOBAL)
def session(request: HttpRequest) -> Session:
    return Session(username=request.user.get_username() or None)


@client(context=USER)
def user_profile(user_id: Id) -> Annotated[User, Profile] | None:
    """The public face of a user."""
    return User.objects.filter(pk=user_id).first()


@client(context=USER)
def user_tickets(
    user_id: Id, page: Annotated[int, Field(ge=1, le=1000)] = 1
) -> Annotated[QuerySet[Ticket], list[TicketOut]]:
    """A user's tickets, ten to a page."""
    return Ticket.objects.filter(owner_id=user_id).order_by("id")[(page - 1) * 10 : page * 10]


@client(context=TICKET)
def ticket(ticket_id: Id) -> Annotated[Ticket, TicketOut]:
    return get_object_or_404(Ticket, pk=ticket_id)


@client(context=TICKET, auth=True)
def ticket_notes(request: HttpRequest, ticket_id: Id) -> list[str]:
    """Only its owner may read them."""
    found = get_object_or_404(Ticket, pk=ticket_id)
    if found.owner_id != request.user.pk:
        raise PermissionDenied("These are another user's notes.")
    return [f"about {found.title}"]


@client(context="search")
def found_tickets(
    text: str = "", tags: list[str] | None = None, is_open: bool | None = None
) -> dict[str, Any]:
    return {"text": text, "tags": tags, "is_open": is_open}


@client(context="search")
async def found_users(
    text: str = "", limit: Annotated[float, Field(ge=0, le=3)] = 1.0
) -> list[str]:
    await asyncio.sleep(0)
    return [text] * int(limit)


@client(context="reports", auth="staff")
def open_count() -> int:
    return Ticket.objects.filter(is_open=True).count()


@client(context="reports", auth="superuser")
def secrets() -> list[str]:
    return ["the superuser's"]


@client(context="broken")
def breaks() -> int:
    raise RuntimeError("a secret of the server")


@client(context="broken")
def works() -> int:
    return 1


@client(context="hopeless")
def breaks_too() -> int:
    raise RuntimeError("a secret of the server")


@client(context="hidden", private=True)
def hidden_read() -> int:
    return 1


# -- Mutations


@client(affects=USER, errors=[PlanRequired])
def rename_user(user_id: Id, username: Annotated[str, Field(max_length=150)]) -> Profile:
    if username == "gold":
        raise PlanRequired
    user = get_object_or_404(User, pk=user_id)
    user.username = username
    user.full_clean(exclude=["password"])
    user.save()
    return Profile(id=user.pk, username=user.username, email=user.email)


@client(affects=[TICKET, user_tickets], affects_params={"ticket_id": "number"})
def close_ticket(number: Id) -> None:
    """Scopes the one context that takes the id; of the other every instance."""
    get_object_or_404(Ticket, pk=number)
    Ticket.objects.filter(pk=number).update(is_open=False)


def _closed(result: list[int], _: Mapping[str, Any]) -> list[dict[str, int]]:
    return [{"ticket_id": number} for number in result]


@client(affects=TICKET, affects_params=_closed)
def close_all(user_id: Id) -> list[int]:
    found = Ticket.objects.filter(owner_id=user_id).order_by("id")
    found.update(is_open=False)
    return list(found.values_list("id", flat=True))


@client(affects=USER, auth=True, errors=[TooManyOpen])
def open_ticket(
    request: HttpRequest, title: Annotated[str, Field(max_length=100)]
) -> Annotated[Ticket, TicketOut]:
    owner = User.objects.get(username=request.user.get_username())
    if Ticket.objects.filter(owner=owner, is_open=True).count() >= 3:
        raise TooManyOpen("Close 1 ticket first.", TicketsLeft(left=1))
    return Ticket.objects.create(owner=owner, title=title)


@client(affects=GLOBAL)
def sign_in(request: HttpRequest, username: str, password: str) -> Session:
    user = authenticate(request, username=username, password=password)
    if user is None:
        raise InvalidInput(form=["Wrong name or password."])
    login(request, user)
    return Session(username=user.get_username())


@client(affects=GLOBAL)
def sign_out(request: HttpRequest) -> None:
    logout(request)


@client(affects="user")
async def touch_user(user_id: Id) -> str:
    user = await User.objects.filter(pk=user_id).afirst()
    return "nobody" if user is None else user.username


@client(affects="user")
def rename_and_fail(user_id: Id) -> None:
    with transaction.atomic():
        User.objects.filter(pk=user_id).update(username="undone")
        raise InvalidInput(form=["Undone."])


@client(affects="search")
def tag(text: str, tags: list[str] | None = None, is_open: bool | None = None) -> None: ...


@client(private=True)
def purge() -> None:
    Ticket.objects.all().delete()


@client
def attach(title: str, file: Upload, more: list[Upload] | None = None) -> dict[str, Any]:
    return {
        "title": title,
        "name": file.name,
        "text": file.read().decode(errors="replace"),
        "more": [item.name for item in more or ()],
    }


class TicketForm(forms.Form):
    title = forms.CharField(max_length=100)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("title") == "bad":
            raise ValidationError("Not this one.")
        return self.cleaned_data


class Item(BaseModel):
    name: Annotated[str, Field(min_length=1)]


@client
def fail(how: str, items: list[Item] | None = None) -> None:
    """One way to fail for each error of the protocol."""
    match how:
        case "denied":
            raise PermissionDenied
        case "missing":
            raise Http404("No such ticket.")
        case "later":
            raise NotImplementedError("Not there yet.")
        case "limited":
            raise RateLimited(7)
        case "django":
            raise ValidationError({"how": ["Not like this."], "__all__": ["Not at all."]})
        case "django_list":
            raise ValidationError(["One.", "Two."])
        case "pydantic":
            Item.model_validate({"name": ""})
        case "form":
            raise InvalidInput.from_form(TicketForm({"title": ""}))
        case "form_whole":
            raise InvalidInput.from_form(TicketForm({"title": "bad"}), at="items.0")
        case "undeclared":
            raise PlanRequired
        case "wrong_details":
            raise TooManyOpen("Never.", {"left": "many"})
        case _:
            raise RuntimeError("a secret of the server")


@client
def wrong_result(how: str) -> Profile:
    match how:
        case "shape":
            return {"id": "x"}  # type: ignore[return-value]
        case "page":
            return HttpResponse("x")  # type: ignore[return-value]
        case _:
            return None  # type: ignore[return-value]


@client(auth=lambda request: request.headers.get("X-Key") == "let me in")
def guarded() -> str:
    return "in"


async def _has_key(request: HttpRequest) -> bool:
    await asyncio.sleep(0)
    return request.headers.get("X-Key") == "let me in"


@client(auth=_has_key)
async def guarded_async() -> str:
    return "in"


# -- Pages


@client(context=TICKET, route="tickets/<int:ticket_id>/", methods=["GET"])
def ticket_page(ticket_id: Id) -> HttpResponse:
    found = get_object_or_404(Ticket, pk=ticket_id)
    return HttpResponse(f"<h1>{found.title}</h1>")


@client(affects=TICKET, route="tickets/<int:ticket_id>/close/", methods=["POST"], auth=True)
def close_page(ticket_id: Id, note: str = "") -> HttpResponseRedirect:
    Ticket.objects.filter(pk=ticket_id).update(is_open=False)
    return HttpResponseRedirect(f"/tickets/{ticket_id}/?note={note}")


@client(route="labels/<str:title>/")
def label_page(title: str, tags: list[str] | None = None, size: float = 1.0) -> HttpResponse:
    count = Ticket.objects.filter(title__in=[title, *(tags or ())]).count()
    return HttpResponse(f"{title}|{tags}|{size}|{count}", content_type="text/plain")


@client(affects="search", route="attachments/")
def attach_page(title: str, file: Upload, more: list[Upload] | None = None) -> HttpResponse:
    size = sum(item.size or 0 for item in (file, *(more or ())))
    names = [item.name for item in more or ()]
    return HttpResponse(f"{title}|{file.name}|{names}|{size}", content_type="text/plain")


@client(affects="user", route="users/<int:user_id>/touch/")
async def touch_page(request: HttpRequest, user_id: Id) -> HttpResponse:
    match request.GET.get("fail"):
        case "denied":
            raise PermissionDenied
        case "missing":
            raise Http404
        case "unforeseen":
            raise RuntimeError("a secret of the server")
        case given:
            return HttpResponse("touched", status=404 if given else 200)
