"""`manage.py export_edge_manifest`: what an edge worker needs, to a file or to standard output."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from mizan.checks import TAG
from mizan.management.output import add_arguments, deliver
from mizan.manifest import manifest
from mizan.registry import registry


class Command(BaseCommand):
    help = "Writes the edge manifest: contexts, their params, and what makes them stale."
    requires_system_checks = (TAG,)

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        text = json.dumps(manifest(registry), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
        deliver(self, text, options)
