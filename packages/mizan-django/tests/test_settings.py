"""The `MIZAN` setting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from mizan.conf import Config, config


def test_the_defaults_are_the_protocols() -> None:
    limits = Config()
    assert limits.max_body_bytes == 2**20
    assert (limits.max_functions, limits.max_params) == (64, 32)
    assert (limits.max_refreshed, limits.max_invalidations) == (8, 64)


def test_settings_are_read(settings: Settings) -> None:
    settings.MIZAN = {"MAX_PARAMS": 3, "SOURCE_ROOT": Path("/srv"), "BEARER": None}
    assert config().max_params == 3
    assert config().source_root == Path("/srv")


def test_an_unknown_key_is_refused_with_the_nearest(settings: Settings) -> None:
    settings.MIZAN = {"MAX_PARAM": 3}
    with pytest.raises(ImproperlyConfigured) as caught:
        config()
    assert "no setting 'MAX_PARAM'. Did you mean 'MAX_PARAMS'?" in str(caught.value)
    settings.MIZAN = {3: 3}
    with pytest.raises(ImproperlyConfigured, match="no setting 3"):
        config()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("MAX_PARAMS", "3"),
        ("MAX_PARAMS", 0),
        ("MAX_PARAMS", True),
        ("TOKEN_SECONDS", 1.5),
        ("TOKEN_KEYS", ["secret"]),
        ("TOKEN_KEYS", {"id": ""}),
        ("TOKEN_AUDIENCE", ""),
        ("TOKEN_AUDIENCE", None),
        ("BEARER", print),
        ("SOURCE_ROOT", 1),
    ],
)
def test_wrong_values_are_refused(settings: Settings, key: str, value: Any) -> None:
    settings.MIZAN = {key: value}
    with pytest.raises(ImproperlyConfigured, match=f"MIZAN.'{key}'. must be"):
        config()


def test_it_must_be_a_dict(settings: Settings) -> None:
    settings.MIZAN = ["MAX_PARAMS"]
    with pytest.raises(ImproperlyConfigured, match="must be a dict"):
        config()
