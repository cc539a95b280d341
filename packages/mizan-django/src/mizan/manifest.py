"""The edge manifest (protocol section 6): what a cache in front of the backend has to know."""

from __future__ import annotations

from typing import Any

from mizan.functions import Function
from mizan.invalidation import scoping_arguments
from mizan.registry import Context, Registry

VERSION = 1
BASE_PATH = "/api/mizan"


def manifest(registry: Registry) -> dict[str, Any]:
    """The document, for a registry that the system checks find no fault with."""
    mutations = [f for f in registry.functions.values() if f.options.context is None]
    return {
        "version": VERSION,
        "contexts": {name: _context(context) for name, context in registry.contexts.items()},
        "mutations": {
            function.name: _mutation(function, registry)
            for function in sorted(mutations, key=lambda function: function.name)
        },
    }


def _context(context: Context) -> dict[str, Any]:
    return {
        "functions": [_member(function) for function in context.functions],
        "endpoints": [f"{BASE_PATH}/ctx/{context.name}/"],
        "params": list(context.params),
        "views": sorted(
            function.options.route
            for function in context.functions
            if function.options.route is not None
        ),
        "render_strategy": "dynamic_cached" if context.is_user_scoped else "psr",
        "user_scoped": context.is_user_scoped,
        "rev": context.rev,
        "cache": context.cache,
    }


def _member(function: Function) -> dict[str, Any]:
    return {
        "name": function.name,
        "path": "view" if function.is_page else "rpc",
        **_routing(function),
    }


def _mutation(function: Function, registry: Registry) -> dict[str, Any]:
    affected = sorted(registry.affected(function))
    scoped = {name: _scoped(function, name, registry) for name in affected}
    return {
        "affects": affected,
        "auto_scoped_params": {name: params for name, params in scoped.items() if params},
        "private": function.options.private,
        **_routing(function),
    }


def _scoped(function: Function, context: str, registry: Registry) -> list[str]:
    """The arguments that a reader of the call alone can scope by."""
    named = scoping_arguments(function, context, registry)
    return [param for param, argument in named.items() if param == argument]


def _routing(function: Function) -> dict[str, Any]:
    options = function.options
    routing: dict[str, Any] = {}
    if options.route is not None:
        routing["route"] = options.route
    if options.methods is not None:
        routing["methods"] = sorted(options.methods)
    return routing
