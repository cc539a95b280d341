"""A bundle of three functions against the same three endpoints of django-ninja, on real servers.

    pip install -e '.[bench]' && apt install wrk && python bench/bench.py [--rounds N] [--seconds N]

Prints a table and puts it into docs/benchmarks.md. Each measurement is one server process with one
thread, loaded by wrk; the two frameworks take turns. Besides what wrk saw it counts the processor
time that the server used, so that "per core" holds on a busy machine too.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parents[2] / "docs" / "benchmarks.md"
BEGIN = "<!-- backend: written by packages/mizan-django/bench/bench.py -->\n"
END = "<!-- /backend -->"

GUNICORN = ["gunicorn", "project:application", "--worker-class=gthread", "--threads=1"]
UVICORN = ["uvicorn", "project:asgi_application", "--log-level=error", "--lifespan=off"]


@dataclass(frozen=True)
class Measured:
    requests: float
    """Per second."""
    functions: float
    """Per second."""
    functions_per_core: float
    """Per second of processor time."""


@dataclass(frozen=True)
class Contestant:
    framework: str
    paths: tuple[str, ...]
    """What one page asks for."""
    functions: int
    """How many functions that is."""
    measured: list[Measured] = field(default_factory=list)

    def median(self, name: str) -> float:
        return median(getattr(one, name) for one in self.measured)


@dataclass(frozen=True)
class Case:
    work: str
    server: str
    mizan: Contestant
    ninja: Contestant


def case(work: str, server: str, base: str, context: str, *names: str) -> Case:
    ours = (f"/api/{base}/ctx/{context}/?user_id=1",)
    theirs = tuple(f"/api/ninja/{context}/{name}?user_id=1" for name in names)
    count = len(names)
    return Case(work, server, Contestant("mizan", ours, count), Contestant("ninja", theirs, count))


CASES = [
    case("three functions", "gunicorn", "mizan", "memory", "profile", "orders", "counts"),
    case("with a query each", "gunicorn", "mizan", "stored", "profile", "groups", "counts"),
    case("three async functions", "uvicorn", "async", "awaited", "profile", "orders", "counts"),
    case("one function alone", "gunicorn", "mizan", "single", "orders"),
]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured")
    parser.add_argument("--seconds", type=int, default=4, help="how long it is loaded each time")
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        print("wrk is not installed (Debian: apt install wrk).", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "BENCH_DATABASE": str(Path(folder) / "bench.sqlite3")}
        subprocess.run([sys.executable, "project.py"], cwd=HERE, env=environment, check=True)
        for _ in range(options.rounds):
            for one in CASES:
                for contestant in (one.mizan, one.ninja):
                    contestant.measured.append(
                        measure(one.server, contestant, options.seconds, environment)
                    )
    text = "\n".join((*verdicts(), "", *rows(), "", conditions(options.rounds, options.seconds)))
    print(text)
    replace(text)
    return 0


def measure(
    kind: str, contestant: Contestant, seconds: int, environment: dict[str, str]
) -> Measured:
    with server(kind, environment) as (port, process):
        base = f"http://127.0.0.1:{port}"
        for path in contestant.paths:
            with urllib.request.urlopen(base + path) as answer:
                body = json.load(answer)
                assert "$errors" not in body, body
        load(base, contestant.paths, 1)
        before, start = processor_seconds(process), time.monotonic()
        requests = load(base, contestant.paths, seconds)
        used, took = processor_seconds(process) - before, time.monotonic() - start
    functions = requests * contestant.functions / len(contestant.paths)
    return Measured(requests, functions, functions * took / used)


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


def load(base: str, paths: Iterable[str], seconds: int) -> float:
    """Requests per second, by wrk; fails when one of them failed."""
    command = ["wrk", "-t1", "-c8", f"-d{seconds}s", "-s", str(HERE / "cycle.lua"), base]
    done = subprocess.run([*command, "--", *paths], capture_output=True, text=True, check=True)
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise RuntimeError(done.stdout)
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if found is None:
        raise RuntimeError(done.stdout)
    return float(found[1])


def processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def verdicts() -> Iterator[str]:
    """What was asked of the bundle, and whether it is so."""
    yield "| a page of three functions | asked | measured | |"
    yield "| --- | --- | --- | --- |"
    for one in CASES:
        if one.mizan.functions == 1:
            continue
        ours, theirs = len(one.mizan.paths), len(one.ninja.paths)
        met = "met" if ours < theirs else "**not met**"
        yield f"| {one.work}: requests | fewer | {ours} instead of {theirs} | {met} |"
        times = ratio(one)
        met = "met" if times >= 1 else "**not met**"
        yield (
            f"| {one.work}: functions per second and core, over django-ninja | "
            f"1 times or more | {times:.2f} times | {met} |"
        )


def rows() -> Iterator[str]:
    yield (
        "| work | server | framework | requests/s | functions/s | functions/s and core "
        "| lowest – highest |"
    )
    yield "| --- | --- | --- | --: | --: | --: | --: |"
    for one in CASES:
        for contestant in (one.mizan, one.ninja):
            per_core = [measured.functions_per_core for measured in contestant.measured]
            yield (
                f"| {one.work} | {one.server} | {contestant.framework} "
                f"| {contestant.median('requests'):,.0f} | {contestant.median('functions'):,.0f} "
                f"| {median(per_core):,.0f} | {min(per_core):,.0f} – {max(per_core):,.0f} |"
            )


def ratio(one: Case) -> float:
    return one.mizan.median("functions_per_core") / one.ninja.median("functions_per_core")


def conditions(rounds: int, seconds: int) -> str:
    versions = ", ".join(
        f"{name} {version(name)}"
        for name in ("Django", "Pydantic", "django-ninja", "gunicorn", "uvicorn")
    )
    return (
        f"Medians of {rounds} rounds of {seconds} seconds, on {os.cpu_count()} cores; "
        f"Python {platform.python_version()}, {versions}."
    )


def replace(text: str) -> None:
    """Puts `text` between the markers of the document."""
    before, begin, rest = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise RuntimeError(f"{DOCUMENT} has no line {BEGIN.strip()}, or no {END}")
    DOCUMENT.write_text(f"{before}{begin}{text}\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
