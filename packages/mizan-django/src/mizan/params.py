"""Params: the wire type that an annotation has, and how a URL's text becomes a value of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pydantic.errors import PydanticInvalidForJsonSchema, PydanticUserError

from mizan.canonical import ParamType, Scalar, canonical_value
from mizan.signature import Input

_SCALARS: Mapping[str, Scalar] = {
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "string": "string",
}


def type_of(item: Input) -> ParamType | None:
    """The wire type of an argument; None when a URL can't carry it."""
    try:
        schema = item.schema()
    except (PydanticInvalidForJsonSchema, PydanticUserError):
        # What no JSON Schema describes.
        return None
    return wire_type(schema, schema.get("$defs", {}))


def wire_type(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> ParamType | None:
    """The wire type of what a JSON schema describes; None when a URL can't carry it."""
    kinds = _kinds(schema, definitions)
    kinds.discard(None)
    if len(kinds) == 1:
        return kinds.pop()
    scalars = {kind.scalar for kind in kinds if kind is not None and not kind.is_list}
    if len(scalars) < len(kinds):
        return None
    if scalars == {"integer", "number"}:
        return ParamType("number")
    # What is text or something else travels as text, and the function tells them apart.
    return ParamType("string") if "string" in scalars else None


def finite_values(schema: Mapping[str, Any]) -> set[Any] | None:
    """All values that a JSON schema allows, when it lists them; null apart."""
    if "$ref" in schema:
        definition = schema.get("$defs", {}).get(schema["$ref"].rpartition("/")[2], {})
        return finite_values({"$defs": schema.get("$defs", {}), **definition})
    options = schema.get("anyOf") or schema.get("oneOf")
    if options is not None:
        found = [finite_values({"$defs": schema.get("$defs", {}), **option}) for option in options]
        known = [values for values in found if values is not None]
        return set().union(*known) if len(known) == len(found) else None
    if schema.get("type") == "null":
        return set()
    values = schema["enum"] if "enum" in schema else [schema["const"]] if "const" in schema else []
    return set(values) - {None} if values else None


def from_text(param: ParamType, texts: list[str]) -> Any:
    """What a query string says, as JSON; text that doesn't fit stays text, for a clear error."""
    if param.is_list:
        return [_scalar(param, text) for text in texts]
    return _scalar(param, texts[0])


def from_canonical(param: ParamType, value: str | list[str]) -> Any:
    return from_text(param, value if isinstance(value, list) else [value])


def _scalar(param: ParamType, text: str) -> Any:
    if param.scalar == "string":
        return text
    try:
        canonical = cast(str, canonical_value(ParamType(param.scalar), text))
    except ValueError:
        return text
    match param.scalar:
        case "integer":
            return int(canonical)
        case "boolean":
            return canonical == "true"
        case _:
            return int(canonical) if canonical.removeprefix("-").isdigit() else float(canonical)


def _kinds(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> set[ParamType | None]:
    """The types of all alternatives; None stands for null."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        # Without the name itself, so that a type which holds itself comes to an end.
        others = {key: value for key, value in definitions.items() if key != name}
        return _kinds(definitions.get(name, {}), others)
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return set().union(*(_kinds(option, definitions) for option in schema[key]))
    if "const" in schema or "enum" in schema:
        values = schema["enum"] if "enum" in schema else [schema["const"]]
        return {kind for value in values for kind in _kinds_of_value(value)}
    kind = schema.get("type", "")
    if kind == "null":
        return {None}
    if kind == "array":
        item = wire_type(schema.get("items", {}), definitions)
        if item is None or item.is_list:
            return _unfit()
        return {ParamType(item.scalar, is_list=True)}
    return {ParamType(_SCALARS[kind])} if kind in _SCALARS else _unfit()


def _kinds_of_value(value: Any) -> set[ParamType | None]:
    match value:
        case None:
            return {None}
        case bool():
            return {ParamType("boolean")}
        case int():
            return {ParamType("integer")}
        case float():
            return {ParamType("number")}
        case str():
            return {ParamType("string")}
        case _:
            return _unfit()


def _unfit() -> set[ParamType | None]:
    # Two kinds that can't be one: whatever they are joined with, `wire_type` says None.
    return {ParamType("string", is_list=True), ParamType("integer", is_list=True)}
