"""Runs the tests on every supported version of Python that is here, with the oldest and the newest
versions of Django and Pydantic that it takes; prints a table, and fails when one of them fails."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent

OLDEST = "django==5.2 pydantic==2.11.0"
# Django's requirement, pip's newest within it, and the Python that it starts with.
DJANGOS = (("5.2", "django~=5.2.0", (3, 11)), ("6.0", "django~=6.0.0", (3, 12)))
PYTHONS = ((3, 11), (3, 12), (3, 13), (3, 14))


def main() -> int:
    outcomes = []
    for name, python, pins in environments():
        outcomes.append(run(python, pins.split()))
        print(f"{name:<45} {outcomes[-1]}", flush=True)
    return 0 if outcomes and all(outcome.startswith("passed") for outcome in outcomes) else 1


def environments() -> Iterator[tuple[str, str, str]]:
    for version in PYTHONS:
        python = find_python(version)
        label = "Python {}.{}".format(*version)
        if python is None:
            print(f"{label} is not here.", file=sys.stderr)
            continue
        if version == PYTHONS[0]:
            yield f"{label}, {OLDEST}", python, OLDEST
        for name, pin, since in DJANGOS:
            if version >= since:
                yield f"{label}, newest Django {name}", python, pin


def find_python(version: tuple[int, int]) -> str | None:
    """An interpreter that really runs: a shim may only tell that the version is not active."""
    name = "python{}.{}".format(*version)
    pyenv = sorted(Path.home().glob(f".pyenv/versions/{name[6:]}.*/bin/{name}"))
    for found in (shutil.which(name), *map(str, pyenv)):
        if (
            found
            and subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode == 0
        ):
            return found
    return None


def run(python: str, pins: list[str]) -> str:
    with tempfile.TemporaryDirectory(prefix="mizan-matrix-") as folder:
        inside = str(Path(folder) / "bin" / "python")
        install = [inside, "-m", "pip", "install", "--quiet", "--editable", ".[test]", *pins]
        for command in ([python, "-m", "venv", folder], install):
            if subprocess.run(command, cwd=HERE, check=False).returncode != 0:
                return "not installed"
        tests = [inside, "-m", "pytest", "--quiet", "--show-capture=no", "-p", "no:cacheprovider"]
        done = subprocess.run(tests, cwd=HERE, check=False, capture_output=True, text=True)
        last = done.stdout.strip().splitlines()[-1:] or [""]
        if done.returncode == 0:
            return f"passed ({last[0].strip('= ')})"
        print(done.stdout[-10_000:], done.stderr[-10_000:], file=sys.stderr)
        return f"FAILED ({last[0].strip('= ')})"


if __name__ == "__main__":
    sys.exit(main())
