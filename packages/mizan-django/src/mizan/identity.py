"""Who is calling, and whether they may: `X-Mizan-Token`, then `Authorization: Bearer`, then the
session. A token that is not valid never falls back to the session."""

from __future__ import annotations

import logging
from enum import Enum, auto
from inspect import isawaitable, iscoroutinefunction
from typing import Any

from asgiref.sync import async_to_sync, sync_to_async
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from mizan import errors, tokens
from mizan.conf import config
from mizan.errors import Refused
from mizan.functions import AuthCheck, Function

logger = logging.getLogger("mizan")

_DENIED = {
    "staff": "This is for staff only.",
    "superuser": "This is for superusers only.",
}


_ROLES = {"staff": "is_staff", "superuser": "is_superuser"}


class Identity(Enum):
    TOKEN = auto()
    SESSION = auto()
    """The session's user, or nobody: what a browser sends by itself, so that CSRF matters."""


def identify(request: HttpRequest) -> Identity:
    """Reads the tokens of a request and makes `request.user` the one they name."""
    token = request.headers.get("X-Mizan-Token")
    if token is not None:
        _set_user(request, _user_of_token(token))
        return Identity.TOKEN
    bearer = _bearer(request)
    if bearer is not None:
        _set_user(request, _user_of_bearer(request, bearer))
        return Identity.TOKEN
    return Identity.SESSION


async def aidentify(request: HttpRequest) -> Identity:
    if "X-Mizan-Token" in request.headers or _bearer(request) is not None:
        return await sync_to_async(identify)(request)
    return Identity.SESSION


def authorize(request: HttpRequest, function: Function) -> None:
    """Raises unless the caller may call `function`."""
    auth = function.options.auth
    if auth is False:
        return
    user = getattr(request, "user", None)
    if isinstance(auth, bool | str):
        _check_role(user, auth)
        return
    answer: object = auth(request)
    if isawaitable(answer):
        # Loaded here, since async code that reads `request.user` can't run the query.
        bool(user)
        answer = async_to_sync(_awaited)(answer)
    _check_answer(user, answer)


async def aauthorize(request: HttpRequest, function: Function) -> None:
    auth = function.options.auth
    if auth is False:
        return
    user = await _auser(request)
    if isinstance(auth, bool | str):
        _check_role(user, auth)
        return
    # What doesn't look async may still answer with something to await.
    is_async = iscoroutinefunction(auth)
    answer = auth(request) if is_async else await sync_to_async(_ask)(auth, request)
    _check_answer(user, await _awaited(answer))


def reload_user(request: HttpRequest) -> None:
    """Makes the caller known anew: a mutation may have changed them, or what they may do."""
    from django.contrib.auth.models import AnonymousUser  # models can't be imported before apps

    for user in _loaded_users(request):
        for permissions in ("_perm_cache", "_user_perm_cache", "_group_perm_cache"):
            user.__dict__.pop(permissions, None)
        try:
            user.refresh_from_db()
        except ObjectDoesNotExist:
            user.is_active = False
        if not getattr(user, "is_active", True):
            _set_user(request, AnonymousUser())


async def areload_user(request: HttpRequest) -> None:
    await sync_to_async(reload_user)(request)


def _loaded_users(request: HttpRequest) -> list[Any]:
    """What a sync and an async function have loaded of the caller: maybe two copies, maybe none."""
    user = getattr(request, "user", None)
    held = [getattr(user, "_wrapped", user), getattr(request, "_acached_user", None)]
    return list({id(user): user for user in held if isinstance(user, Model)}.values())


def _bearer(request: HttpRequest) -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


async def _auser(request: HttpRequest) -> Any:
    user = getattr(request, "user", None)
    load = getattr(request, "auser", None)
    if load is not None and isinstance(user, SimpleLazyObject):
        user = await load()
        _set_user(request, user)
    return user


def _ask(auth: AuthCheck, request: HttpRequest) -> object:
    """Calls `auth` in Django's thread, which refuses callable objects that are async."""
    return auth(request)


async def _awaited(answer: object) -> object:
    """What `auth` says in the end; the coroutine itself would pass for a yes."""
    while isawaitable(answer):
        answer = await answer
    return answer


def _check_role(user: Any, auth: bool | str) -> None:
    if user is None or not user.is_authenticated:
        raise errors.unauthorized()
    # A user model of the project's own may know neither role.
    if isinstance(auth, str) and not getattr(user, _ROLES[auth], False):
        raise errors.forbidden(_DENIED[auth])


def _check_answer(user: Any, allowed: object) -> None:
    if allowed:
        return
    if user is None or not user.is_authenticated:
        raise errors.unauthorized()
    raise errors.forbidden("This is not allowed.")


def _user_of_token(token: str) -> Any:
    try:
        return tokens.user_of(token)
    except tokens.InvalidToken as error:
        raise _refused(f"a token was refused: {error}") from error


def _user_of_bearer(request: HttpRequest, token: str) -> Any:
    path = config().bearer
    if path is None:
        return _user_of_token(token)
    user = import_string(path)(request, token)
    if user is None:
        raise _refused(f"a bearer token was refused by {path}")
    return user


def _refused(why: str) -> Refused:
    logger.info(why)
    return errors.unauthorized("The token is not valid.")


def _set_user(request: HttpRequest, user: Any) -> None:
    async def auser() -> Any:
        # Not the user of before: signing in and out replaces `request.user` alone.
        return request.user

    request.user = user
    request.auser = auser
