"""Validation errors of Pydantic, Django and its forms in one shape: dotted paths and texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.core.exceptions import ValidationError as DjangoValidationError
from django.forms import BaseForm, BaseFormSet
from pydantic import ValidationError as PydanticValidationError
from pydantic_core import ErrorDetails

from mizan.errors import InvalidInput, WireError

_MOST = 100
"""Errors that one answer lists, so that a bad list of a million items has a small answer."""


def wire_error(error: InvalidInput) -> WireError:
    details = {"fields": error.fields, "form": error.form}
    return WireError(422, "VALIDATION_ERROR", "The input is not valid.", details)


def from_pydantic(error: PydanticValidationError, given: Any = None) -> InvalidInput:
    """`given` is what was validated; it tells parts of a path from names of union members."""
    fields: dict[str, list[str]] = {}
    form: list[str] = []
    count = error.error_count()
    listed = error.errors(include_url=False, include_context=False, include_input=False)
    for item in listed[:_MOST]:
        path = ".".join(_path(item, given))
        texts = fields.setdefault(path, []) if path else form
        text = item["msg"].removeprefix("Value error, ")
        if text not in texts:
            texts.append(text)
    if count > _MOST:
        form.append(f"{count - _MOST} more errors are not listed.")
    return InvalidInput(fields, form)


def from_django(error: DjangoValidationError, at: str = "") -> InvalidInput:
    if not hasattr(error, "error_dict"):
        texts = [str(text) for text in error.messages]
        return InvalidInput({at: texts}) if at else InvalidInput(form=texts)
    return _from_messages(error.message_dict, at)


def from_form(form: BaseForm | BaseFormSet[Any], at: str = "") -> InvalidInput:
    """The errors of a bound form or formset; `at` is the path of the argument that it checked."""
    if isinstance(form, BaseForm):
        return _from_messages({name: list(texts) for name, texts in form.errors.items()}, at)
    fields: dict[str, list[str]] = {}
    whole = [str(text) for text in form.non_form_errors()]
    for index, part in enumerate(form.forms):
        item = from_form(part, _join(at, index))
        fields.update(item.fields)
    if at and whole:
        fields[at] = whole
    return InvalidInput(fields, () if at else whole)


def _from_messages(messages: Mapping[str, Iterable[Any]], at: str) -> InvalidInput:
    fields: dict[str, list[str]] = {}
    whole: list[str] = []
    for name, texts in messages.items():
        if name == NON_FIELD_ERRORS and not at:
            whole.extend(str(text) for text in texts)
        else:
            path = at if name == NON_FIELD_ERRORS else _join(at, name)
            fields[path] = [str(text) for text in texts]
    return InvalidInput(fields, whole)


def _join(at: str, name: str | int) -> str:
    return f"{at}.{name}" if at else str(name)


def _path(item: ErrorDetails, given: Any) -> list[str]:
    """Where in `given` the error is. Pydantic also lists which member of a union it tried, and that
    is no part of the input."""
    path: list[str] = []
    here = given
    last = len(item["loc"]) - 1
    for position, part in enumerate(item["loc"]):
        if isinstance(part, int):
            if isinstance(here, list):
                path.append(str(part))
                here = here[part] if part < len(here) else None
            elif given is None:
                path.append(str(part))
        elif isinstance(here, dict) and part in here:
            path.append(part)
            here = here[part]
        elif given is None or (position == last and item["type"] == "missing"):
            path.append(part)
    return path
