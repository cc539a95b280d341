"""`manage.py mizan_generate`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from mizan.management.commands.mizan_generate import find_binary

FAKE = """#!{python}
import json, sys
document = json.load(sys.stdin)
with open({log!r}, "w") as log:
    json.dump([sys.argv[1:], len(document["x-mizan-functions"])], log)
sys.exit({code})
"""


def fake(folder: Path, code: int = 0, name: str = "mizan-generate") -> Path:
    path = folder / name
    path.write_text(FAKE.format(python=sys.executable, log=str(folder / "log"), code=code))
    path.chmod(0o755)
    return path


@pytest.fixture
def _nothing_on_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("MIZAN_GENERATE_BINARY", raising=False)


@pytest.mark.usefixtures("_nothing_on_the_path")
def test_the_export_goes_to_the_binary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fake(tmp_path)
    call_command("mizan_generate", "--target", "react", "--target", "vue", "--out", "web")
    arguments, functions = json.loads((tmp_path / "log").read_text())
    assert arguments == [
        *("--schema", "-", "--out", "web", "--target", "react", "--target", "vue"),
    ]
    assert functions > 10
    assert capsys.readouterr().out == "Generated the client for react and vue in web.\n"
    call_command("mizan_generate", "--target", "react", verbosity=0)
    arguments, _ = json.loads((tmp_path / "log").read_text())
    assert arguments == ["--schema", "-", "--out", "mizan", "--target", "react"]
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("_nothing_on_the_path")
def test_its_exit_code_is_ours(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fake(tmp_path, code=1)
    with pytest.raises(SystemExit) as caught:
        call_command("mizan_generate", "--target", "svelte", "--", "--force", "--runtime=vendored")
    assert caught.value.code == 1
    assert capsys.readouterr().out == ""
    arguments, _ = json.loads((tmp_path / "log").read_text())
    assert arguments[-3:] == ["svelte", "--force", "--runtime=vendored"]


@pytest.mark.usefixtures("_nothing_on_the_path")
def test_without_a_binary_it_says_what_to_do() -> None:
    with pytest.raises(CommandError, match=r"is not on the PATH\. Install it with `cargo install"):
        call_command("mizan_generate", "--target", "react")


@pytest.mark.usefixtures("_nothing_on_the_path")
def test_the_environment_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path)
    other = fake(tmp_path, name="other")
    monkeypatch.setenv("MIZAN_GENERATE_BINARY", str(other))
    assert find_binary() == str(other)
    monkeypatch.setenv("MIZAN_GENERATE_BINARY", "nowhere")
    with pytest.raises(CommandError, match="MIZAN_GENERATE_BINARY is 'nowhere', which is no exec"):
        find_binary()
