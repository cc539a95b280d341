"""MWT, the signed token that stands in for a session (protocol section 7): a JWT with HS256 and
nothing else."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac

from mizan.canonical import jcs
from mizan.conf import config

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

_LONGEST = 4096


class InvalidToken(ValueError):
    """Why a token is not accepted. For the log: the caller learns only that it isn't."""


def issue(user: AbstractBaseUser, seconds: int | None = None) -> str:
    """A token that identifies `user` for that long."""
    limits = config()
    now = int(time.time())
    claims = {
        "sub": str(user.pk),
        "pkey": permission_key(user),
        "iat": now,
        "nbf": now,
        "exp": now + (limits.token_seconds if seconds is None else seconds),
        "aud": limits.token_audience,
        "staff": _flag(user, "is_staff"),
        "super": _flag(user, "is_superuser"),
    }
    key_id, secret = next(iter(_keys().items()))
    return encode(claims, key_id, secret)


def user_of(token: str) -> AbstractBaseUser:
    """The user that a token identifies; raises InvalidToken."""
    claims = decode(token, _keys(), config().token_audience, time.time())
    model = get_user_model()
    try:
        user = model._default_manager.get(pk=claims["sub"])
    except (model.DoesNotExist, ValueError, OverflowError, ValidationError) as error:
        raise InvalidToken("it names nobody") from error
    if not user.is_active:
        raise InvalidToken("the account is closed")
    if claims["staff"] != _flag(user, "is_staff") or claims["super"] != _flag(user, "is_superuser"):
        raise InvalidToken("the user's role has changed since")
    return user


def permission_key(user: AbstractBaseUser) -> str:
    """What users with the same permissions share; an edge may key its cache by it."""
    permissions = user.get_all_permissions() if hasattr(user, "get_all_permissions") else set()
    signed = {
        "perms": sorted(permissions),
        "staff": _flag(user, "is_staff"),
        "super": _flag(user, "is_superuser"),
    }
    return hashlib.sha256(jcs(signed).encode()).hexdigest()


def encode(claims: Mapping[str, Any], key_id: str, secret: str) -> str:
    header = {"alg": "HS256", "kid": key_id, "typ": "JWT"}
    signed = f"{_write_part(header)}.{_write_part(claims)}"
    return f"{signed}.{_signature(signed, secret)}"


def decode(token: str, keys: Mapping[str, str], audience: str, now: float) -> dict[str, Any]:
    """The claims of a token that one of `keys` signed and that is valid `now`."""
    if len(token) > _LONGEST:
        raise InvalidToken("it is too long")
    signed, _, signature = token.rpartition(".")
    head, _, body = signed.partition(".")
    header = _read_part(head)
    if header.get("alg") != "HS256":
        raise InvalidToken("it is not signed with HS256")
    key_id = header.get("kid")
    secret = keys.get(key_id) if isinstance(key_id, str) else None
    if secret is None:
        raise InvalidToken("its key is not known")
    if not hmac.compare_digest(_signature(signed, secret).encode(), signature.encode()):
        raise InvalidToken("its signature is wrong")
    claims = _read_part(body)
    if claims.get("aud") != audience:
        raise InvalidToken("it is for another audience")
    times = [claims.get(name) for name in ("iat", "nbf", "exp")]
    if not all(isinstance(moment, int) and not isinstance(moment, bool) for moment in times):
        raise InvalidToken("it doesn't say when it is valid")
    if not claims["nbf"] <= now < claims["exp"]:
        raise InvalidToken("it is not valid at this time")
    if not isinstance(claims.get("sub"), str) or not {"staff", "super"} <= claims.keys():
        raise InvalidToken("it lacks a claim")
    return claims


def _keys() -> Mapping[str, str]:
    configured = config().token_keys
    if configured:
        return configured
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = [salted_hmac("mizan.tokens", "key", secret=secret).hexdigest() for secret in secrets]
    # The id says nothing of the secret, and stays with it when the keys are rotated.
    return {hashlib.sha256(key.encode()).hexdigest()[:8]: key for key in derived}


def _signature(signed: str, secret: str) -> str:
    digest = hmac.digest(secret.encode(), signed.encode("utf-8", "replace"), "sha256")
    return urlsafe_b64encode(digest).decode().rstrip("=")


def _write_part(part: Mapping[str, Any]) -> str:
    return urlsafe_b64encode(jcs(dict(part)).encode()).decode().rstrip("=")


def _read_part(text: str) -> dict[str, Any]:
    try:
        part = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, RecursionError) as error:
        raise InvalidToken("it is malformed") from error
    if not isinstance(part, dict):
        raise InvalidToken("it is malformed")
    return part


def _flag(user: AbstractBaseUser, name: str) -> bool:
    return bool(getattr(user, name, False))
