"""What the shop's tests share: goods, people, and calls as the front end makes them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.test import TestCase

from products.models import Category, Product


class ShopTestCase(TestCase):
    ada: User
    bob: User
    sam: User
    kettle: Product
    lamp: Product

    @classmethod
    def setUpTestData(cls) -> None:
        cls.ada = User.objects.create_user("ada", password="open sesame")
        cls.bob = User.objects.create_user("bob", password="open sesame")
        cls.sam = User.objects.create_user("sam", password="open sesame", is_staff=True)
        cls.kettle = cls.product("Kettle", "49.00", stock=2)
        cls.lamp = cls.product("Lamp", "75.50", stock=9)

    @staticmethod
    def product(name: str, price: str, stock: int) -> Product:
        return Product.objects.create(
            name=name,
            description=name,
            category=Category.KITCHEN,
            price=Decimal(price),
            stock=stock,
            emoji="🫖",
            colour="#ffffff",
        )

    def call(self, fn: str, **args: Any) -> Any:
        """The answer of a call: its body, with what it said went stale under `invalidate`."""
        body = {"fn": fn, "args": args}
        response = self.client.post("/api/mizan/call/", body, content_type="application/json")
        return response.json()

    def context(self, name: str, **params: Any) -> Any:
        return self.client.get(f"/api/mizan/ctx/{name}/", params).json()
