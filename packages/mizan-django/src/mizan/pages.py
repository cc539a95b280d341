"""Functions that answer with a page, as ordinary Django views."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mizan.functions import Function


def as_view(function: Function) -> Callable[..., Any]:
    return function.fn
