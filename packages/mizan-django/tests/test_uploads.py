"""Multipart calls: JSON in the part `call`, each file named by where it belongs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from pydantic import BaseModel
from pytest_django import Settings

from mizan import ClientDefinitionError, Upload, client
from mizan.registry import Registry
from tests.api import Answer, Api

BOUNDARY = "a-boundary"


def part(name: str, content: bytes, filename: str | None = None, kind: str = "") -> bytes:
    file = f'; filename="{filename}"' if filename is not None else ""
    media = f"Content-Type: {kind}\r\n" if kind else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n{media}\r\n'
    return head.encode() + content + b"\r\n"


def send(api: Api, *parts: bytes) -> Answer:
    body = b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
    return api.post_call(body, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})


def call(fn: str, args: Any) -> bytes:
    return json.dumps({"fn": fn, "args": args}).encode()


def test_files_arrive_where_they_belong(api: Api) -> None:
    answer = send(
        api,
        part("call", call("attach", {"title": "t", "file": None, "more": [None, None]})),
        part("/file", b"content", "a.txt", "text/plain"),
        part("/more/1", b"2", "two.txt", "text/plain"),
        part("/more/0", b"1", "one.txt", "text/plain"),
    )
    assert answer.json["result"] == {
        "title": "t",
        "name": "a.txt",
        "text": "content",
        "more": ["one.txt", "two.txt"],
    }


def test_the_json_may_come_as_a_blob(api: Api) -> None:
    body = call("attach", {"title": "t", "file": None})
    answer = send(
        api,
        part("call", body, "blob", "application/json"),
        part("/file", b"content", "a.txt", "text/plain"),
    )
    assert answer.json["result"]["text"] == "content"


def test_a_missing_file_is_a_field_error(api: Api) -> None:
    answer = send(api, part("call", call("attach", {"title": "t", "file": None})))
    assert answer.status == 422
    assert answer.error["details"]["fields"] == {"file": ["Attach a file."]}
    answer = api.call("attach", {"title": "t", "file": "/etc/passwd"})
    assert answer.error["details"]["fields"] == {"file": ["Attach a file."]}


@pytest.mark.parametrize(
    "name",
    [
        "file",
        "/nothing",
        "/title",
        "/more/2",
        "/more/x",
        "/more/-1",
        "/more/" + "9" * 5000,
        "/",
        "",
    ],
)
def test_a_file_that_belongs_nowhere(api: Api, name: str) -> None:
    args = {"title": "t", "file": None, "more": [None]}
    answer = send(api, part("call", call("attach", args)), part(name, b"", "a.txt", "text/plain"))
    assert answer.status in (400, 422)
    assert answer.error["code"] in ("BAD_REQUEST", "VALIDATION_ERROR")


def test_two_files_of_one_name(api: Api) -> None:
    answer = send(
        api,
        part("call", call("attach", {"title": "t", "file": None})),
        part("/file", b"1", "a.txt", "text/plain"),
        part("/file", b"2", "b.txt", "text/plain"),
    )
    assert (answer.status, answer.error["message"]) == (400, "Two files have the same name.")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"fn":"attach","args":[]}'])
def test_a_call_part_that_is_no_call(api: Api, body: bytes) -> None:
    answer = send(api, part("call", body), part("/file", b"", "a.txt", "text/plain"))
    assert (answer.status, answer.error["code"]) == (400, "BAD_REQUEST")


def test_a_multipart_body_that_is_none(api: Api) -> None:
    assert send(api).error["message"] == "The part `call` with the JSON is missing."
    answer = api.post_call(b"x", {"Content-Type": "multipart/form-data"})
    assert (answer.status, answer.error["code"]) == (400, "BAD_REQUEST")


def test_a_file_may_be_larger_than_a_body(api: Api, settings: Settings) -> None:
    settings.MIZAN = {"MAX_BODY_BYTES": 1000, "MAX_UPLOAD_BYTES": 10_000}
    body = call("attach", {"title": "t", "file": None})
    file = part("/file", b"x" * 5000, "a.txt", "text/plain")
    assert send(api, part("call", body), file).status == 200
    assert send(api, part("call", body), file, file).status in (400, 413)
    assert send(api, part("call", body + b" " * 1000), file).status == 413


def test_too_many_files_are_too_large(api: Api, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    files = [part(f"/more/{n}", b"", "a.txt", "text/plain") for n in range(3)]
    args = {"title": "t", "file": None, "more": [None] * 3}
    answer = send(api, part("call", call("attach", args)), *files)
    assert (answer.status, answer.error["code"]) == (413, "TOO_LARGE")


class Page(BaseModel):
    title: str
    scan: Upload | None = None


def test_a_file_inside_a_model(client_api: Api, empty_registry: Registry) -> None:
    @client
    def scan(pages: list[Page]) -> list[str | None]:
        return [None if page.scan is None else page.scan.name for page in pages]

    answer = send(
        client_api,
        part("call", call("scan", {"pages": [{"title": "a"}, {"title": "b", "scan": None}]})),
        part("/pages/1/scan", b"", "scan.png", "image/png"),
    )
    assert answer.json["result"] == [None, "scan.png"]


def test_plain_uploaded_files_in_a_signature(client_api: Api, empty_registry: Registry) -> None:
    @client
    def count(
        one: SimpleUploadedFile,
        maybe: UploadedFile | None = None,  # type: ignore[type-arg]
        many: list[UploadedFile] = [],  # type: ignore[type-arg]  # noqa: B006
    ) -> list[str | None]:
        names = [file.name for file in many]
        return [one.name, None if maybe is None else maybe.name, *names]

    answer = send(
        client_api,
        part("call", call("count", {"one": None, "many": [None]})),
        part("/one", b"", "1.txt", "text/plain"),
        part("/many/0", b"", "2.txt", "text/plain"),
    )
    assert answer.json["result"] == ["1.txt", None, "2.txt"]


def test_a_read_takes_no_file(empty_registry: Registry) -> None:
    with pytest.raises(ClientDefinitionError, match="a read can't take a file"):

        @client(context="files")
        def read(file: Upload) -> None: ...
