"""Validation errors of Pydantic, Django and its forms in one shape: dotted paths and texts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.core.exceptions import ValidationError as DjangoValidationError
from django.forms import BaseForm, BaseFormSet
from pydantic import ValidationError as PydanticValidationError
from pydantic_core import ErrorDetails

from mizan.errors import WireError

_MOST = 100
"""Errors that one answer lists, so that a bad list of a million items has a small answer."""


class InvalidInput(Exception):
    """Answers 422 with these texts, `fields` keyed by dotted paths such as `items.0.name`."""

    def __init__(
        self,
        fields: Mapping[str, Sequence[str]] | None = None,
        form: Sequence[str] = (),
    ) -> None:
        self.fields = {path: list(texts) for path, texts in (fields or {}).items()}
        self.form = list(form)
        super().__init__("The input is not valid.")

    def wire_error(self) -> WireError:
        details = {"fields": self.fields, "form": self.form}
        return WireError(422, "VALIDATION_ERROR", str(self), details)

    @classmethod
    def from_form(cls, form: BaseForm | BaseFormSet[Any], at: str = "") -> InvalidInput:
        """The errors of a bound form or formset; `at` is the path of the argument it checked."""
        if isinstance(form, BaseForm):
            return cls._from_texts({name: list(texts) for name, texts in form.errors.items()}, at)
        fields: dict[str, Sequence[str]] = {}
        for index, part in enumerate(form.forms):
            fields.update(cls.from_form(part, _join(at, index)).fields)
        whole = [str(text) for text in form.non_form_errors()]
        if not at:
            return cls(fields, whole)
        return cls({**fields, at: whole} if whole else fields)

    @classmethod
    def from_django(cls, error: DjangoValidationError) -> InvalidInput:
        if hasattr(error, "error_dict"):
            return cls._from_texts(error.message_dict, "")
        return cls(form=[str(text) for text in error.messages])

    @classmethod
    def from_pydantic(cls, error: PydanticValidationError, given: Any = None) -> InvalidInput:
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
        return cls(fields, form)

    @classmethod
    def _from_texts(cls, texts: Mapping[str, Iterable[Any]], at: str) -> InvalidInput:
        whole = [str(text) for text in texts.get(NON_FIELD_ERRORS, ())]
        fields = {
            _join(at, name): [str(text) for text in said]
            for name, said in texts.items()
            if name != NON_FIELD_ERRORS
        }
        if not at:
            return cls(fields, whole)
        return cls({**fields, at: whole} if whole else fields)


def check_finite(args: Mapping[str, Any]) -> None:
    """Raises for numbers such as `1e999`, which no float holds: a model might take them."""
    fields = {path: ["Input should be a finite number"] for path in _not_finite(args, "")}
    if fields:
        raise InvalidInput(dict(islice(fields.items(), _MOST)))


def _not_finite(value: Any, at: str) -> Iterator[str]:
    if isinstance(value, float) and not math.isfinite(value):
        yield at
    parts: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, Mapping):
        parts = value.items()
    elif isinstance(value, list):
        parts = enumerate(value)
    for name, part in parts:
        yield from _not_finite(part, _join(at, name))


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
