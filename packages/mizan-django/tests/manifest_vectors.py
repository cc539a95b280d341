"""The functions behind the cases of `fixtures/wire/edge-manifest.json`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from mizan import client


def nothing() -> None:
    """No functions at all."""


def readme() -> None:
    @client(context="user", rev=2, cache=60)
    def user_profile(user_id: int) -> str:
        raise NotImplementedError

    @client(context="user", cache=30)
    def user_orders(user_id: int, page: int = 1) -> list[str]:
        raise NotImplementedError

    @client(affects="user")
    def update_profile(user_id: int, name: str) -> None: ...


def identity() -> None:
    @client(context="global")
    def session(request: HttpRequest) -> str:
        raise NotImplementedError

    @client(context="mine", auth=True, cache=False)
    def orders() -> list[str]:
        raise NotImplementedError

    @client(context="news")
    def headlines(topics: list[str] | None = None) -> list[str]:
        raise NotImplementedError

    @client(affects=["global", "mine"])
    def sign_in(name: str) -> None: ...


def pages() -> None:
    @client(context="product", route="products/<int:product_id>/", methods=["GET", "HEAD"])
    def product_page(product_id: int) -> HttpResponse:
        raise NotImplementedError

    @client(context="product")
    def product(product_id: int) -> str:
        raise NotImplementedError

    @client(affects=product, route="products/<int:product_id>/edit/", methods=["POST"])
    def edit_page(product_id: int) -> HttpResponse:
        raise NotImplementedError

    @client(affects=[product, "product"], private=True)
    def restock(product_id: int, count: int) -> None: ...


def scopes() -> None:
    @client(context="order")
    def order(order_id: int, lines: int = 10) -> str:
        raise NotImplementedError

    @client(affects="order", affects_params=["order_id"])
    def by_names(order_id: int, lines: int) -> None: ...

    @client(affects="order", affects_params={"lines": "lines", "order_id": "number"})
    def by_other_names(number: int, lines: int) -> None: ...

    @client(affects="order", affects_params=lambda result, _: {"order_id": result})
    def by_result(order_id: int) -> int:
        raise NotImplementedError


CASES = {
    "no functions": nothing,
    "a context and a mutation that scopes itself": readme,
    "user-scoped contexts": identity,
    "pages, private mutations and affected functions": pages,
    "mutations that say what scopes them": scopes,
}
