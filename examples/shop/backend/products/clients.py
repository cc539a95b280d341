"""The catalogue, one product, its reviews, and what staff does to the stock."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from django.contrib.auth.models import User
from django.db.models import Avg, F, Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from mizan import ClientError, ReactContext, client
from pydantic import BaseModel, Field

from products.models import Category, Product, Review

CATALOG = ReactContext("catalog")
PRODUCT = ReactContext("product")
WAREHOUSE = ReactContext("warehouse")

ProductId = Annotated[int, Field(ge=1)]
PAGE_SIZE = 8


class ProductCard(BaseModel):
    """A product as the catalogue shows it."""

    id: int
    name: str
    category: Category
    price: Decimal
    stock: int
    emoji: str
    colour: Annotated[str, Field(description="Of its card: `#rrggbb`.")]


class ProductDetail(ProductCard):
    description: str
    stars: Annotated[float | None, Field(description="The average; null without reviews.")]


class ReviewOut(BaseModel):
    id: int
    author: str
    stars: int
    text: str
    written_at: datetime


class CatalogPage(BaseModel):
    products: list[ProductCard]
    total: int
    page_size: int


class CategoryCount(BaseModel):
    category: Category
    label: str
    count: int


class StockLine(BaseModel):
    id: int
    name: str
    stock: int


class AlreadyReviewed(ClientError):
    """You have reviewed this product before."""

    status = 409


@client(context=CATALOG)
def product_list(
    search: Annotated[str, Field(max_length=80)] = "",
    categories: list[Category] | None = None,
    in_stock: bool = False,
    page: Annotated[int, Field(ge=1, le=1000, description="Counts from 1.")] = 1,
) -> CatalogPage:
    """A page of the products that match, all categories unless some are named."""
    found = Product.objects.filter(Q(name__icontains=search) | Q(description__icontains=search))
    if categories:
        found = found.filter(category__in=categories)
    if in_stock:
        found = found.filter(stock__gt=0)
    shown = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return CatalogPage(
        products=[ProductCard.model_validate(item, from_attributes=True) for item in shown],
        total=found.count(),
        page_size=PAGE_SIZE,
    )


@client(context=CATALOG, cache=300)
def category_list() -> list[CategoryCount]:
    """All categories and how many products each has."""
    return [
        CategoryCount(
            category=category,
            label=category.label,
            count=Product.objects.filter(category=category).count(),
        )
        for category in Category
    ]


@client(context=PRODUCT)
def product(product_id: ProductId) -> ProductDetail:
    """One product."""
    found = get_object_or_404(Product.objects.annotate(stars=Avg("reviews__stars")), pk=product_id)
    return ProductDetail.model_validate(found, from_attributes=True)


@client(context=PRODUCT)
def product_reviews(product_id: ProductId) -> list[ReviewOut]:
    """What people say of it, newest first."""
    return [
        ReviewOut(
            id=review.pk,
            author=review.author.first_name or review.author.username,
            stars=review.stars,
            text=review.text,
            written_at=review.written_at,
        )
        for review in Review.objects.filter(product_id=product_id).select_related("author")
    ]


@client(affects=PRODUCT, auth=True, errors=[AlreadyReviewed])
def review_product(
    request: HttpRequest,
    product_id: ProductId,
    stars: Annotated[int, Field(ge=1, le=5)],
    text: Annotated[str, Field(min_length=3, max_length=500)],
) -> None:
    """Says what the caller thinks of a product, once."""
    author = get_object_or_404(User, pk=request.user.pk)
    found = get_object_or_404(Product, pk=product_id)
    if Review.objects.filter(product=found, author=author).exists():
        raise AlreadyReviewed
    Review.objects.create(product=found, author=author, stars=stars, text=text)


@client(context=WAREHOUSE, auth="staff")
def stock_report(below: Annotated[int, Field(ge=0, le=10_000)] = 5) -> list[StockLine]:
    """What is about to run out."""
    low = Product.objects.filter(stock__lt=below).order_by("stock", "id")
    return [StockLine.model_validate(item, from_attributes=True) for item in low]


@client(affects=[PRODUCT, CATALOG, WAREHOUSE], auth="staff")
def restock(product_id: ProductId, count: Annotated[int, Field(ge=1, le=1000)]) -> StockLine:
    """Puts more of a product on the shelf."""
    found = get_object_or_404(Product, pk=product_id)
    Product.objects.filter(pk=found.pk).update(stock=F("stock") + count)
    found.refresh_from_db()
    return StockLine.model_validate(found, from_attributes=True)
