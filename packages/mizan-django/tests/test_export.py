"""The schema export and the edge manifest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from django.http import HttpResponse
from pydantic import BaseModel, Field, WithJsonSchema
from pytest_django import Settings
from typing_extensions import TypedDict, deprecated

from mizan import ClientError, ReactContext, client
from mizan.export import as_text, export
from mizan.manifest import manifest
from mizan.registry import Registry, registry
from tests.test_types import Size

WIRE = Path(__file__).resolve().parents[3] / "fixtures" / "wire"


def exported(known: Registry) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    document = export(known)
    functions = {function["name"]: function for function in document["x-mizan-functions"]}
    return functions, document["x-mizan-contexts"], document["components"]["schemas"]


class Order(BaseModel):
    """What was bought."""

    id: int
    note: str = ""
    tags: list[str] = Field(default_factory=list)


class StockLeft(BaseModel):
    left: int


class OutOfStock(ClientError):
    """Fewer are left than were asked for."""

    status = 409
    details: StockLeft


class Gone(ClientError):
    """Gone."""


def test_a_function_says_everything(empty_registry: Registry) -> None:
    shop = ReactContext("shop")

    @client(context=shop)
    def orders(user_id: int, page: int = 1) -> list[Order]:
        """A page of orders.

        Newest first.
        """
        raise NotImplementedError

    @client(affects=[shop, orders], auth="staff", errors=[OutOfStock, Gone])
    @deprecated("Use another.")
    def buy(product_id: int, note: str | None = None) -> Order | None: ...

    functions, contexts, _ = exported(empty_registry)
    assert functions["buy"] == {
        "name": "buy",
        "camelName": "buy",
        "description": None,
        "deprecated": True,
        "hasInput": True,
        "inputType": "BuyInput",
        "outputType": "Order",
        "outputNullable": True,
        "isContext": False,
        "affects": [
            {"type": "context", "name": "shop"},
            {"type": "function", "name": "orders", "context": "shop"},
        ],
        "affectsParams": None,
        "transport": "http",
        "auth": "staff",
        "readsIdentity": True,
        "errors": [
            {"code": "OUT_OF_STOCK", "details": "StockLeft"},
            {"code": "GONE", "details": None},
        ],
        "form": None,
        "private": False,
        "viewPath": False,
        "route": None,
        "methods": None,
        "rev": 0,
        "cache": True,
        "source": {
            "file": "tests/test_export.py",
            "line": orders.__code__.co_firstlineno + 8,
        },
    }
    assert functions["orders"]["description"] == "A page of orders.\n\nNewest first."
    assert functions["orders"]["isContext"] == "shop"
    assert contexts == {
        "shop": {
            "functions": ["orders"],
            "params": {
                "page": {"type": "integer", "required": False, "sharedBy": ["orders"]},
                "user_id": {"type": "integer", "required": True, "sharedBy": ["orders"]},
            },
        }
    }


def test_components_hold_arguments_results_and_details(empty_registry: Registry) -> None:
    @client(errors=[OutOfStock])
    def buy(order: Order, count: Annotated[int, Field(ge=1, description="How many.")] = 1) -> int:
        raise NotImplementedError

    _, _, schemas = exported(empty_registry)
    assert list(schemas) == ["BuyInput", "BuyOutput", "Order", "StockLeft"]
    assert schemas["BuyInput"] == {
        "type": "object",
        "properties": {
            "order": {"$ref": "#/components/schemas/Order"},
            "count": {"type": "integer", "minimum": 1, "description": "How many.", "default": 1},
        },
        "additionalProperties": False,
        "required": ["order"],
    }
    assert schemas["BuyOutput"] == {"type": "integer"}
    assert schemas["Order"]["description"] == "What was bought."
    assert schemas["Order"]["properties"]["tags"]["default"] == []
    assert schemas["Order"]["required"] == ["id"]


UNORDERED = """
import django, sys
django.setup()
import tests.unordered
from mizan.export import as_text, export
from mizan.registry import registry
sys.stdout.write(as_text(export(registry)))
"""


def test_every_process_exports_the_same_bytes() -> None:
    def exported_with(seed: int) -> bytes:
        given = {"PYTHONHASHSEED": str(seed), "DJANGO_SETTINGS_MODULE": "tests.settings"}
        command = [sys.executable, "-c", UNORDERED]
        folder = Path(__file__).parents[1]
        return subprocess.run(
            command, cwd=folder, env={**os.environ, **given}, check=True, capture_output=True
        ).stdout

    first = exported_with(1)
    assert first == exported_with(2) == exported_with(3)
    schemas = json.loads(first)["components"]["schemas"]
    words = ["alpha", "beta", "delta", "epsilon", "gamma"]
    assert schemas["NestedInput"]["properties"]["by_name"]["default"] == {"k": ["x", "y", "z"]}
    assert schemas["NestedInput"]["properties"]["in_sets"]["default"] == [
        words,
        ["eta", "theta", "zeta"],
        ["iota", "kappa"],
    ]
    assert schemas["ModelsInput"]["properties"]["kept"]["default"] == {"words": words, "count": 1}


def test_pages_and_private_functions_say_so(empty_registry: Registry) -> None:
    @client(context="shop", route="p/<int:product_id>/", methods=["post", "get"], rev=3, cache=60)
    def product_page(product_id: int) -> HttpResponse:
        raise NotImplementedError

    @client(private=True)
    def purge() -> None: ...

    functions, _, _ = exported(empty_registry)
    page = functions["product_page"]
    assert (page["viewPath"], page["outputType"], page["route"]) == (
        True,
        None,
        "/p/<int:product_id>/",
    )
    assert (page["methods"], page["rev"], page["cache"]) == (["GET", "POST"], 3, 60)
    assert functions["purge"]["private"] is True
    assert functions["purge"]["inputType"] is None
    assert functions["purge"]["hasInput"] is False


def test_params_are_required_when_every_function_requires_them(empty_registry: Registry) -> None:
    @client(context="user")
    def profile(user_id: int) -> int:
        raise NotImplementedError

    @client(context="user")
    def order(user_id: int, order_id: UUID, sizes: list[float] | None = None) -> int:
        raise NotImplementedError

    params = exported(empty_registry)[1]["user"]["params"]
    assert params == {
        "order_id": {"type": "string", "required": False, "sharedBy": ["order"]},
        "sizes": {"type": {"array": "number"}, "required": False, "sharedBy": ["order"]},
        "user_id": {"type": "integer", "required": True, "sharedBy": ["order", "profile"]},
    }


class Appearance(TypedDict, total=False):
    dark: bool


@pytest.mark.parametrize(
    ("annotation", "type_"),
    [
        (int, "integer"),
        (Literal[1, 2], "integer"),
        (int | None, "integer"),
        (float, "number"),
        (int | float, "number"),
        (bool, "boolean"),
        (str, "string"),
        (Literal["a"], "string"),
        (UUID, "string"),
        (Decimal, "string"),
        (int | str, "string"),
        (list[int], {"array": "integer"}),
        (list[int] | None, {"array": "integer"}),
        (set[Literal["a"]], {"array": "string"}),
        (Annotated[Any, WithJsonSchema({"type": "string"})], "string"),
    ],
    ids=str,
)
def test_wire_types_of_params(empty_registry: Registry, annotation: Any, type_: Any) -> None:
    def read(key: Any) -> None: ...

    read.__annotations__["key"] = annotation
    client(context="a")(read)
    assert exported(empty_registry)[1]["a"]["params"]["key"]["type"] == type_


@pytest.mark.parametrize("annotation", [Size, bool | int, list[int] | int, Appearance], ids=str)
def test_types_that_no_url_carries(empty_registry: Registry, annotation: Any) -> None:
    def read(key: Any) -> None: ...

    read.__annotations__["key"] = annotation
    with pytest.raises(TypeError, match="must be a scalar or a list of scalars"):
        client(context="a")(read)


def test_the_export_is_the_same_whatever_the_order_of_imports() -> None:
    backwards = Registry()
    for function in reversed(registry.declared):
        backwards.add(function, function.fn)
    assert as_text(export(backwards)) == as_text(export(registry))


def test_no_path_of_this_machine_gets_out(settings: Settings) -> None:
    for root in (None, "/nowhere"):
        settings.MIZAN = {"SOURCE_ROOT": root}
        text = as_text(export(registry))
        assert str(Path.cwd()) not in text
        assert '"file": "tests/desk/clients.py"' in text


def test_the_export_agrees_with_itself() -> None:
    document = export(registry)
    names = set(document["components"]["schemas"])
    assert references(document) <= names
    for function in document["x-mizan-functions"]:
        for key in ("inputType", "outputType"):
            assert function[key] is None or function[key] in names
        assert function["hasInput"] is (function["inputType"] is not None)
        context = function["isContext"]
        assert (
            context is False
            or function["name"] in document["x-mizan-contexts"][context]["functions"]
        )


def references(data: Any) -> set[str]:
    found: set[str] = set()
    if isinstance(data, dict):
        if isinstance(data.get("$ref"), str):
            found.add(data["$ref"].removeprefix("#/components/schemas/"))
        data = list(data.values())
    if isinstance(data, list):
        found.update(*(references(item) for item in data))
    return found


# -- The edge manifest


def edge_cases() -> Any:
    return json.loads((WIRE / "edge-manifest.json").read_text(encoding="utf-8"))["manifests"]


@pytest.mark.parametrize("case", edge_cases(), ids=lambda case: case["name"])
def test_manifest_vectors(case: Any, empty_registry: Registry) -> None:
    from tests.manifest_vectors import CASES

    CASES[case["name"]]()
    assert manifest(empty_registry) == case["manifest"]
    document = export(empty_registry)
    for function in document["x-mizan-functions"]:
        assert function.pop("source")["file"].endswith("manifest_vectors.py")
    assert document == case["export"]
