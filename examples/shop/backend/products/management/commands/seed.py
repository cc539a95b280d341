"""`manage.py seed`: the shop's goods and three people, the same every time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.models import Profile
from orders.models import CartLine, Order, OrderLine, OrderStatus
from products.models import Category, Product, Review

PASSWORD = "open sesame"
OPENED = datetime(2026, 1, 5, 9, tzinfo=UTC)

PEOPLE = [
    ("ada", "Ada Lovelace", "Writes the first programs, drinks the last coffee.", False),
    ("bob", "Bob Ross", "There are no mistakes, only happy accidents.", False),
    ("sam", "Sam, who works here", "Ask me where things are.", True),
]

GOODS = [
    (
        "Pour-over kettle",
        "kitchen",
        "49.00",
        12,
        "🫖",
        "#e8d5c4",
        "A slow spout for a slow morning.",
    ),
    ("Cast-iron pan", "kitchen", "64.50", 7, "🍳", "#d9d4cf", "Heavy, and better every year."),
    ("Chef's knife", "kitchen", "89.90", 3, "🔪", "#dfe3e8", "Eight inches of good manners."),
    ("Honey jar", "kitchen", "12.75", 0, "🍯", "#f4dfa8", "Sold out until the bees are back."),
    ("Desk lamp", "desk", "75.00", 9, "💡", "#f2ead3", "Warm light, no flicker."),
    ("Fountain pen", "desk", "38.20", 15, "🖋️", "#cfd8e6", "Writes when you do."),
    ("Notebook", "desk", "9.90", 120, "📓", "#d5e3d1", "Dotted, and it lies flat."),
    ("Mechanical keyboard", "desk", "129.00", 1, "⌨️", "#dcd6e6", "The last one. You will hear it."),
    ("Watering can", "garden", "27.40", 20, "🪴", "#cfe3d8", "A long neck and a soft rain."),
    ("Secateurs", "garden", "31.00", 6, "✂️", "#e3d3d3", "For roses, and for ribbons."),
    ("Bird house", "garden", "22.00", 4, "🐦", "#d3e0ea", "One room, south-facing."),
    ("Weekend bag", "travel", "110.00", 5, "👜", "#e4d8c8", "Fits under every seat."),
    ("Travel mug", "travel", "24.90", 30, "☕", "#ead9d0", "Hot at noon, still hot at four."),
    ("Umbrella", "travel", "19.90", 2, "☂️", "#ccd6e8", "It will rain."),
]

REVIEWS = [
    ("bob", 1, 5, "Happy little cups of coffee."),
    ("ada", 2, 4, "Weighs as much as an engine, works as well."),
    ("ada", 8, 5, "Every key a small event."),
    ("bob", 9, 3, "Rains a little to the left."),
]

PAUSE = timedelta(hours=19)


class Command(BaseCommand):
    help = "Fills an empty shop, or puts a used one back to how it began."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        for model in (OrderLine, Order, CartLine, Review, Product, User):
            model.objects.all().delete()
        people = {entry[0]: self.person(number, *entry) for number, entry in enumerate(PEOPLE, 1)}
        goods = [self.product(number, *entry) for number, entry in enumerate(GOODS, 1)]
        for name, number, stars, text in REVIEWS:
            review = Review.objects.create(
                author=people[name], product=goods[number - 1], stars=stars, text=text
            )
            Review.objects.filter(pk=review.pk).update(written_at=OPENED + number * PAUSE)
        for number in range(1, 24):
            self.order(number, people["ada"], goods)
        CartLine.objects.create(owner=people["bob"], product=goods[6], count=2)
        self.stdout.write(
            f"{len(goods)} products, and {', '.join(people)}, whose password is “{PASSWORD}”."
        )

    def person(self, number: int, username: str, name: str, bio: str, is_staff: bool) -> User:
        user = User.objects.create_user(
            username,
            f"{username}@example.com",
            PASSWORD,
            pk=number,
            first_name=name,
            is_staff=is_staff,
            date_joined=OPENED + number * PAUSE,
        )
        Profile.objects.create(user=user, bio=bio)
        return user

    def product(
        self,
        number: int,
        name: str,
        category: str,
        price: str,
        stock: int,
        emoji: str,
        colour: str,
        description: str,
    ) -> Product:
        return Product.objects.create(
            pk=number,
            name=name,
            category=Category(category),
            price=Decimal(price),
            stock=stock,
            emoji=emoji,
            colour=colour,
            description=description,
        )

    def order(self, number: int, owner: User, goods: list[Product]) -> None:
        bought = [goods[at] for at in sorted({(number * step) % len(goods) for step in (1, 3)})]
        order = Order.objects.create(
            pk=number,
            owner=owner,
            total=sum((product.price for product in bought), Decimal(0)),
            status=OrderStatus.OPEN if number > 20 else OrderStatus.SHIPPED,
        )
        Order.objects.filter(pk=order.pk).update(placed_at=OPENED + number * PAUSE)
        for product in bought:
            OrderLine.objects.create(order=order, product=product, count=1, price=product.price)
