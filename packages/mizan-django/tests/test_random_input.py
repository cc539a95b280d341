"""Random input finds no 500 and no traceback, wherever it goes."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

import pytest
from django.contrib.auth.models import User
from django.urls import Resolver404, resolve
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
UPLOADS = sorted(name for name in FUNCTIONS if registry.functions[name].signature.has_uploads)
ROUTED = sorted(name for name in FUNCTIONS if registry.functions[name].options.route is not None)
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


class Part(NamedTuple):
    """One part of a multipart body, well-formed whatever its name is."""

    name: str
    content: bytes
    filename: str | None = None


def parts(name: st.SearchStrategy[str]) -> st.SearchStrategy[Part]:
    filenames = st.none() | texts | st.sampled_from(["a.txt", "../a", "a\0b", "\u202etxt.exe"])
    return st.builds(Part, name, st.binary(max_size=20), filenames)


def multipart(all_parts: list[Part]) -> bytes:
    def head(part: Part) -> str:
        file = "" if part.filename is None else f'; filename="{_inert(part.filename)}"'
        return f'Content-Disposition: form-data; name="{_inert(part.name)}"{file}'

    written = [
        f"--x\r\n{head(part)}\r\n\r\n".encode() + part.content + b"\r\n" for part in all_parts
    ]
    return b"".join(written) + b"--x--\r\n"


def _inert(text: str) -> str:
    """As browsers write it."""
    written = text.encode("utf-8", "replace").decode()
    return written.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


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
    if answer.body and answer.headers.get("Content-Type") == "application/json":
        json.loads(answer.body, parse_constant=lambda _: pytest.fail("not JSON"))
    return answer.headers.get("Cache-Control") == "no-store"


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


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name not in UPLOADS])
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


# Paths and queries can't be written with a lone surrogate, but they can have its bytes.
url_texts = texts | st.sampled_from(
    ["\ud800", "a/b", "..", "\u202e", "\U0010ffff", "%00", "+", "\n"]
)
pairs = st.lists(st.tuples(names, url_texts | scalars.map(str)), max_size=5)
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]
FORMS = ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", ""]


@st.composite
def paths(draw: st.DrawFn) -> str:
    """One that a page has: its captures filled, mostly with what fits."""
    function = registry.functions[draw(st.sampled_from(ROUTED))]

    def filled(capture: re.Match[str]) -> str:
        fitting = st.integers(1, 3).map(str) if capture[1] == "int" else url_texts
        return _quoted(draw(fitting | url_texts))

    return re.sub(r"<(\w+):\w+>", filled, function.options.route or "")


def form_of(content_type: str, fields: list[tuple[str, str]], files: list[Part]) -> bytes:
    if "multipart" in content_type:
        written = [Part(name, text.encode("utf-8", "replace")) for name, text in fields]
        return multipart([*written, *files])
    return "&".join(f"{_quoted(name)}={_quoted(text)}" for name, text in fields).encode()


@callers
@given(
    method=st.sampled_from(METHODS) | st.just("POST"),
    path=paths(),
    query=pairs,
    fields=pairs,
    files=st.lists(parts(names), max_size=3),
    content_type=st.sampled_from(FORMS),
    is_client=st.booleans(),
)
@few
def test_any_page(
    kind: type[Api],
    logged_in: User,
    method: str,
    path: str,
    query: list[tuple[str, str]],
    fields: list[tuple[str, str]],
    files: list[Part],
    content_type: str,
    is_client: bool,
) -> None:
    api = caller(kind, logged_in)
    api.session()
    headers = {"Content-Type": content_type, "X-CSRFToken": api.csrf_cookie or ""}
    if is_client:
        headers["X-Mizan-Client"] = "1"
    url = path + "?" + form_of("", query, []).decode()
    answer = api.send(method, url, form_of(content_type, fields, files), headers)
    # A path that no page has is Django's to answer, and may be kept.
    assert is_sound(answer) or is_no_page(path), answer


def is_no_page(path: str) -> bool:
    try:
        resolve(unquote(path))
    except Resolver404:
        return True
    return False


@callers
@given(method=st.sampled_from(METHODS), query=pairs, body=st.binary(max_size=20))
@few
def test_any_session(
    kind: type[Api], logged_in: User, method: str, query: list[tuple[str, str]], body: bytes
) -> None:
    api = caller(kind, logged_in)
    url = f"{api.base}/session/?" + form_of("", query, []).decode()
    answer = api.send(method, url, body, {"Cookie": f"csrftoken={body.hex()}"})
    assert is_sound(answer), answer
    assert answer.status == (204 if method == "GET" else 405)


pointers = st.sampled_from(["/file", "/more/0", "/more/1", "/title", "/more", "/file/0", "file"])


@callers
@given(
    name=st.sampled_from(UPLOADS),
    args=st.fixed_dictionaries(
        {"title": texts, "file": st.none() | values},
        optional={"more": st.lists(st.none(), max_size=2) | values},
    ),
    files=st.lists(parts(pointers | url_texts), max_size=4),
)
@few
def test_any_files(
    kind: type[Api], logged_in: User, name: str, args: dict[str, Any], files: list[Part]
) -> None:
    body = multipart([Part("call", text_of({"fn": name, "args": args})), *files])
    answer = caller(kind, logged_in).post_call(body, {"Content-Type": FORMS[1]})
    assert is_sound(answer), answer


def test_files_arrive(logged_in: User) -> None:
    """Else the tests above would only ever meet refusals."""
    call = Part("call", text_of({"fn": "attach", "args": {"title": "t", "file": None}}))
    body = multipart([call, Part("/file", b"x", "a.txt")])
    api = caller(TestClientApi, logged_in)
    assert api.post_call(body, {"Content-Type": FORMS[1]}).status == 200
    body = form_of(FORMS[1], [("title", "t")], [Part("file", b"x", "a.txt")])
    headers = {"Content-Type": FORMS[1], "X-CSRFToken": api.csrf_cookie or ""}
    assert api.send("POST", "/attachments/", body, headers).status == 200


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")
