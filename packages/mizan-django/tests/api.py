"""The same requests through Django's test client, through a live server, and through ASGI."""

from __future__ import annotations

import http.client
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib.auth.models import User
from django.http.response import HttpResponseBase
from django.test import AsyncClient, Client

Headers = Mapping[str, str]
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Headers
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> Any:
        return self.json["error"]


def refresh(*instances: str) -> dict[str, str]:
    """The header of a caller who shows `instances`."""
    return {"X-Mizan-Refresh": ", ".join(instances)}


class Api(ABC):
    """A browser, as far as these tests need one: it keeps cookies and sends the CSRF token."""

    base = "/api/mizan"

    @abstractmethod
    def send(self, method: str, path: str, body: bytes = b"", headers: Headers = {}) -> Answer:  # noqa: B006
        """One request, with the cookies and nothing else added."""

    @property
    @abstractmethod
    def csrf_cookie(self) -> str | None: ...

    @abstractmethod
    def log_in(self, user: User) -> None: ...

    def session(self) -> Answer:
        return self.send("GET", f"{self.base}/session/")

    def context(self, name: str, params: Any = (), headers: Headers = {}) -> Answer:  # noqa: B006
        query = urlencode(params, doseq=True)
        return self.send("GET", f"{self.base}/ctx/{name}/?{query}", headers=headers)

    def post_context(self, name: str, params: Any) -> Answer:
        body = json.dumps({"params": params}).encode()
        return self.send("POST", f"{self.base}/ctx/{name}/", body, JSON)

    def call(self, fn: str, args: Any = None, headers: Headers = {}) -> Answer:  # noqa: B006
        """A call with the CSRF token, fetched when there is none yet."""
        return self.post_call(json.dumps({"fn": fn, "args": args}).encode(), {**JSON, **headers})

    def post_call(self, body: bytes, headers: Headers) -> Answer:
        if self.csrf_cookie is None:
            self.session()
        token = self.csrf_cookie
        sent = headers if token is None else {"X-CSRFToken": token, **headers}
        return self.send("POST", f"{self.base}/call/", body, sent)


class TestClientApi(Api):
    __test__ = False

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)

    def send(self, method: str, path: str, body: bytes = b"", headers: Headers = {}) -> Answer:  # noqa: B006
        response = self.client.generic(method, path, body, **_media_type_apart(headers))
        return _answer(response)

    @property
    def csrf_cookie(self) -> str | None:
        found = self.client.cookies.get(settings.CSRF_COOKIE_NAME)
        return None if found is None else found.value

    def log_in(self, user: User) -> None:
        self.client.force_login(user)


class AsyncClientApi(Api):
    base = "/api/async"

    def __init__(self) -> None:
        self.client = AsyncClient(enforce_csrf_checks=True, raise_request_exception=False)

    def send(self, method: str, path: str, body: bytes = b"", headers: Headers = {}) -> Answer:  # noqa: B006
        return _answer(async_to_sync(self._send)(method, path, body, headers))

    async def _send(
        self, method: str, path: str, body: bytes, headers: Headers
    ) -> HttpResponseBase:
        return await self.client.generic(method, path, body, **_media_type_apart(headers))

    @property
    def csrf_cookie(self) -> str | None:
        found = self.client.cookies.get(settings.CSRF_COOKIE_NAME)
        return None if found is None else found.value

    def log_in(self, user: User) -> None:
        self.client.force_login(user)


class LiveApi(Api):
    def __init__(self, url: str) -> None:
        self.host = urlsplit(url).netloc
        self.cookies: dict[str, str] = {}

    def send(self, method: str, path: str, body: bytes = b"", headers: Headers = {}) -> Answer:  # noqa: B006
        connection = http.client.HTTPConnection(self.host, timeout=20)
        sent = dict(headers)
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body or None, sent)
            response = connection.getresponse()
            answer = Answer(response.status, _Headers(response.getheaders()), response.read())
        finally:
            connection.close()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer

    @property
    def csrf_cookie(self) -> str | None:
        return self.cookies.get(settings.CSRF_COOKIE_NAME)

    def log_in(self, user: User) -> None:
        client = Client()
        client.force_login(user)
        self.cookies[settings.SESSION_COOKIE_NAME] = client.cookies["sessionid"].value


class _Headers(dict[str, str]):
    """Looked up in any case."""

    def __init__(self, items: Any) -> None:
        super().__init__((name.lower(), value) for name, value in items)

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def __contains__(self, name: object) -> bool:
        return super().__contains__(str(name).lower())

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.lower(), default)


def _media_type_apart(headers: Headers) -> dict[str, Any]:
    """As Django's clients want them."""
    rest = {name: value for name, value in headers.items() if name != "Content-Type"}
    return {"content_type": headers.get("Content-Type", ""), "headers": rest}


def _answer(response: HttpResponseBase) -> Answer:
    return Answer(
        response.status_code, _Headers(response.items()), getattr(response, "content", b"")
    )
