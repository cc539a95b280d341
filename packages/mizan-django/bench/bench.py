"""A bundle of three functions against the same three endpoints of django-ninja, on real servers.

    pip install -e '.[bench]' && apt install wrk && python bench/bench.py [--seconds N]

Each row is one server process with one thread, loaded by wrk. Besides what wrk saw it counts the
processor time that the server used, so that "per core" holds on a busy machine too.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
FUNCTIONS = 3

GUNICORN = ["gunicorn", "project:application", "--worker-class=gthread", "--threads=1"]
UVICORN = ["uvicorn", "project:asgi_application", "--log-level=error", "--lifespan=off"]


@dataclass(frozen=True)
class Case:
    work: str
    server: str
    framework: str
    paths: tuple[str, ...]

    @property
    def functions_per_request(self) -> float:
        return FUNCTIONS / len(self.paths)


@dataclass(frozen=True)
class Measured:
    requests: float
    """Per second."""
    functions: float
    """Per second."""
    functions_per_core: float
    """Per second of processor time."""


def ninja(group: str, *names: str) -> tuple[str, ...]:
    return tuple(f"/api/ninja/{group}/{name}?user_id=1" for name in names)


CASES = [
    Case("in memory", "gunicorn", "mizan", ("/api/mizan/ctx/memory/?user_id=1",)),
    Case("in memory", "gunicorn", "ninja", ninja("memory", "profile", "orders", "counts")),
    Case("one query each", "gunicorn", "mizan", ("/api/mizan/ctx/stored/?user_id=1",)),
    Case("one query each", "gunicorn", "ninja", ninja("stored", "profile", "groups", "counts")),
    Case("in memory, async", "uvicorn", "mizan", ("/api/async/ctx/awaited/?user_id=1",)),
    Case("in memory, async", "uvicorn", "ninja", ninja("awaited", "profile", "orders", "counts")),
]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=int, default=8, help="how long each row is loaded")
    seconds = parser.parse_args().seconds
    if shutil.which("wrk") is None:
        print("wrk is not installed (Debian: apt install wrk).", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "BENCH_DATABASE": str(Path(folder) / "bench.sqlite3")}
        subprocess.run([sys.executable, "project.py"], cwd=HERE, env=environment, check=True)
        measured = [measure(case, seconds, environment) for case in CASES]
    print_table(measured)
    return 0


def measure(case: Case, seconds: int, environment: dict[str, str]) -> Measured:
    with server(case.server, environment) as (port, process):
        base = f"http://127.0.0.1:{port}"
        for path in case.paths:
            with urllib.request.urlopen(base + path) as answer:
                body = json.load(answer)
                assert "$errors" not in body, body
        load(base, case, 1)
        before = processor_seconds(process)
        requests = load(base, case, seconds)
        used = processor_seconds(process) - before
    functions = requests * case.functions_per_request
    return Measured(requests, functions, functions * seconds / used)


@contextmanager
def server(kind: str, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """A server with one worker; yields its port and the worker's process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [*GUNICORN, f"--bind=127.0.0.1:{port}", "--keep-alive=60", "--log-level=error"]
    if kind == "uvicorn":
        command = [*UVICORN, f"--port={port}"]
    process = subprocess.Popen(
        [sys.executable, "-m", *command], cwd=HERE, env=environment, start_new_session=True
    )
    try:
        wait_for(port)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        yield port, int(children[0]) if kind == "gunicorn" else process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            # The master listens before its worker runs.
            time.sleep(1)
            return
    raise TimeoutError("the server didn't start")


def load(base: str, case: Case, seconds: int) -> float:
    """Requests per second, by wrk; fails when one of them failed."""
    command = ["wrk", "-t1", "-c8", f"-d{seconds}s", "-s", str(HERE / "cycle.lua"), base]
    done = subprocess.run([*command, "--", *case.paths], capture_output=True, text=True, check=True)
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise RuntimeError(done.stdout)
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if found is None:
        raise RuntimeError(done.stdout)
    return float(found[1])


def processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def print_table(measured: list[Measured]) -> None:
    header = ("work", "server", "framework", "requests a page", "requests/s", "functions/s")
    print("| " + " | ".join((*header, "functions/s per core", "ratio")) + " |")
    print("| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |")
    for index, (case, row) in enumerate(zip(CASES, measured, strict=True)):
        other = measured[index | 1]
        cells = (
            case.work,
            case.server,
            case.framework,
            str(len(case.paths)),
            f"{row.requests:,.0f}",
            f"{row.functions:,.0f}",
            f"{row.functions_per_core:,.0f}",
            f"{row.functions_per_core / other.functions_per_core:.2f}",
        )
        print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    sys.exit(main())
