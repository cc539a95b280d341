"""The cart, the orders that come of it, and what staff does to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from mizan import ClientError, client
from pydantic import BaseModel, Field

from accounts.clients import CART, USER, UserId
from orders.models import CartLine, Order, OrderLine, OrderStatus
from products.clients import CATALOG, PRODUCT, WAREHOUSE, ProductId
from products.models import Product

PAGE_SIZE = 10
Count = Annotated[int, Field(ge=1, le=99)]


class CartItem(BaseModel):
    product_id: int
    name: str
    emoji: str
    price: Decimal
    count: int
    stock: Annotated[int, Field(description="How many there are; may be fewer than `count`.")]


class Cart(BaseModel):
    items: list[CartItem]
    total: Decimal


class OrderItem(BaseModel):
    product_id: int
    name: str
    emoji: str
    price: Decimal
    count: int


class OrderOut(BaseModel):
    id: int
    owner_id: int
    status: OrderStatus
    total: Decimal
    placed_at: datetime
    items: list[OrderItem]


class OrderPage(BaseModel):
    orders: list[OrderOut]
    total: int
    page_size: int


class StockLeft(BaseModel):
    product_id: int
    name: str
    left: int


class OutOfStock(ClientError):
    """There is not enough left."""

    status = 409
    details: StockLeft


class CartEmpty(ClientError):
    """There is nothing in the cart."""

    status = 409


# -- The cart


@client(context=CART)
def cart(request: HttpRequest) -> Cart:
    """What the caller is about to buy; empty for whoever isn't signed in."""
    items = [
        CartItem(
            product_id=line.product.pk,
            name=line.product.name,
            emoji=line.product.emoji,
            price=line.product.price,
            count=line.count,
            stock=line.product.stock,
        )
        for line in _lines(request)
    ]
    return Cart(
        items=items, total=sum((item.price * item.count for item in items), Decimal("0.00"))
    )


@client(affects=CART, auth=True, errors=[OutOfStock])
def add_to_cart(request: HttpRequest, product_id: ProductId, count: Count = 1) -> None:
    """Puts some of a product into the cart, beside what is there."""
    found = get_object_or_404(Product, pk=product_id)
    line = CartLine.objects.filter(owner_id=request.user.pk, product=found).first()
    _set_count(request, found, count + (0 if line is None else line.count))


@client(affects=CART, auth=True, errors=[OutOfStock])
def set_cart_count(
    request: HttpRequest, product_id: ProductId, count: Annotated[int, Field(ge=0, le=99)]
) -> None:
    """Sets how many of a product are in the cart; 0 takes it out."""
    found = get_object_or_404(Product, pk=product_id)
    if count == 0:
        CartLine.objects.filter(owner_id=request.user.pk, product=found).delete()
    else:
        _set_count(request, found, count)


# -- Orders


@client(context=USER, auth=True)
def user_orders(
    request: HttpRequest,
    user_id: UserId,
    page: Annotated[int, Field(ge=1, le=1000, description="Counts from 1.")] = 1,
) -> OrderPage:
    """A page of a user's orders, newest first; for them and for staff."""
    if request.user.pk != user_id and not getattr(request.user, "is_staff", False):
        raise PermissionDenied("Only they themselves can see that.")
    return _page(Order.objects.filter(owner_id=user_id), page)


def _what_an_order_changes(result: OrderOut, _: Mapping[str, Any]) -> list[dict[str, int]]:
    bought = [{"product_id": item.product_id} for item in result.items]
    return [{"user_id": result.owner_id}, *bought]


@client(
    affects=[CART, USER, PRODUCT, CATALOG, WAREHOUSE],
    affects_params=_what_an_order_changes,
    auth=True,
    errors=[OutOfStock, CartEmpty],
)
def place_order(request: HttpRequest) -> OrderOut:
    """Buys what is in the cart. A second click finds the cart empty, and buys nothing."""
    owner = get_object_or_404(User, pk=request.user.pk)
    lines = list(_lines(request).select_for_update())
    if not lines:
        raise CartEmpty
    total = sum((line.product.price * line.count for line in lines), Decimal(0))
    order = Order.objects.create(owner=owner, total=total)
    for line in lines:
        there_is = Product.objects.filter(pk=line.product.pk, stock__gte=line.count)
        if not there_is.update(stock=F("stock") - line.count):
            raise _out_of_stock(line.product)
        OrderLine.objects.create(
            order=order, product=line.product, count=line.count, price=line.product.price
        )
    CartLine.objects.filter(owner=owner).delete()
    return _order(order)


@client(route="orders/<int:order_id>/receipt/", methods=["GET"], auth=True)
def receipt_page(request: HttpRequest, order_id: Annotated[int, Field(ge=1)]) -> HttpResponse:
    """A page to print."""
    order = get_object_or_404(Order, pk=order_id, owner_id=request.user.pk)
    return HttpResponse(render_to_string("orders/receipt.html", {"order": order}))


# -- Staff


@client(context=WAREHOUSE, auth="staff")
def open_orders(page: Annotated[int, Field(ge=1, le=1000)] = 1) -> OrderPage:
    """What waits to be shipped, newest first."""
    return _page(Order.objects.filter(status=OrderStatus.OPEN), page)


@client(
    affects=[USER, WAREHOUSE],
    affects_params=lambda result, _: [{"user_id": result.owner_id}],
    auth="staff",
)
def ship_order(order_id: Annotated[int, Field(ge=1)]) -> OrderOut:
    """Marks an order as shipped."""
    order = get_object_or_404(Order, pk=order_id)
    order.status = OrderStatus.SHIPPED
    order.save(update_fields=["status"])
    return _order(order)


@client(affects=CART, private=True)
def drop_old_carts(days: int = 30) -> int:
    """Empties the carts of those who were not here for so long; for a nightly job."""
    since = timezone.now() - timedelta(days=days)
    deleted, _ = CartLine.objects.filter(owner__last_login__lt=since).delete()
    return deleted


def _lines(request: HttpRequest) -> Any:
    return CartLine.objects.filter(owner_id=request.user.pk).select_related("product")


def _set_count(request: HttpRequest, found: Product, count: int) -> None:
    if count > found.stock:
        raise _out_of_stock(found)
    owner = get_object_or_404(User, pk=request.user.pk)
    CartLine.objects.update_or_create(owner=owner, product=found, defaults={"count": count})


def _out_of_stock(found: Product) -> OutOfStock:
    found.refresh_from_db()
    details = StockLeft(product_id=found.pk, name=found.name, left=found.stock)
    return OutOfStock(f"Only {found.stock} left of {found.name}.", details)


def _page(orders: Any, page: int) -> OrderPage:
    shown = orders.prefetch_related("lines__product")[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return OrderPage(
        orders=[_order(order) for order in shown], total=orders.count(), page_size=PAGE_SIZE
    )


def _order(order: Order) -> OrderOut:
    items = [
        OrderItem(
            product_id=line.product.pk,
            name=line.product.name,
            emoji=line.product.emoji,
            price=line.price,
            count=line.count,
        )
        for line in order.lines.all()
    ]
    return OrderOut(
        id=order.pk,
        owner_id=order.owner.pk,
        status=OrderStatus(order.status),
        total=order.total,
        placed_at=order.placed_at,
        items=items,
    )
