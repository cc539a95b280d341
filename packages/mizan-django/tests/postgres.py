"""A PostgreSQL server for one test run: `python tests/postgres.py command…` starts one, runs the
command with MIZAN_TEST_POSTGRES naming the server's socket folder, and stops the server.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")


def main() -> int:
    binaries = find_binaries()
    if binaries is None:
        print(
            "PostgreSQL is missing; install it (Debian: apt-get install postgresql).",
            file=sys.stderr,
        )
        return 1
    with server(binaries) as sockets:
        environment = {**os.environ, "MIZAN_TEST_POSTGRES": sockets}
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode


def find_binaries() -> Path | None:
    """The folder of `initdb` and `pg_ctl`; Debian keeps it off the PATH."""
    found = shutil.which("pg_ctl")
    if found is not None:
        return Path(found).parent
    versions = sorted(DEBIAN.glob("*/bin/pg_ctl"), key=lambda path: float(path.parts[-3]))
    return versions[-1].parent if versions else None


@contextmanager
def server(binaries: Path) -> Iterator[str]:
    """A server without a network, its socket in a new folder; yields that folder."""
    with tempfile.TemporaryDirectory(prefix="mizan-pg-") as folder:
        owner = as_postgres(folder)
        data = str(Path(folder) / "data")
        options = f"-k {folder} -c listen_addresses= -c fsync=off -c full_page_writes=off"

        def run(binary: str, *arguments: str) -> None:
            command = [*owner, str(binaries / binary), *arguments]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)

        run("initdb", "-D", data, "-U", "mizan", "--auth=trust", "--no-sync", "-E", "UTF8")
        log = str(Path(folder) / "log")
        run("pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")
        try:
            yield folder
        finally:
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def as_postgres(folder: str) -> list[str]:
    """PostgreSQL refuses to run as root; Debian has a user for it."""
    if os.geteuid() != 0:
        return []
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


if __name__ == "__main__":
    sys.exit(main())
