"""Pydantic's JSON Schema generation, as the protocol wants it: one component for a type whose two
directions follow from each other, and formats that the compiler knows."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, JsonSchemaWarningKind
from pydantic_core import core_schema, to_jsonable_python

_PLAIN_FACTORIES = (bool, dict, float, frozenset, int, list, set, str, tuple)

REF = "#/components/schemas/{model}"


class ExportSchema(GenerateJsonSchema):
    """Pydantic calls the two directions modes: validation is an input, serialization an output.

    A field with a default is written alike in both, optional and with its `default`: readers know
    that an output always has it. Where the default can't be written, the modes really differ.
    """

    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,
        total: bool,
    ) -> bool:
        if self.mode == "serialization" and _has_unwritable_default(field["schema"]):
            return field.get("serialization_exclude_if") is None
        return super().field_is_required(field, total)

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - its interface
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        json_schema = super().default_schema(schema)
        factory = schema.get("default_factory")
        if factory in _PLAIN_FACTORIES:
            json_schema["default"] = to_jsonable_python(factory())
        return json_schema

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        json_schema = super().decimal_schema(schema)
        for option in (json_schema, *json_schema.get("anyOf", ())):
            if option.get("type") == "string":
                # Its pattern, where Pydantic writes one, refuses some of what Python prints.
                option.pop("pattern", None)
                option["format"] = "decimal"
        return json_schema

    def bytes_schema(self, schema: core_schema.BytesSchema) -> JsonSchemaValue:
        # Pydantic's `format: binary` means an uploaded file; bytes travel as text.
        json_schema = super().bytes_schema(schema)
        if json_schema.get("format") == "binary":
            del json_schema["format"]
        return json_schema

    def emit_warning(self, kind: JsonSchemaWarningKind, detail: str) -> None:
        """Nothing: what a default looks like is told by whether there is one."""


def _has_unwritable_default(schema: Any) -> bool:
    if schema["type"] != "default":
        return False
    if "default_factory" in schema:
        return schema["default_factory"] not in _PLAIN_FACTORIES
    try:
        to_jsonable_python(schema.get("default"))
    except ValueError:
        return True
    return False
