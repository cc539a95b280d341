"""Discovery: the `clients` module of every installed app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from mizan.conf import config


class MizanConfig(AppConfig):
    name = "mizan"
    verbose_name = "Mizan"

    def ready(self) -> None:
        config()
        autodiscover_modules("clients")
