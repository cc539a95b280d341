"""The one `MIZAN` setting: every key with its default, checked when it is first read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from os import PathLike
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed

from mizan.names import did_you_mean

_KIB = 1024


@dataclass(frozen=True)
class Config:
    """`MIZAN = {...}`; the keys are these names in capitals."""

    # Limits, enforced before any work.
    max_body_bytes: int = 1024 * _KIB
    max_upload_bytes: int = 25 * 1024 * _KIB
    max_functions: int = 64
    max_params: int = 32
    max_refreshed: int = 8
    max_invalidations: int = 64
    max_invalidate_header_bytes: int = 4 * _KIB

    # Identity. Keys by id: the first signs, all are accepted. Empty: derived from SECRET_KEY.
    token_keys: Mapping[str, str] = field(default_factory=dict)
    token_audience: str = "mizan"
    token_seconds: int = 300
    # Dotted path of a function (request, token) -> user or None, for `Authorization: Bearer`.
    bearer: str | None = None

    # The folder that `source` in an export is relative to. Default: BASE_DIR, else the current one.
    source_root: str | PathLike[str] | None = None


def config() -> Config:
    return _read()


@cache
def _read() -> Config:
    given = getattr(settings, "MIZAN", {})
    if not isinstance(given, Mapping):
        raise ImproperlyConfigured("MIZAN must be a dict of settings.")
    known = {item.name.upper(): item for item in fields(Config)}
    values: dict[str, Any] = {}
    for key, value in given.items():
        if key not in known:
            raise ImproperlyConfigured(
                f"MIZAN has no setting {key!r}.{did_you_mean(str(key), known)} "
                f"The settings are: {', '.join(known)}."
            )
        _check(key, value)
        values[known[key].name] = value
    return Config(**values)


def _check(key: str, value: Any) -> None:
    if key == "TOKEN_KEYS":
        good = isinstance(value, Mapping) and all(
            isinstance(part, str) and part for pair in value.items() for part in pair
        )
        expected = "a dict of key ids and secrets"
    elif key.startswith("MAX_") or key.endswith("_SECONDS"):
        good = isinstance(value, int) and not isinstance(value, bool) and value > 0
        expected = "a positive whole number"
    elif key == "TOKEN_AUDIENCE":
        good, expected = isinstance(value, str) and value != "", "a text"
    elif key == "SOURCE_ROOT":
        good, expected = value is None or isinstance(value, str | PathLike), "a folder or None"
    else:
        good, expected = value is None or isinstance(value, str), "a text or None"
    if not good:
        raise ImproperlyConfigured(f"MIZAN[{key!r}] must be {expected}, not {value!r}.")


def _forget(*, setting: str, **_: Any) -> None:
    if setting == "MIZAN":
        _read.cache_clear()


setting_changed.connect(_forget)
