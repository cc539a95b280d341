"""The README says what is so."""

from __future__ import annotations

import inspect
import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from django.core.management import get_commands

import mizan
from mizan import client
from mizan.conf import Config

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def rows(heading: str) -> str:
    """The table under a heading of the README."""
    section = README.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return "\n".join(line for line in section.splitlines() if line.startswith("|"))


def test_every_setting_is_described() -> None:
    described = set(re.findall(r"`([A-Z_]+)`", rows("Settings"))) - {"SECRET_KEY", "BASE_DIR"}
    assert described == {field.name.upper() for field in fields(Config)}


@pytest.mark.parametrize(
    ("key", "default"),
    re.findall(r"^\| `([A-Z_]+)` \| (\d+)(?: MiB)? \|", README, re.MULTILINE),
)
def test_defaults_are_as_described(key: str, default: str) -> None:
    value = getattr(Config(), key.lower())
    assert value in (int(default), int(default) * 2**20)


def test_every_option_is_described() -> None:
    described = set(re.findall(r"`(\w+)=", rows("Functions")))
    assert described == set(inspect.signature(client).parameters) - {"fn"}


def test_every_command_is_described() -> None:
    described = set(re.findall(r"^\| `(\w+)", rows("Commands"), re.MULTILINE)) - {"check"}
    assert described == {name for name, app in get_commands().items() if app == "mizan"}


def test_the_version_is_the_packages() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == mizan.__version__


@pytest.mark.parametrize("name", ["LICENSE-APACHE", "LICENSE-MIT"])
def test_the_package_carries_the_repositorys_licences(name: str) -> None:
    assert (ROOT / name).read_bytes() == (ROOT.parents[1] / name).read_bytes()


def test_no_source_file_is_silent_about_its_reason() -> None:
    files = [path for path in (ROOT / "src").rglob("*.py") if path.stat().st_size]
    silent = [path.name for path in files if not path.read_text().startswith('"""')]
    assert silent == []
