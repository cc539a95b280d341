"""`manage.py export_mizan_schema`: what the compiler reads, to a file or to standard output."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from mizan import export
from mizan.checks import TAG
from mizan.management.output import add_arguments, deliver
from mizan.registry import registry


class Command(BaseCommand):
    help = "Writes the schema export that mizan-generate reads."
    requires_system_checks = (TAG,)

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        deliver(self, export.as_text(export.export(registry)), options)
