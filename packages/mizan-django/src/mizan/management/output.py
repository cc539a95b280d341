"""Where a command's document goes: standard output, a file, or a comparison with that file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


def add_arguments(parser: CommandParser) -> None:
    parser.add_argument("--output", "-o", metavar="FILE", help="write to FILE")
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; fail when FILE is not what would be written",
    )


def deliver(command: BaseCommand, text: str, options: Mapping[str, Any]) -> None:
    if options["output"] is None:
        if options["check"]:
            raise CommandError("--check compares with a file: name it with --output.")
        command.stdout.write(text, ending="")
        return
    path = Path(options["output"])
    current = path.read_text(encoding="utf-8") if path.exists() else None
    if current == text:
        tell(command, f"{path} is up to date.", options)
        return
    if options["check"]:
        name = command.__module__.rpartition(".")[2]
        raise CommandError(f"{path} is stale: run `manage.py {name} --output {path}`.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    tell(command, f"Wrote {path}.", options)


def tell(command: BaseCommand, message: str, options: Mapping[str, Any]) -> None:
    if options["verbosity"] > 0:
        command.stdout.write(command.style.SUCCESS(message))
