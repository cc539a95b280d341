"""Random input finds no 500 and no traceback, wherever it goes."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

from mizan import InvalidInput
from mizan.execution import validate
from mizan.functions import Function
from mizan.registry import registry
from tests.api import Answer, Api, AsyncClientApi, TestClientApi
from tests.desk.models import Ticket

pytestmark = pytest.mark.django_db

# Those that fail on purpose.
BROKEN = {"fail", "wrong_result", "breaks", "breaks_too"}
FUNCTIONS = sorted(registry.functions.keys() - BROKEN)
CONTEXTS = sorted(registry.contexts.keys() - {"broken", "hopeless"})

texts = st.text(max_size=20) | st.sampled_from(["", "\0", "5", "true", "null", "nan", "é", "a,b;c"])
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([2**31, 2**63, 2**64, -(2**63) - 1, 10**400])
    | st.floats()
    | texts
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)
arguments = sorted(
    {name for name in FUNCTIONS for name in registry.functions[name].signature.inputs}
)
names = st.sampled_from(arguments) | texts

few = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
callers = pytest.mark.parametrize("kind", [TestClientApi, AsyncClientApi], ids=["sync", "async"])


def is_sound(answer: Answer) -> bool:
    """Whether it is an answer of the protocol, whatever it says."""
    if answer.status >= 500 or b"Traceback" in answer.body:
        return False
    if answer.headers.get("Content-Type") == "application/json":
        json.loads(answer.body, parse_constant=lambda _: pytest.fail("not JSON"))
    return answer.headers["Cache-Control"] == "no-store"


@pytest.fixture
def logged_in(db: None) -> User:
    ada = User.objects.create_superuser("ada", pk=1, password="x")
    Ticket.objects.bulk_create(Ticket(pk=number, owner=ada, title="x") for number in (1, 2))
    return ada


def caller(kind: type[Api], user: User) -> Api:
    api = kind()
    api.log_in(user)
    return api


def text_of(data: Any) -> bytes:
    # Lone surrogates travel as escapes, NaN as the constant that is no JSON.
    return json.dumps(data).encode()


@callers
@given(name=st.sampled_from(FUNCTIONS) | texts, args=st.dictionaries(names, values) | values)
@few
def test_any_call(kind: type[Api], logged_in: User, name: str, args: Any) -> None:
    body = text_of({"fn": name, "args": args})
    answer = caller(kind, logged_in).post_call(body, {"Content-Type": "application/json"})
    assert is_sound(answer), answer


def inputs_of(function: Function) -> st.SearchStrategy[dict[str, Any]]:
    """Arguments of the kinds that the function takes, so that many of them get as far as its body,
    and now and then one of another kind."""
    inputs = function.signature.inputs
    fitting = {name: instances_of(item.schema()) for name, item in inputs.items()}
    required = {name: fitting[name] for name, item in inputs.items() if item.is_required}
    optional = {name: fitting[name] for name in fitting.keys() - required.keys()}
    return st.fixed_dictionaries(required, optional=optional) | st.fixed_dictionaries(
        {}, optional={name: fitting[name] | values for name in inputs}
    )


def instances_of(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """What a JSON schema of the tests' functions describes."""
    definitions = schema.get("$defs", {})

    def instances(part: dict[str, Any]) -> st.SearchStrategy[Any]:
        if "$ref" in part:
            return instances(definitions[part["$ref"].rpartition("/")[2]])
        if "anyOf" in part:
            return st.one_of([instances(option) for option in part["anyOf"]])
        match part["type"]:
            case "array":
                return st.lists(instances(part["items"]), max_size=3)
            case "object":
                return st.fixed_dictionaries(
                    {name: instances(item) for name, item in part["properties"].items()}
                )
            case "integer":
                return st.integers(part.get("minimum"), part.get("maximum")) | st.integers(1, 3)
            case "number":
                return st.floats(part.get("minimum"), part.get("maximum"), allow_nan=False)
            case "boolean":
                return st.booleans()
            case "null":
                return st.none()
            case "string":
                return texts.filter(lambda text: len(text) <= part.get("maxLength", len(text)))
            case kind:
                raise NotImplementedError(kind)

    return instances(schema)


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name != "attach"])
def test_the_arguments_fit(name: str) -> None:
    """Else the next test would only ever meet the validation."""
    function = registry.functions[name]

    def fit(args: dict[str, Any]) -> bool:
        try:
            validate(function, args)
        except InvalidInput:
            return False
        return True

    find(inputs_of(function), fit, settings=settings(few, derandomize=True))


@callers
@pytest.mark.parametrize("name", FUNCTIONS)
@given(data=st.data())
@settings(few, max_examples=15)
def test_every_function(kind: type[Api], logged_in: User, name: str, data: st.DataObject) -> None:
    args = data.draw(inputs_of(registry.functions[name]))
    shown = data.draw(
        st.sampled_from(["user;user_id=1", 'search;text="x", global', "ticket", "\\"])
    )
    headers = {"Content-Type": "application/json", "X-Mizan-Refresh": shown}
    answer = caller(kind, logged_in).post_call(text_of({"fn": name, "args": args}), headers)
    assert is_sound(answer), answer


@callers
@given(
    body=st.binary(max_size=200),
    content_type=st.sampled_from(
        ["application/json", "multipart/form-data; boundary=x", "text/plain", ""]
    ),
)
@few
def test_any_bytes(kind: type[Api], logged_in: User, body: bytes, content_type: str) -> None:
    api = caller(kind, logged_in)
    assert is_sound(api.post_call(body, {"Content-Type": content_type}))
    assert is_sound(api.post_call(b"--x\r\n" + body, {"Content-Type": content_type}))


@callers
@given(
    name=st.sampled_from(CONTEXTS) | texts,
    params=st.lists(st.tuples(names, texts | scalars.map(str)), max_size=6),
)
@few
def test_any_bundle(
    kind: type[Api], logged_in: User, name: str, params: list[tuple[str, str]]
) -> None:
    query = "&".join(f"{_quoted(key)}={_quoted(value)}" for key, value in params)
    api = caller(kind, logged_in)
    answer = api.send("GET", f"{api.base}/ctx/{_quoted(name)}/?{query}")
    assert is_sound(answer), answer
    assert b"INTERNAL_ERROR" not in answer.body


@callers
@given(name=st.sampled_from(CONTEXTS), params=st.dictionaries(names, values) | values)
@few
def test_any_posted_bundle(kind: type[Api], logged_in: User, name: str, params: Any) -> None:
    api = caller(kind, logged_in)
    body = text_of({"params": params})
    answer = api.send("POST", f"{api.base}/ctx/{name}/", body, {"Content-Type": "application/json"})
    assert is_sound(answer), answer
    assert b"INTERNAL_ERROR" not in answer.body


@callers
@given(header=st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=60))
@few
def test_any_header(kind: type[Api], logged_in: User, header: str) -> None:
    api = caller(kind, logged_in)
    if kind is AsyncClientApi:
        # Its client sends nothing else.
        header = header.encode("ascii", "ignore").decode()
    shown = {"X-Mizan-Refresh": header, "X-Mizan-Client": header}
    assert is_sound(api.call("tag", {"text": "x"}, shown))
    for name in ("X-Mizan-Token", "Authorization", "X-CSRFToken", "Content-Type", "Origin"):
        assert is_sound(api.call("tag", {"text": "x"}, {name: header}))
    assert is_sound(api.call("tag", {"text": "x"}, {"Authorization": f"Bearer {header}"}))


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")
