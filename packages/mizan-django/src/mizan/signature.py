"""What a function takes and returns, read once from its annotations."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, NotRequired, Union, cast, get_args, get_origin, get_type_hints

from django.db.models import Manager, Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from pydantic import ConfigDict, TypeAdapter
from pydantic.fields import FieldInfo
from typing_extensions import TypedDict

from mizan.json_schema import ExportSchema, in_order
from mizan.names import is_wire_name, pascal
from mizan.uploads import with_arguments, with_uploads

_EMPTY = inspect.Parameter.empty
_NAMED = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)

# Called through a variable: a TypedDict that is made at run time has no static type.
_make_typed_dict = cast(Callable[..., Any], TypedDict)


class ClientDefinitionError(TypeError):
    """A function that `@client` can't take, with its file and line."""

    def __init__(self, fn: Callable[..., Any], problem: str) -> None:
        file, line = source_of(fn)
        name = getattr(fn, "__qualname__", repr(fn))
        super().__init__(f"{file}:{line}: {name}: {problem}")


@dataclass(frozen=True)
class Input:
    adapter: TypeAdapter[Any]
    default: Any = _EMPTY

    @property
    def is_required(self) -> bool:
        return self.default is _EMPTY

    def default_as_json(self) -> Any:
        """None where there is no default, too."""
        if self.is_required:
            return None
        default = self.adapter.dump_python(self.default, mode="json", by_alias=True, warnings=False)
        return in_order(self.default, default)

    def schema(self) -> dict[str, Any]:
        return self.adapter.json_schema(schema_generator=ExportSchema)


@dataclass(frozen=True)
class Signature:
    inputs: Mapping[str, Input]
    arguments: TypeAdapter[dict[str, Any]]
    """Validates the object of arguments; names that were not given are absent from its result."""
    result: TypeAdapter[Any] | None
    """None when there is nothing to answer, or a page."""
    is_nullable: bool
    is_page: bool
    is_async: bool
    has_uploads: bool
    request_name: str | None
    """The parameter that takes the request."""


def source_of(fn: Callable[..., Any]) -> tuple[str, int]:
    code = getattr(inspect.unwrap(fn), "__code__", None)
    return (code.co_filename, code.co_firstlineno) if code else _caller()


def _caller() -> tuple[str, int]:
    """Where the code stands that handed us something that is no function."""
    frame = sys._getframe()
    while frame.f_back is not None and frame.f_globals["__name__"].startswith("mizan."):
        frame = frame.f_back
    return frame.f_code.co_filename, frame.f_lineno


def read_signature(fn: Callable[..., Any], name: str) -> Signature:
    if inspect.isgeneratorfunction(fn) or inspect.isasyncgenfunction(fn):
        raise ClientDefinitionError(fn, "a generator can't be a client function; return a list.")
    hints = _hints(fn)
    inputs: dict[str, Input] = {}
    annotations: dict[str, Any] = {}
    request_name, has_uploads = None, False
    for position, parameter in enumerate(inspect.signature(fn).parameters.values()):
        annotation = hints.get(parameter.name, _EMPTY)
        if _takes_request(parameter, annotation, position):
            request_name = parameter.name
            continue
        annotation, is_upload = with_uploads(annotation)
        has_uploads |= is_upload
        _check_parameter(fn, parameter, annotation)
        adapter = _adapter(fn, annotation, repr(parameter.name))
        inputs[parameter.name] = Input(adapter, parameter.default)
        annotations[parameter.name] = (
            annotation if parameter.default is _EMPTY else NotRequired[annotation]
        )
    if "return" not in hints:
        problem = "annotate what it returns; `-> None` for nothing, `-> HttpResponse` for a page."
        raise ClientDefinitionError(fn, problem)
    returned, is_nullable = _without_none(_through(hints["return"]))
    is_page = isinstance(returned, type) and issubclass(returned, HttpResponseBase)
    if is_page and is_nullable:
        raise ClientDefinitionError(fn, "a page is always there: drop `| None`.")
    _refuse_models(fn, returned, "what it returns")
    has_result = not is_page and returned is not NoneType
    return Signature(
        inputs=inputs,
        arguments=_arguments(pascal(name) + "Input", annotations),
        result=_adapter(fn, returned, "what it returns") if has_result else None,
        is_nullable=is_nullable and has_result,
        is_page=is_page,
        is_async=inspect.iscoroutinefunction(fn),
        has_uploads=has_uploads,
        request_name=request_name,
    )


