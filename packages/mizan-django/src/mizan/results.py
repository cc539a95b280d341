"""From what a function returned to JSON, through its annotation: models, querysets and files of
Django are read as attributes, and only the fields that the annotation names leave the server."""

from __future__ import annotations

import json
import math
from typing import Any

from django.db.models import Manager, Model, QuerySet
from django.db.models.fields.files import FieldFile
from pydantic import ValidationError

from mizan.functions import Function

_SCALARS = frozenset({bool, float, int, str, type(None)})


class WrongResult(TypeError):
    """A function returned something else than it says."""


def to_json(function: Function, value: Any) -> Any:
    """`value` as JSON data; raises WrongResult when it isn't what the function says it returns."""
    signature = function.signature
    if signature.result is None or (value is None and signature.is_nullable):
        if value is not None:
            raise WrongResult(
                f"{function.name} says it returns nothing, but returned {value!r:.200}"
            )
        return None
    try:
        result = signature.result.validate_python(
            _readable(value), from_attributes=True, by_alias=True, by_name=True
        )
    except ValidationError as error:
        raise WrongResult(
            f"{function.name} returned something else than it says: {error}"
        ) from error
    return signature.result.dump_python(result, mode="json", by_alias=True)


def touches_database(value: Any) -> bool:
    """Whether reading `value` may run queries."""
    if isinstance(value, list | tuple):
        return any(touches_database(item) for item in value)
    if isinstance(value, dict):
        return any(touches_database(item) for item in value.values())
    return isinstance(value, Model | QuerySet | Manager)


def to_bytes(data: Any) -> bytes:
    """JSON, the same bytes for the same data: keys sorted, no whitespace."""
    try:
        text = _dumps(data)
    except ValueError:
        text = _dumps(finite(data))
    return text.encode("utf-8", "replace")


def _dumps(data: Any) -> str:
    return json.dumps(
        data, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )


def finite(data: Any) -> Any:
    """`data` with null for NaN and the infinities, which are no JSON; Pydantic does it likewise."""
    if isinstance(data, dict):
        return {key: finite(value) for key, value in data.items()}
    if isinstance(data, list):
        return [finite(value) for value in data]
    return None if isinstance(data, float) and not math.isfinite(data) else data


def _readable(value: Any) -> Any:
    """`value` with Django's lazy objects made plain, as deep as lists and dicts go."""
    match value:
        case list():
            return [item if type(item) in _SCALARS else _readable(item) for item in value]
        case tuple() if type(value) is tuple:
            return tuple(map(_readable, value))
        case dict():
            return {
                key: item if type(item) in _SCALARS else _readable(item)
                for key, item in value.items()
            }
        case Model():
            return _Instance(value)
        case QuerySet():
            return [_readable(item) for item in value]
        case Manager():
            return [_readable(item) for item in value.all()]
        case FieldFile():
            return value.url if value else None
        case _:
            return value


class _Instance:
    """A model instance whose relations and files are read as they are asked for."""

    __slots__ = ("_instance",)

    def __init__(self, instance: Model) -> None:
        self._instance = instance

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._instance, name)
        return value if type(value) in _SCALARS else _readable(value)
