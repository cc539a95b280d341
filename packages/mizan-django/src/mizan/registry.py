"""Every function that was marked, and the contexts that follow from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mizan.canonical import ParamType
from mizan.contexts import ReactContext
from mizan.functions import Function


@dataclass(frozen=True)
class Param:
    type: ParamType
    required: bool
    shared_by: tuple[str, ...]


@dataclass(frozen=True)
class Context:
    name: str
    functions: tuple[Function, ...]
    """Sorted by name, private ones and pages included."""
    params: Mapping[str, Param]
    types: Mapping[str, ParamType]
    data: tuple[Function, ...]
    """Those that have a place in the bundle."""

    @property
    def is_user_scoped(self) -> bool:
        return any(function.reads_identity for function in self.functions)

    @property
    def rev(self) -> int:
        return max(function.options.rev for function in self.functions)

    @property
    def cache(self) -> bool | int:
        said = [function.options.cache for function in self.functions]
        if any(cache is False for cache in said):
            return False
        return min((cache for cache in said if cache is not True), default=True)


class Registry:
    def __init__(self) -> None:
        self.declared: list[Function] = []
        """All of them, in the order of their import, those whose name was taken included."""
        self._functions: dict[str, Function] = {}
        self._by_callable: dict[Callable[..., Any], Function] = {}
        self._contexts: dict[str, Context] | None = None
        self.is_fit = False
        """Whether `mizan.serving` has found that all of it may be served."""

    def add(self, function: Function, handle: Callable[..., Any]) -> None:
        """Registers `function`; `handle` is what its module holds under its name."""
        taken = self._functions.get(function.name)
        if taken is not None and _is_same(taken, function):
            self.declared.remove(taken)
            del self._functions[function.name]
        self.declared.append(function)
        self._functions.setdefault(function.name, function)
        self._by_callable[handle] = function
        self._contexts = None
        self.is_fit = False

    @property
    def handles(self) -> Mapping[Callable[..., Any], Function]:
        return self._by_callable

    @property
    def functions(self) -> Mapping[str, Function]:
        return self._functions

    @property
    def contexts(self) -> Mapping[str, Context]:
        if self._contexts is None:
            self._contexts = _contexts(self._functions.values())
        return self._contexts

    def function_of(self, handle: Callable[..., Any]) -> Function | None:
        while handle not in self._by_callable and hasattr(handle, "__wrapped__"):
            handle = handle.__wrapped__
        found = self._by_callable.get(handle)
        return None if found is None else self._functions.get(found.name, found)

    def affected(self, function: Function) -> list[str]:
        """The contexts that a function makes stale, in the order of `affects`; unknown ones too."""
        names: dict[str, None] = {}
        for target in function.options.affects:
            name = self.context_of(target)
            if name is not None:
                names[name] = None
        return list(names)

    def context_of(self, target: object) -> str | None:
        """The context that an item of `affects` names."""
        if isinstance(target, str):
            return target
        if isinstance(target, ReactContext):
            return target.name
        found = self.function_of(target) if callable(target) else None
        return None if found is None else found.options.context


registry = Registry()


def _is_same(one: Function, other: Function) -> bool:
    """Whether a module was imported anew, and no second function took the name."""
    return (one.fn.__module__, one.fn.__qualname__) == (other.fn.__module__, other.fn.__qualname__)


def _contexts(functions: Iterable[Function]) -> dict[str, Context]:
    members: dict[str, list[Function]] = {}
    for function in functions:
        if function.options.context is not None:
            members.setdefault(function.options.context, []).append(function)
    return {name: _context(name, members[name]) for name in sorted(members)}


def _context(name: str, members: list[Function]) -> Context:
    functions = tuple(sorted(members, key=lambda function: function.name))
    params = {
        param: _param(param, functions)
        for param in sorted({param for function in functions for param in function.params})
    }
    return Context(
        name=name,
        functions=functions,
        params=params,
        types={param: params[param].type for param in params},
        data=tuple(function for function in functions if function.is_public_data),
    )


def _param(name: str, functions: tuple[Function, ...]) -> Param:
    takers = [function for function in functions if name in function.params]
    return Param(
        type=takers[0].params[name],
        required=len(takers) == len(functions)
        and all(taker.signature.inputs[name].is_required for taker in takers),
        shared_by=tuple(taker.name for taker in takers),
    )
