"""Uploaded files as arguments. JSON carries a token in a file's place; validation swaps it for the
file, so that one JSON validation serves every function."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from django.core.files.uploadedfile import UploadedFile
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

FILES = "mizan_files"


class _FromRequest:
    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.with_info_plain_validator_function(_look_up)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "format": "binary"}


def _look_up(value: Any, info: core_schema.ValidationInfo) -> UploadedFile[Any]:
    files: Mapping[str, UploadedFile[Any]] = (info.context or {}).get(FILES, {})
    if isinstance(value, str) and value in files:
        return files[value]
    raise PydanticCustomError("file_missing", "Attach a file.")


if TYPE_CHECKING:
    # Generic in the stubs, and not at run time.
    Upload = Annotated[UploadedFile[Any], _FromRequest()]
else:
    Upload = Annotated[UploadedFile, _FromRequest()]
"""A file in a Pydantic model. In a function's own arguments plain `UploadedFile` does."""


def takes_files(schema: Any) -> bool:
    """Whether a core schema has an `Upload` anywhere."""
    if isinstance(schema, Mapping):
        return schema.get("function") is _look_up or any(map(takes_files, schema.values()))
    return isinstance(schema, list | tuple) and any(map(takes_files, schema))


def new_token() -> str:
    """What stands in a file's place; nobody can guess it, so that no other text does."""
    return secrets.token_urlsafe(16)


def with_uploads(annotation: Any) -> tuple[Any, bool]:
    """`annotation` with every `UploadedFile` made an `Upload`, and whether there was one."""
    if isinstance(annotation, type) and issubclass(annotation, UploadedFile):
        return Upload, True
    arguments = get_args(annotation)
    if not arguments or any(isinstance(item, _FromRequest) for item in arguments):
        return annotation, bool(arguments)
    replaced = [with_uploads(argument) for argument in arguments]
    if not any(found for _, found in replaced):
        return annotation, False
    parts = tuple(part for part, _ in replaced)
    return with_arguments(annotation, parts), True


def with_arguments(annotation: Any, arguments: tuple[Any, ...]) -> Any:
    """The generic type `annotation` with other arguments."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return Annotated[arguments]
    if origin in (Union, UnionType):
        return Union[arguments]
    return (
        annotation.copy_with(arguments) if hasattr(annotation, "copy_with") else origin[arguments]
    )
