"""The part of RFC 9651 that `X-Mizan-Invalidate` and `X-Mizan-Refresh` use: a list of tokens with
parameters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from mizan.canonical import CanonicalValue, ParamType

Bare = int | float | bool | str

_LARGEST = 999_999_999_999_999
_SMALL_DECIMAL = re.compile(r"-?[0-9]{1,12}\.[0-9]{1,3}")
_WIRE_INTEGER = re.compile(r"-?[0-9]{1,15}")

_TOKEN = re.compile(r"[A-Za-z*][A-Za-z0-9!#$%&'*+\-.^_`|~:/]*")
_KEY = re.compile(r"[a-z*][a-z0-9_\-.*]*")
_NUMBER = re.compile(r"-?(?:([0-9]{1,12}\.[0-9]{1,3})|([0-9]{1,15}))(?![0-9.])")
_BOOLEAN = re.compile(r"\?([01])")
_STRING = re.compile(r'"((?:[ !#-\[\]-~]|\\["\\])*)"')
_DISPLAY = re.compile(r'%"((?:[ !#$&-~]|%[0-9a-f]{2})*)"')
_COMMA = re.compile(r"[ \t]*,[ \t]*")


class Malformed(ValueError):
    """The header is not of the grammar; the whole of it is ignored."""


def write(entries: Iterable[tuple[str, Mapping[str, tuple[ParamType, CanonicalValue]]]]) -> str:
    """Names with their params as a header value."""
    return ", ".join(
        name + "".join(f";{key}={_write_bare(*params[key])}" for key in sorted(params))
        for name, params in entries
    )


def read(header: str) -> list[tuple[str, dict[str, Bare]]]:
    """Names with their params; raises Malformed."""
    if not header.isascii():
        raise Malformed("not ASCII")
    entries: list[tuple[str, dict[str, Bare]]] = []
    at, end = _skip(header, 0), len(header.rstrip(" "))
    while at < end:
        name, at = _match(_TOKEN, header, at)
        params, at = _read_params(header, at)
        entries.append((name, params))
        if at == end:
            break
        _, at = _match(_COMMA, header, at)
        if at >= end:
            raise Malformed("ends with a comma")
    return entries


def _write_bare(param: ParamType, value: CanonicalValue) -> str:
    if isinstance(value, list):
        return _quote(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    match param.scalar:
        case "boolean":
            return "?1" if value == "true" else "?0"
        case "integer" if _WIRE_INTEGER.fullmatch(value):
            return value
        case "number" if _WIRE_INTEGER.fullmatch(value) or _SMALL_DECIMAL.fullmatch(value):
            return value
        case _:
            return _quote(value)


def _quote(text: str) -> str:
    if all(" " <= char <= "~" for char in text):
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    encoded = "".join(
        chr(byte) if 0x20 <= byte <= 0x7E and byte not in b'%"' else f"%{byte:02x}"
        for byte in text.encode("utf-8", "replace")
    )
    return f'%"{encoded}"'


def _read_params(header: str, at: int) -> tuple[dict[str, Bare], int]:
    params: dict[str, Bare] = {}
    while header.startswith(";", at):
        key, at = _match(_KEY, header, _skip(header, at + 1))
        value: Bare = True
        if header.startswith("=", at):
            value, at = _read_bare(header, at + 1)
        params.pop(key, None)
        params[key] = value
    return params, at


def _read_bare(header: str, at: int) -> tuple[Bare, int]:
    if found := _NUMBER.match(header, at):
        return (float(found[0]) if found[1] else int(found[0])), found.end()
    if found := _BOOLEAN.match(header, at):
        return found[1] == "1", found.end()
    if found := _STRING.match(header, at):
        return re.sub(r"\\(.)", r"\1", found[1]), found.end()
    if found := _DISPLAY.match(header, at):
        try:
            return _unescape(found[1]), found.end()
        except UnicodeDecodeError as error:
            raise Malformed("not UTF-8") from error
    return _match(_TOKEN, header, at)


def _unescape(text: str) -> str:
    encoded = re.sub(
        rb"%([0-9a-f]{2})", lambda found: bytes.fromhex(found[1].decode()), text.encode()
    )
    return encoded.decode()


def _match(pattern: re.Pattern[str], header: str, at: int) -> tuple[str, int]:
    found = pattern.match(header, at)
    if found is None:
        raise Malformed(f"unexpected text at {at}")
    return found[0], found.end()


def _skip(header: str, at: int) -> int:
    while header.startswith(" ", at):
        at += 1
    return at
