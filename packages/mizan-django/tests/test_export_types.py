"""How types become components of the export."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, cast
from uuid import UUID, uuid4

import pytest
from pydantic import BaseModel, ConfigDict, Field, computed_field

from mizan import Upload, client
from mizan.export import as_text, export
from mizan.registry import Registry
from tests.test_export import Order, exported, references
from tests.test_types import Node, Paged, Pet


def both_ways(annotation: Any, known: Registry) -> dict[str, Any]:
    def echo(value: Any) -> Any:
        return value

    echo.__annotations__ = {"value": annotation, "return": annotation}
    client(cast(Callable[..., Any], echo))
    return exported(known)[2]


class Price(BaseModel):
    amount: Decimal


class Basket(BaseModel):
    prices: list[Price]


class Named(BaseModel):
    first: str

    @computed_field
    def initial(self) -> str:
        return self.first[0]


class Aliased(BaseModel):
    model_config = ConfigDict(validate_by_name=True)
    name: Annotated[str, Field(validation_alias="in", serialization_alias="out")]


class Fresh(BaseModel):
    key: UUID = Field(default_factory=uuid4)


class Secret(BaseModel):
    password: Annotated[str, Field(json_schema_extra={"writeOnly": True})]
    shown: Annotated[int, Field(json_schema_extra={"readOnly": True})] = 0


def test_a_type_whose_directions_follow_is_one_component(empty_registry: Registry) -> None:
    schemas = both_ways(list[Order], empty_registry)
    assert set(schemas) == {"EchoInput", "EchoOutput", "Order"}


@pytest.mark.parametrize(
    ("annotation", "names"),
    [
        (Price, {"Price-Input", "Price-Output"}),
        (Basket, {"Price-Input", "Price-Output", "Basket-Input", "Basket-Output"}),
        (Named, {"Named-Input", "Named-Output"}),
        (Aliased, {"Aliased-Input", "Aliased-Output"}),
        (Fresh, {"Fresh-Input", "Fresh-Output"}),
        (Secret, {"Secret"}),
        (Node, {"Node"}),
        (Paged[Order], {"Paged_Order_", "Order"}),
    ],
)
def test_a_type_whose_directions_differ_is_two(
    empty_registry: Registry, annotation: Any, names: set[str]
) -> None:
    assert set(both_ways(annotation, empty_registry)) - {"EchoInput", "EchoOutput"} == names


def test_decimals_have_a_format(empty_registry: Registry) -> None:
    schemas = both_ways(Price, empty_registry)
    amount = {name: schemas[name]["properties"]["amount"] for name in schemas if "Price" in name}
    assert amount["Price-Output"] == {"type": "string", "format": "decimal"}
    assert {"type": "string", "format": "decimal"} in amount["Price-Input"]["anyOf"]


def test_a_default_that_can_not_be_written_is_required_in_the_output(
    empty_registry: Registry,
) -> None:
    schemas = both_ways(Fresh, empty_registry)
    assert schemas["Fresh-Output"]["required"] == ["key"]
    assert "required" not in schemas["Fresh-Input"]


def test_discriminators_point_at_components(empty_registry: Registry) -> None:
    schemas = both_ways(Pet, empty_registry)
    assert schemas["EchoOutput"]["discriminator"]["mapping"] == {
        "cat": "#/components/schemas/Cat",
        "dog": "#/components/schemas/Dog",
    }


def test_a_model_may_be_named_like_the_arguments(empty_registry: Registry) -> None:
    def declare() -> Any:
        class UpdateProfileInput(BaseModel):
            name: str

        return UpdateProfileInput

    def update_profile(data: int) -> None: ...

    update_profile.__annotations__["data"] = declare()
    client(update_profile)
    functions, _, schemas = exported(empty_registry)
    assert functions["update_profile"]["inputType"] == "UpdateProfileArguments"
    assert schemas["UpdateProfileArguments"]["properties"]["data"] == {
        "$ref": "#/components/schemas/UpdateProfileInput"
    }


def test_two_models_of_one_name_are_told_apart(empty_registry: Registry) -> None:
    from tests.test_errors import Left

    other = type("Left", (BaseModel,), {"__annotations__": {"right": str}, "__module__": "b"})

    def read(one: int, two: int) -> None: ...

    read.__annotations__ |= {"one": Left, "two": other}
    client(read)
    assert set(exported(empty_registry)[2]) == {"ReadInput", "b__Left", "tests__test_errors__Left"}


class Tree(BaseModel):
    """Recursive, its fields named like keywords, its data looking like references."""

    default: list[Tree] = []
    properties: dict[str, Tree] = {}
    mapping: Tree | None = None
    example: Annotated[str, Field(examples=[{"$ref": "#/components/schemas/Tree-Input"}])] = (
        "#/components/schemas/Tree-Input"
    )


def test_renaming_touches_references_alone(empty_registry: Registry) -> None:
    schemas = both_ways(Tree, empty_registry)
    assert references(schemas["Tree"]["properties"]["default"]) == {"Tree"}
    assert references(schemas["Tree"]["properties"]["properties"]) == {"Tree"}
    assert references(schemas["Tree"]["properties"]["mapping"]) == {"Tree"}
    assert schemas["Tree"]["properties"]["example"]["default"].endswith("/Tree-Input")
    assert schemas["Tree"]["properties"]["example"]["examples"][0]["$ref"].endswith("/Tree-Input")


class Odd(BaseModel):
    high: float = math.inf
    tags: set[str] = {"c", "a", "b"}


def test_defaults_are_json_and_in_order(empty_registry: Registry) -> None:
    @client
    def echo(odd: Odd, low: float = -math.inf, keys: frozenset[str] = frozenset("zyx")) -> None: ...

    def refuse(constant: str) -> None:
        pytest.fail(f"{constant} is not JSON")

    document = json.loads(as_text(export(empty_registry)), parse_constant=refuse)
    schemas = document["components"]["schemas"]
    said = {**schemas["Odd"]["properties"], **schemas["EchoInput"]["properties"]}
    assert {name: said[name]["default"] for name in ("high", "low", "tags", "keys")} == {
        "high": None,
        "low": None,
        "tags": ["a", "b", "c"],
        "keys": ["x", "y", "z"],
    }


def test_a_model_may_be_defined_below(empty_registry: Registry) -> None:
    @client
    def echo(shelf: Shelf) -> Shelf:
        return shelf

    assert set(exported(empty_registry)[2]) == {"Book", "EchoInput", "Shelf"}


class Shelf(BaseModel):
    books: list[Book] = []


class Book(BaseModel):
    title: str


def test_files_are_binary_and_bytes_are_text(empty_registry: Registry) -> None:
    @client
    def write(file: Upload, data: bytes) -> bytes:
        return data

    _, _, schemas = exported(empty_registry)
    assert schemas["WriteInput"]["properties"] == {
        "file": {"type": "string", "format": "binary"},
        "data": {"type": "string"},
    }
    assert schemas["WriteOutput"] == {"type": "string"}
