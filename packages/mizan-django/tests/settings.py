"""The project that the tests run in: SQLite, or the PostgreSQL that `postgres.py` started."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import gettempdir

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = "tests"
DEBUG = False
ALLOWED_HOSTS = ["*"]
USE_TZ = True
STATIC_URL = "static/"
ROOT_URLCONF = "tests.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "mizan",
    "tests.desk",
]

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]

_FILE = str(Path(gettempdir()) / f"mizan-tests-{os.getpid()}.sqlite3")
_POSTGRES = os.environ.get("MIZAN_TEST_POSTGRES")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "mizan",
        "USER": "mizan",
        "HOST": _POSTGRES,
    }
    if _POSTGRES
    else {
        "ENGINE": "django.db.backends.sqlite3",
        "OPTIONS": {"init_command": "PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY;"},
        # A file, so that the live server's threads see what the tests wrote; its own for each run.
        "NAME": _FILE,
        "TEST": {"NAME": _FILE},
    }
}
