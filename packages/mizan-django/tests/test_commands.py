"""`export_mizan_schema` and `export_edge_manifest`."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError

from mizan import client
from mizan.registry import Registry


def run(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("command", ["export_mizan_schema", "export_edge_manifest"])
def test_commands_write_to_standard_output_or_a_file(command: str, tmp_path: Path) -> None:
    text = run(command)
    json.loads(text)
    assert text.endswith("}\n")
    path = tmp_path / "folder" / "export.json"
    assert run(command, "--output", str(path)) == f"Wrote {path}.\n"
    assert run(command, "--output", str(path)) == f"{path} is up to date.\n"
    assert run(command, "--output", str(path), "--verbosity=0") == ""
    assert path.read_bytes() == text.encode()


@pytest.mark.parametrize("command", ["export_mizan_schema", "export_edge_manifest"])
def test_commands_check_a_file(command: str, tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    with pytest.raises(CommandError, match=f"is stale: run `manage.py {command} --output"):
        run(command, "--check", "--output", str(path))
    assert not path.exists()
    run(command, "--output", str(path))
    assert run(command, "--check", "--output", str(path)) == f"{path} is up to date.\n"
    with pytest.raises(CommandError, match="name it with --output"):
        run(command, "--check")


def test_a_file_that_is_right_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    run("export_mizan_schema", "--output", str(path))
    path.chmod(0o400)
    before = path.stat().st_mtime_ns
    run("export_mizan_schema", "--output", str(path))
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize("command", ["export_mizan_schema", "export_edge_manifest"])
def test_a_registry_with_faults_is_not_exported(command: str, empty_registry: Registry) -> None:
    @client(affects="nowhere")
    def write() -> None: ...

    with pytest.raises(SystemCheckError, match="'nowhere', which has no functions"):
        call_command(command, skip_checks=False)
