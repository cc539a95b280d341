"""Pydantic's JSON Schema generation, as the protocol wants it: one component for a type whose two
directions follow from each other, and formats that the compiler knows."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from pydantic import RootModel
from pydantic.fields import FieldInfo
from pydantic.json_schema import (
    GenerateJsonSchema,
    JsonSchemaMode,
    JsonSchemaValue,
    JsonSchemaWarningKind,
)
from pydantic_core import CoreSchema, core_schema, to_jsonable_python

_PLAIN_FACTORIES = (bool, dict, float, frozenset, int, list, set, str, tuple)

_PREFIX = "#/components/schemas/"
_DATA = frozenset({"const", "default", "enum", "example", "examples"})

Key = tuple[int, JsonSchemaMode]


def generate(
    types: Mapping[Key, CoreSchema],
) -> tuple[dict[Key, JsonSchemaValue], dict[str, JsonSchemaValue]]:
    """The schema of each type in its direction, and the named types that they refer to."""
    inputs = [(key, mode, schema) for (key, mode), schema in types.items()]
    generator = ExportSchema(ref_template=_PREFIX + "{model}")
    found, definitions = generator.generate_definitions(inputs)
    schemas: dict[str, JsonSchemaValue] = {str(name): definitions[name] for name in definitions}
    names = _same_both_ways(schemas)
    kept = {names.get(name, name): _renamed(schema, names) for name, schema in schemas.items()}
    return {key: _renamed(schema, names) for key, schema in found.items()}, kept


def component_of(schema: JsonSchemaValue) -> str | None:
    """The name of the component that a schema is nothing but a reference to."""
    return schema["$ref"].removeprefix(_PREFIX) if set(schema) == {"$ref"} else None


def in_order(value: Any, as_json: Any) -> Any:
    """`as_json`, sorted where `value` has a set: its order differs from process to process."""
    if isinstance(value, RootModel):
        value = value.root
    if isinstance(as_json, dict):
        parts = _parts_of(value, as_json)
        return {key: in_order(part, as_json[key]) for key, part in parts.items()}
    if isinstance(as_json, list) and isinstance(value, Collection) and len(value) == len(as_json):
        items = [in_order(*pair) for pair in zip(value, as_json, strict=True)]
        return sorted(items, key=json.dumps) if isinstance(value, set | frozenset) else items
    return as_json


def _parts_of(value: Any, as_json: Mapping[str, Any]) -> dict[str, Any]:
    """What of `value` stands under each key of its JSON."""
    if isinstance(value, Mapping):
        same = len(value) == len(as_json)
        return dict(zip(as_json, value.values() if same else [None] * len(as_json), strict=True))
    fields: Mapping[str, FieldInfo] = getattr(type(value), "__pydantic_fields__", {})
    names = {field.serialization_alias or name: name for name, field in fields.items()}
    return {key: getattr(value, names.get(key, key), None) for key in as_json}


def _has_sets(value: Any) -> bool:
    return isinstance(value, set | frozenset) and any(isinstance(i, frozenset) for i in value)


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
        written = json_schema.get("default")
        if _has_sets(self.get_default_value(schema)) and isinstance(written, list):
            # Pydantic sorted it by which set contains which, and that is no order.
            json_schema["default"] = sorted(written, key=json.dumps)
        return json_schema

    def encode_default(self, dft: Any) -> Any:
        return in_order(dft, super().encode_default(dft))

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


def _same_both_ways(schemas: Mapping[str, JsonSchemaValue]) -> dict[str, str]:
    """New names for pairs that Pydantic told apart only because they refer to themselves."""
    pairs = {
        name: name.removesuffix("-Input")
        for name in schemas
        if name.endswith("-Input") and f"{name.removesuffix('-Input')}-Output" in schemas
    }
    while True:
        names = pairs | {f"{base}-Output": base for base in pairs.values()}
        differing = [
            name
            for name, base in pairs.items()
            if _renamed(schemas[name], names) != _renamed(schemas[f"{base}-Output"], names)
        ]
        if not differing:
            return names
        for name in differing:
            del pairs[name]


def _renamed(schema: Any, names: Mapping[str, str]) -> Any:
    """`schema` with its references renamed, and data that only looks like one left alone."""
    if isinstance(schema, list):
        return [_renamed(item, names) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _renamed_member(key, value, names) for key, value in schema.items()}


def _renamed_member(key: str, value: Any, names: Mapping[str, str]) -> Any:
    if key in _DATA:
        return value
    if key == "$ref":
        return _renamed_reference(value, names)
    if key == "mapping":
        return {tag: _renamed_reference(target, names) for tag, target in value.items()}
    if key == "properties":
        return {name: _renamed(schema, names) for name, schema in value.items()}
    return _renamed(value, names)


def _renamed_reference(reference: str, names: Mapping[str, str]) -> str:
    name = reference.removeprefix(_PREFIX)
    return _PREFIX + names.get(name, name)
