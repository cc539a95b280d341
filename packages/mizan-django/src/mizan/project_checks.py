"""`manage.py check`: whether the project around the functions lets them work."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage
from django.urls import get_resolver
from django.utils.module_loading import import_string

from mizan.checks import TAG
from mizan.conf import config
from mizan.registry import registry

_SKIPPED = frozenset({"migrations", "tests", "node_modules", "site-packages"})


def check_project(**_: Any) -> list[CheckMessage]:
    return [*_urls(), *_csrf(), *_authentication(), *_bearer(), *_body_limits()]


def check_discovery(**_: Any) -> list[CheckMessage]:
    """Functions that are marked in a file that nobody imports, so that nobody knows of them."""
    problems: list[CheckMessage] = []
    for app in apps.get_app_configs():
        root = Path(app.path)
        if "site-packages" in root.parts:
            continue
        for path in sorted(root.rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            if _SKIPPED.intersection(parts) or parts[-1].startswith("test"):
                continue
            module = ".".join((app.name, *parts)).removesuffix(".__init__")
            if module in sys.modules:
                continue
            problems.extend(
                checks.Warning(
                    f"{name} is marked with @client, but its module is never imported.",
                    hint=f"Import {module} in {app.name}.clients.",
                    obj=f"{path}:{line}",
                    id=f"{TAG}.W003",
                )
                for name, line in _marked(path)
            )
    return problems


def _marked(path: Path) -> Iterator[tuple[str, int]]:
    text = path.read_text(encoding="utf-8", errors="replace")
    if "mizan" not in text:
        return
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    names = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in ("mizan", "mizan.client")
        for alias in node.names
        if alias.name == "client"
    }
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for decorator in node.decorator_list:
                target = decorator.func if isinstance(decorator, ast.Call) else decorator
                dotted = ast.unparse(target)
                if dotted in names or dotted == "mizan.client":
                    yield node.name, node.lineno


def _urls() -> Iterator[CheckMessage]:
    if not getattr(settings, "ROOT_URLCONF", None):
        return
    included = get_resolver().app_dict
    if registry.functions and "mizan" not in included:
        yield checks.Warning(
            "There are client functions, but no URL leads to them.",
            hint='Add path("api/mizan/", include("mizan.urls")) to your URLs.',
            id=f"{TAG}.W004",
        )
    routed = [f for f in registry.functions.values() if f.options.route is not None]
    if routed and "mizan-pages" not in included:
        yield checks.Warning(
            f"{routed[0].name} has route={routed[0].options.route!r}, but no URL leads to it.",
            hint='Add path("", include("mizan.routes")) to your URLs.',
            obj=routed[0].location,
            id=f"{TAG}.W005",
        )


def _csrf() -> Iterator[CheckMessage]:
    for setting in ("CSRF_USE_SESSIONS", "CSRF_COOKIE_HTTPONLY"):
        if getattr(settings, setting):
            yield checks.Warning(
                f"With {setting} no script can read the CSRF token, so that every call fails.",
                hint=f"Set {setting} = False, unless all callers use tokens.",
                id=f"{TAG}.W006",
            )


def _authentication() -> Iterator[CheckMessage]:
    middleware = "django.contrib.auth.middleware.AuthenticationMiddleware"
    asking = [f for f in registry.functions.values() if f.options.auth is not False]
    if asking and middleware not in settings.MIDDLEWARE:
        yield checks.Warning(
            f"{asking[0].name} asks for a user, but sessions are not read.",
            hint=f"Add {middleware!r} to MIDDLEWARE, unless all callers use tokens.",
            obj=asking[0].location,
            id=f"{TAG}.W007",
        )


def _bearer() -> Iterator[CheckMessage]:
    path = config().bearer
    if path is None:
        return
    try:
        import_string(path)
    except ImportError as error:
        yield checks.Error(
            f"MIZAN['BEARER'] is {path!r}, which can't be imported: {error}",
            hint="Name a function (request, token) that returns a user or None.",
            id=f"{TAG}.E010",
        )


def _body_limits() -> Iterator[CheckMessage]:
    ours = config().max_body_bytes
    djangos: Any = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if djangos is not None and ours > djangos:
        yield checks.Warning(
            f"MIZAN['MAX_BODY_BYTES'] allows {ours} bytes, but Django reads only {djangos}.",
            hint="Raise DATA_UPLOAD_MAX_MEMORY_SIZE, too.",
            id=f"{TAG}.W009",
        )