def _hints(fn: Callable[..., Any]) -> dict[str, Any]:
    try:
        return get_type_hints(fn, include_extras=True)
    except NameError as error:
        problem = (
            f"the annotation {error.name!r} is not known at run time: import it outside of "
            "`if TYPE_CHECKING`, and define it above the function."
        )
        raise ClientDefinitionError(fn, problem) from error
    except Exception as error:
        problem = f"its annotations can't be read: {said_by(error)}"
        raise ClientDefinitionError(fn, problem) from error


def _takes_request(parameter: inspect.Parameter, annotation: Any, position: int) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, HttpRequest):
        return True
    return position == 0 and parameter.name == "request" and annotation is _EMPTY


def _check_parameter(fn: Callable[..., Any], parameter: inspect.Parameter, annotation: Any) -> None:
    name = parameter.name
    if parameter.kind not in _NAMED:
        raise ClientDefinitionError(fn, f"arguments travel by name: {parameter} can't.")
    if not is_wire_name(name):
        problem = f"{name!r} is no name for an argument: use lower-case letters, digits and `_`."
        raise ClientDefinitionError(fn, problem)
    if annotation is _EMPTY:
        raise ClientDefinitionError(fn, f"annotate {name!r} with its type.")
    if isinstance(parameter.default, FieldInfo):
        problem = f"write {name}: Annotated[…, Field(…)] = default; a Field is no default."
        raise ClientDefinitionError(fn, problem)
    for item in getattr(annotation, "__metadata__", ()):
        if isinstance(item, FieldInfo) and (item.validation_alias or not item.is_required()):
            problem = f"{name!r} keeps its name and default: drop them from its Field."
            raise ClientDefinitionError(fn, problem)
    _refuse_models(fn, annotation, f"{name!r}")


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) not in (Union, UnionType):
        return annotation, False
    members = [member for member in get_args(annotation) if member is not NoneType]
    if len(members) == len(get_args(annotation)):
        return annotation, False
    return with_arguments(annotation, tuple(members)), True


def _through(annotation: Any) -> Any:
    """`Annotated[Product, ProductOut]` tells a type checker what is returned, and Mizan what of it
    is sent: this is the second."""
    arguments = get_args(annotation)
    if get_origin(annotation) is not Annotated:
        parts = [_through(argument) for argument in arguments]
        same = all(part is argument for part, argument in zip(parts, arguments, strict=True))
        return annotation if same else with_arguments(annotation, tuple(parts))
    kind = get_origin(arguments[0]) or arguments[0]
    is_lazy = isinstance(kind, type) and issubclass(kind, Model | QuerySet | Manager)
    return arguments[1] if is_lazy else annotation


def _refuse_models(fn: Callable[..., Any], annotation: Any, where: str) -> None:
    kind = get_origin(annotation) or annotation
    if isinstance(kind, type) and issubclass(kind, Model | QuerySet):
        problem = (
            f"{where} is annotated with {kind.__name__}, which doesn't say what may travel: "
            "declare a Pydantic model with those fields, say ProductOut, and return it or "
            "Annotated[Product, ProductOut]."
        )
        raise ClientDefinitionError(fn, problem)
    if isinstance(kind, type) and issubclass(kind, HttpResponseBase) and kind is not annotation:
        raise ClientDefinitionError(fn, "a page can't be part of another type.")
    arguments = get_args(annotation)
    for argument in arguments[:1] if kind is Annotated else arguments:
        if isinstance(argument, type) and issubclass(argument, HttpResponseBase):
            raise ClientDefinitionError(fn, "it returns either data or a page, not both.")
        _refuse_models(fn, argument, where)


def _arguments(title: str, annotations: Mapping[str, Any]) -> TypeAdapter[dict[str, Any]]:
    arguments = _make_typed_dict(title, annotations)
    # JSON has neither NaN nor the infinities, but lax readers of numbers let them in.
    arguments.__pydantic_config__ = ConfigDict(extra="forbid", allow_inf_nan=False)
    return TypeAdapter(arguments)


def _adapter(fn: Callable[..., Any], annotation: Any, where: str) -> TypeAdapter[Any]:
    try:
        return TypeAdapter(annotation)
    except Exception as error:
        problem = f"{where} has a type that can't travel: {said_by(error)}"
        raise ClientDefinitionError(fn, problem) from error


def said_by(error: Exception) -> str:
    """What it says, on one line and without Pydantic's link."""
    return " ".join(str(getattr(error, "message", error)).split())
