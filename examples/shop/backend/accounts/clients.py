"""Who is signed in, and what everyone may see of a user."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from mizan import ClientError, InvalidInput, ReactContext, Upload, client
from pydantic import BaseModel, Field

from accounts.models import Profile
from accounts.pictures import picture_kind

GLOBAL = ReactContext("global")
USER = ReactContext("user")
CART = ReactContext("cart")

UserId = Annotated[int, Field(ge=1)]
Username = Annotated[str, Field(min_length=3, max_length=30, pattern=r"^[a-z0-9_]+$")]
Text = Annotated[str, Field(max_length=280)]


class CurrentUser(BaseModel):
    id: int
    username: str
    name: str
    is_staff: bool
    avatar: str | None


class SessionInfo(BaseModel):
    """What the page needs before anything else."""

    user: Annotated[CurrentUser | None, Field(description="Null when nobody is signed in.")]


class UserProfile(BaseModel):
    """What everyone may see of a user."""

    id: int
    username: str
    name: str
    bio: str
    joined: datetime
    avatar: Annotated[str | None, Field(description="The address of the picture.")] = None


class NameTakenDetails(BaseModel):
    suggestions: list[str]


class NameTaken(ClientError):
    """Somebody has that name already."""

    status = 409
    details: NameTakenDetails


@client(context=GLOBAL)
def session_info(request: HttpRequest) -> SessionInfo:
    """Who is asking."""
    return SessionInfo(user=_current(request.user) if isinstance(request.user, User) else None)


@client(context=USER)
def user_profile(user_id: UserId) -> UserProfile:
    """One user."""
    return _profile(get_object_or_404(User, pk=user_id))


@client(affects=[GLOBAL, CART])
def sign_in(request: HttpRequest, username: str, password: str) -> CurrentUser:
    user = authenticate(request, username=username, password=password)
    if not isinstance(user, User):
        raise InvalidInput(form=["This name and this password don't belong together."])
    login(request, user)
    return _current(user)


@client(affects=[GLOBAL, CART], errors=[NameTaken])
def sign_up(request: HttpRequest, username: Username, password: str) -> CurrentUser:
    """Makes an account and signs in."""
    if User.objects.filter(username=username).exists():
        free = [f"{username}{n}" for n in range(2, 5)]
        taken = User.objects.filter(username__in=free).values_list("username", flat=True)
        suggestions = [name for name in free if name not in set(taken)]
        raise NameTaken(details=NameTakenDetails(suggestions=suggestions))
    try:
        validate_password(password)
    except ValidationError as error:
        raise InvalidInput({"password": error.messages}) from error
    user = User.objects.create_user(username, password=password)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return _current(user)


@client(affects=[GLOBAL, CART])
def sign_out(request: HttpRequest) -> None:
    logout(request)


@client(affects=[USER, GLOBAL], auth=True)
def update_profile(
    request: HttpRequest,
    user_id: UserId,
    name: Annotated[str, Field(min_length=1, max_length=60)],
    email: Annotated[str, Field(max_length=254)] = "",
    bio: Text = "",
) -> UserProfile:
    """Changes a user's own profile."""
    user = _own(request, user_id)
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise InvalidInput({"email": error.messages}) from error
    user.first_name, user.email = name, email
    user.save(update_fields=["first_name", "email"])
    Profile.objects.update_or_create(user=user, defaults={"bio": bio})
    return _profile(user)


@client(affects=[USER, GLOBAL], auth=True)
def change_avatar(request: HttpRequest, user_id: UserId, picture: Upload) -> UserProfile:
    """Puts another picture in the place of the old one."""
    user = _own(request, user_id)
    if (picture.size or 0) > 2 * 1024 * 1024:
        raise InvalidInput({"picture": ["Choose a picture of at most 2 MiB."]})
    kind = picture_kind(picture)
    if kind is None:
        raise InvalidInput({"picture": ["Choose a PNG, JPEG, GIF or WebP picture."]})
    profile, _ = Profile.objects.get_or_create(user=user)
    profile.avatar.save(f"{user.pk}.{kind}", picture)
    return _profile(user)


def _own(request: HttpRequest, user_id: int) -> User:
    if request.user.pk != user_id:
        raise PermissionDenied("Only they themselves can change that.")
    return get_object_or_404(User, pk=user_id)


def _current(user: User) -> CurrentUser:
    return CurrentUser(
        id=user.pk,
        username=user.username,
        name=user.first_name or user.username,
        is_staff=user.is_staff,
        avatar=_avatar(user),
    )


def _profile(user: User) -> UserProfile:
    return UserProfile(
        id=user.pk,
        username=user.username,
        name=user.first_name or user.username,
        bio=Profile.objects.filter(user=user).values_list("bio", flat=True).first() or "",
        joined=user.date_joined,
        avatar=_avatar(user),
    )


def _avatar(user: User) -> str | None:
    profile = Profile.objects.filter(user=user).first()
    return profile.avatar.url if profile is not None and profile.avatar else None
