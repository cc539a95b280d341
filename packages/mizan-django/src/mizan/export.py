"""The schema export (protocol section 2), which the compiler reads: the same bytes for the same
code, on every machine."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode, JsonSchemaValue
from pydantic_core import CoreSchema

from mizan.conf import config
from mizan.errors import ClientError
from mizan.functions import AffectsParams, Function
from mizan.json_schema import Key, component_of, generate
from mizan.names import camel, pascal
from mizan.registry import Context, Registry
from mizan.results import finite

VERSION = 1

_INPUT: JsonSchemaMode = "validation"
_OUTPUT: JsonSchemaMode = "serialization"


def export(registry: Registry) -> dict[str, Any]:
    """The document, for a registry that the system checks find no fault with."""
    functions = [registry.functions[name] for name in sorted(registry.functions)]
    components = _Components(functions)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Mizan export", "version": str(VERSION)},
        "paths": {},
        "x-mizan-version": VERSION,
        "x-mizan-functions": [_function(function, registry, components) for function in functions],
        "x-mizan-contexts": {
            name: _context(context) for name, context in registry.contexts.items()
        },
        "x-mizan-channels": {},
        "components": {"schemas": components.schemas},
    }


def as_text(document: Mapping[str, Any]) -> str:
    return json.dumps(finite(document), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _function(function: Function, registry: Registry, components: _Components) -> dict[str, Any]:
    options = function.options
    return {
        "name": function.name,
        "camelName": camel(function.name),
        "description": function.description,
        "deprecated": function.is_deprecated,
        "hasInput": bool(function.signature.inputs),
        "inputType": components.inputs.get(function.name),
        "outputType": components.outputs.get(function.name),
        "outputNullable": function.signature.is_nullable,
        "isContext": options.context or False,
        "affects": [_affected(target, registry) for target in options.affects],
        "affectsParams": _affects_params(options.affects_params),
        "transport": "http",
        "auth": function.auth_kind,
        "readsIdentity": function.reads_identity,
        "errors": [
            {"code": error.code, "details": components.details.get(error)}
            for error in options.errors
        ],
        "form": None,
        "private": options.private,
        "viewPath": function.is_page,
        "route": options.route,
        "methods": None if options.methods is None else sorted(options.methods),
        "rev": options.rev,
        "cache": options.cache,
        "source": _source(function),
    }


def _affected(target: object, registry: Registry) -> dict[str, Any]:
    context = registry.context_of(target)
    function = registry.function_of(target) if callable(target) else None
    if function is None:
        return {"type": "context", "name": context}
    return {"type": "function", "name": function.name, "context": context}


def _affects_params(scope: AffectsParams | None) -> list[str] | None:
    """The arguments that scope params of their own name, where the function says which do."""
    if scope is None:
        return None
    if callable(scope):
        return []
    if isinstance(scope, Mapping):
        return sorted(param for param, argument in scope.items() if param == argument)
    return sorted(scope)


def _context(context: Context) -> dict[str, Any]:
    return {
        "functions": [function.name for function in context.functions],
        "params": {
            name: {
                "type": param.type.as_json(),
                "required": param.required,
                "sharedBy": list(param.shared_by),
            }
            for name, param in context.params.items()
        },
    }


def _source(function: Function) -> dict[str, Any]:
    file, line = function.source
    path = Path(file)
    root = config().source_root or getattr(settings, "BASE_DIR", None) or Path.cwd()
    # What is installed elsewhere is named as Python finds it.
    for folder in (root, *sorted(filter(None, sys.path), key=len, reverse=True)):
        if path.is_relative_to(folder):
            return {"file": path.relative_to(folder).as_posix(), "line": line}
    return {"file": path.name, "line": line}


class _Components:
    """The named types of all functions, generated in one run so that names are decided once."""

    def __init__(self, functions: Iterable[Function]) -> None:
        functions = list(functions)
        found, self._schemas = generate(_types_of(functions))
        self.inputs: dict[str, str] = {}
        self.outputs: dict[str, str] = {}
        self.details: dict[type[ClientError], str] = {}
        for function in functions:
            signature = function.signature
            if signature.inputs:
                parts = {
                    name: found[_key(item.adapter), _INPUT]
                    for name, item in signature.inputs.items()
                }
                self.inputs[function.name] = self._add_arguments(function, parts)
            if signature.result is not None:
                schema = found[_key(signature.result), _OUTPUT]
                self.outputs[function.name] = self._named(schema, pascal(function.name) + "Output")
            for error in function.options.errors:
                if error.details_adapter is not None and error not in self.details:
                    schema = found[_key(error.details_adapter), _OUTPUT]
                    self.details[error] = self._named(schema, f"{error.__name__}Details")

    @property
    def schemas(self) -> dict[str, Any]:
        return dict(sorted(self._schemas.items()))

    def _add_arguments(self, function: Function, parts: Mapping[str, JsonSchemaValue]) -> str:
        properties: dict[str, Any] = {}
        for name, item in function.signature.inputs.items():
            properties[name] = dict(parts[name])
            if not item.is_required:
                properties[name]["default"] = item.default_as_json()
        required = [name for name, item in function.signature.inputs.items() if item.is_required]
        schema = {"type": "object", "properties": properties, "additionalProperties": False}
        if required:
            schema["required"] = required
        # A model of the user's may well be named like this.
        base = pascal(function.name)
        name = base + ("Arguments" if f"{base}Input" in self._schemas else "Input")
        return self._add(schema, name)

    def _named(self, schema: JsonSchemaValue, name: str) -> str:
        """The component that `schema` is, made one if it is none yet."""
        return component_of(schema) or self._add(schema, name)

    def _add(self, schema: JsonSchemaValue, name: str) -> str:
        while name in self._schemas:
            name += "_"
        self._schemas[name] = schema
        return name


def _types_of(functions: Iterable[Function]) -> dict[Key, CoreSchema]:
    """Every type, once, with the direction that it is used in."""
    used: dict[Key, CoreSchema] = {}
    for function in functions:
        signature = function.signature
        for item in signature.inputs.values():
            used[_key(item.adapter), _INPUT] = item.adapter.core_schema
        outputs = [signature.result, *(error.details_adapter for error in function.options.errors)]
        for adapter in outputs:
            if adapter is not None:
                used[_key(adapter), _OUTPUT] = adapter.core_schema
    return used


def _key(adapter: TypeAdapter[Any]) -> int:
    return id(adapter)
