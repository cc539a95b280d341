"""Reads what a request asks for, within the limits, before any work is done for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, RawPostDataException, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.datastructures import MultiValueDictKeyError
from pydantic_core import from_json

from mizan import errors, params
from mizan.canonical import ParamType
from mizan.conf import config
from mizan.registry import Context
from mizan.uploads import new_token
from mizan.validation import InvalidInput

_UNREADABLE = (
    BadRequest,
    MultiPartParserError,
    RawPostDataException,
    UnreadablePostError,
    # Charsets that are known, and yet can't decode this.
    LookupError,
    UnicodeError,
)
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")


@dataclass(frozen=True)
class CallRequest:
    fn: str
    args: dict[str, Any]
    files: Mapping[str, UploadedFile[Any]] = field(default_factory=dict)
    """By the token that stands in their place in `args`."""


class Repeated(list[str]):
    """Several values of a param that takes one: an error of each function that takes the param,
    and none of a caller whom the function doesn't let in."""


def check_input(args: Mapping[str, Any]) -> None:
    fields = {
        name: ["Give one value."] for name, value in args.items() if isinstance(value, Repeated)
    }
    if fields:
        raise InvalidInput(fields)


def read_call(request: HttpRequest) -> CallRequest:
    if request.content_type == "multipart/form-data":
        return _read_multipart(request)
    return _call_of(_read_json(request), {})


def read_params(request: HttpRequest, context: Context) -> dict[str, Any]:
    """The params that a request names, as JSON; without nulls and without unknown names."""
    is_posted = request.method == "POST"
    values = _posted(request, context) if is_posted else _in_query(request, context)
    if len(values) > config().max_params:
        raise errors.too_large(f"A context takes at most {config().max_params} params.")
    return {
        name: value for name, value in values.items() if name in context.types and value is not None
    }


def load_form(request: HttpRequest) -> None:
    """Has `request.POST` and `request.FILES` read, within the limits."""
    try:
        if request.method != "POST":
            return
        if request.content_type == "multipart/form-data":
            _load_multipart(request)
        elif request.content_type == "application/x-www-form-urlencoded":
            _read_body(request)
            _load_fields(request)
    except Exception:
        # Else Django's error page would read it once more.
        request._mark_post_parse_error()  # type: ignore[attr-defined]
        raise


def _posted(request: HttpRequest, context: Context) -> dict[str, Any]:
    """Params as JSON, or in the canonical form, where every scalar is text."""
    values = _read_json(request).get("params", {})
    if not isinstance(values, dict):
        raise errors.bad_request("`params` must be an object.")
    return {name: _read_posted(context.types.get(name), value) for name, value in values.items()}


def _read_posted(type_: ParamType | None, value: Any) -> Any:
    texts = value if isinstance(value, list) else [value]
    is_canonical = (
        type_ is not None
        and type_.is_list is isinstance(value, list)
        and all(isinstance(text, str) for text in texts)
    )
    return params.from_text(type_, texts) if type_ is not None and is_canonical else value


def _in_query(request: HttpRequest, context: Context) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, texts in request.GET.lists():
        type_ = context.types.get(name)
        if type_ is None:
            values[name] = None
            continue
        if any("\0" in text for text in texts):
            raise nul()
        is_repeated = len(texts) > 1 and not type_.is_list
        values[name] = Repeated(texts) if is_repeated else params.from_text(type_, texts)
    return values


def _read_json(request: HttpRequest) -> dict[str, Any]:
    if request.content_type != "application/json":
        raise errors.bad_request("Send the body as application/json.")
    return _parse(_read_body(request))


def _read_body(request: HttpRequest) -> bytes:
    limit = config().max_body_bytes
    _check_length(request, limit)
    try:
        if request.META.get("CONTENT_LENGTH"):
            body = request.body
        else:
            # Sent in chunks, its length unknown: read no more than the limit.
            body = request.read(limit + 1)
            request._body = body
    except (UnreadablePostError, RawPostDataException, OSError) as error:
        raise errors.bad_request("The body can't be read.") from error
    if len(body) > limit:
        raise _body_too_large(limit)
    return body


def _check_length(request: HttpRequest, limit: int) -> None:
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError as error:
        raise errors.bad_request("Content-Length is not a number.") from error
    if length > limit:
        raise _body_too_large(limit)


def _body_too_large(limit: int) -> errors.Refused:
    size = f"{limit // 2**20} MiB" if limit % 2**20 == 0 else f"{limit} bytes"
    return errors.too_large(f"The body is larger than {size}.")


def _parse(body: bytes) -> dict[str, Any]:
    try:
        data = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise errors.bad_request("The body is not JSON.") from error
    if not isinstance(data, dict):
        raise errors.bad_request("The body must be a JSON object.")
    if b"\\u0000" in body and contains_nul(data):
        raise nul()
    return data


def contains_nul(data: Any) -> bool:
    """Whether a text in `data` has U+0000: no text field of Django takes it, PostgreSQL fails."""
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str) and "\0" in value:
            return True
        if isinstance(value, dict):
            waiting.extend(value)
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return False


def nul() -> errors.Refused:
    return errors.bad_request("The request contains U+0000, which text can't hold.")


def _call_of(body: dict[str, Any], files: Mapping[str, UploadedFile[Any]]) -> CallRequest:
    name, args = body.get("fn"), body.get("args")
    if not isinstance(name, str):
        raise errors.bad_request("`fn` must be the name of a function.")
    if args is None:
        args = {}
    if not isinstance(args, dict):
        raise errors.bad_request("`args` must be an object.")
    return CallRequest(name, args, files)


def _load_multipart(request: HttpRequest) -> None:
    _check_length(request, config().max_upload_bytes)
    _load_fields(request)


def _load_fields(request: HttpRequest) -> None:
    try:
        _ = request.POST
    except _UNREADABLE as error:
        raise errors.bad_request("The posted form can't be read.") from error


def _read_multipart(request: HttpRequest) -> CallRequest:
    _load_multipart(request)
    posted, uploaded = request.POST, request.FILES
    limit = config().max_body_bytes
    call = uploaded.get("call")
    if call is not None:
        # FormData sends a part with a media type of its own as a file.
        text = call.read(limit + 1)
    else:
        try:
            text = posted["call"].encode("utf-8", "replace")
        except MultiValueDictKeyError as error:
            raise errors.bad_request("The part `call` with the JSON is missing.") from error
    if len(text) > limit:
        raise _body_too_large(limit)
    body = _parse(text)
    files: dict[str, UploadedFile[Any]] = {}
    for pointer, parts in uploaded.lists():
        if pointer == "call":
            continue
        if len(parts) > 1:
            raise errors.bad_request("Two files have the same name.")
        token = new_token()
        _put(body.get("args"), pointer, token)
        files[token] = parts[0]
    return _call_of(body, files)


def _put(args: Any, pointer: str, token: str) -> None:
    """Puts `token` in the place of the null that `pointer` (RFC 6901) leads to."""
    problem = errors.bad_request("A file's name must point to a null in `args`.")
    if not pointer.startswith("/"):
        raise problem
    *way, last = (part.replace("~1", "/").replace("~0", "~") for part in pointer[1:].split("/"))
    here = args
    for part in way:
        here = _step(here, part, problem)
    if _step(here, last, problem) is not None:
        raise problem
    if isinstance(here, list):
        here[int(last)] = token
    else:
        here[last] = token


def _step(here: Any, part: str, problem: Exception) -> Any:
    if isinstance(here, dict) and part in here:
        return here[part]
    if isinstance(here, list) and _INDEX.fullmatch(part) and int(part) < len(here):
        return here[int(part)]
    raise problem
