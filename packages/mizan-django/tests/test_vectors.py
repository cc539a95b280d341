"""The wire vectors that every implementation tests against."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mizan import structured_fields
from mizan.canonical import ParamType, Scalar, cache_key, canonical, jcs
from mizan.errors import WireError
from mizan.invalidation import Entry, header_of, matches
from mizan.results import to_bytes

WIRE = Path(__file__).resolve().parents[3] / "fixtures" / "wire"


def vectors(file: str, key: str, only: str | None = None) -> pytest.MarkDecorator:
    cases = json.loads((WIRE / f"{file}.json").read_text(encoding="utf-8"))[key]
    cases = [case for case in cases if only is None or case.get(only)]
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


def types_of(declared: dict[str, Any]) -> dict[str, ParamType]:
    return {name: type_of(said) for name, said in declared.items()}


def type_of(said: Scalar | list[Scalar]) -> ParamType:
    return ParamType(said[0], is_list=True) if isinstance(said, list) else ParamType(said)


@vectors("canonical-params", "canonical")
def test_canonical(case: Any) -> None:
    assert jcs(canonical(types_of(case["params"]), case["values"])) == case["canonical"]


@vectors("canonical-params", "same")
def test_same_value(case: Any) -> None:
    for values in case["values"]:
        assert jcs(canonical(types_of(case["params"]), values)) == case["canonical"]


@vectors("canonical-params", "match")
def test_match(case: Any) -> None:
    types = types_of(case["params"])
    assert matches(types, case["entry"], case["instance"]) is case["matches"]


@vectors("cache-key", "keys")
def test_cache_key(case: Any) -> None:
    params = canonical(types_of(case["params"]), case["values"])
    key = cache_key(case["secret"], case["context"], params, case["rev"], case["user"])
    assert key == case["key"]


@vectors("invalidate-header", "write")
def test_write_header(case: Any) -> None:
    contexts = {name: types_of(params) for name, params in case["contexts"].items()}
    entries = []
    for said in case["entries"]:
        name = said if isinstance(said, str) else said["context"]
        params = {} if isinstance(said, str) else said["params"]
        entries.append(Entry(name, canonical(contexts[name], params), contexts[name]))
    assert header_of(entries) == case["header"]


@vectors("invalidate-header", "write")
def test_read_what_was_written(case: Any) -> None:
    contexts = {name: types_of(params) for name, params in case["contexts"].items()}
    for (name, params), said in zip(
        structured_fields.read(case["header"]), case["entries"], strict=True
    ):
        wanted = {} if isinstance(said, str) else said["params"]
        assert canonical(contexts[name], params) == canonical(contexts[name], wanted)


@vectors("invalidate-header", "read")
def test_read_header(case: Any) -> None:
    expected = [
        (said, {}) if isinstance(said, str) else (said["context"], said["params"])
        for said in case["entries"]
    ]
    assert structured_fields.read(case["header"]) == expected


@vectors("invalidate-header", "malformed")
def test_refuse_header(case: Any) -> None:
    with pytest.raises(structured_fields.Malformed):
        structured_fields.read(case["header"])


@vectors("errors", "answers", only="backend")
def test_error_body(case: Any) -> None:
    body = json.loads(case["body"])["error"]
    error = WireError(case["status"], body["code"], body["message"], body["details"])
    assert to_bytes({"error": error.body()}).decode() == case["body"]
