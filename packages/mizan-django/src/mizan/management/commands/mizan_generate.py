"""`manage.py mizan_generate --target react`: exports and runs the compiler in one step."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mizan import export
from mizan.checks import TAG
from mizan.management.output import tell
from mizan.registry import registry

BINARY = "mizan-generate"
OVERRIDE = "MIZAN_GENERATE_BINARY"


class Command(BaseCommand):
    help = "Generates the typed client: exports the schema and runs mizan-generate on it."
    requires_system_checks = (TAG,)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--target",
            action="append",
            required=True,
            choices=("react", "vue", "svelte"),
            help="the framework to generate for; may be given more than once",
        )
        parser.add_argument(
            "--out",
            metavar="DIR",
            default="mizan",
            help="the folder to write to; default: mizan, in the current one",
        )
        parser.add_argument(
            "more",
            nargs="*",
            metavar="OPTION",
            help="after `--`: further options of mizan-generate",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        arguments = [find_binary(), "--schema", "-", "--out", options["out"]]
        for target in options["target"]:
            arguments += ["--target", target]
        arguments += options["more"]
        document = export.as_text(export.export(registry))
        self.stdout.flush()
        done = subprocess.run(arguments, input=document.encode(), check=False)  # noqa: S603
        if done.returncode != 0:
            sys.exit(done.returncode)
        clients = " and ".join(options["target"])
        tell(self, f"Generated the client for {clients} in {options['out']}.", options)


def find_binary() -> str:
    given = os.environ.get(OVERRIDE)
    if given is not None:
        found = shutil.which(given)
        if found is None:
            raise CommandError(f"{OVERRIDE} is {given!r}, which is no executable file.")
        return found
    found = shutil.which(BINARY)
    if found is None:
        raise CommandError(
            f"{BINARY} is not on the PATH. Install it with `cargo install {BINARY}`, "
            f"or set {OVERRIDE} to the binary."
        )
    return found
