"""Discovery: the `clients` module of every installed app."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register
from django.utils.module_loading import autodiscover_modules

from mizan.conf import config


class MizanConfig(AppConfig):
    name = "mizan"
    verbose_name = "Mizan"

    def ready(self) -> None:
        # Imported late: they need the models of the other apps.
        from mizan import checks, project_checks, serving
        from mizan.registry import registry

        config()
        autodiscover_modules("clients")
        serving.refuse_skipped_decorators(registry)
        for check in (
            checks.check_functions,
            project_checks.check_project,
            project_checks.check_discovery,
        ):
            register(check, checks.TAG)
