"""Carts that fill, orders that are placed once, stock that runs out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from config.testing import ShopTestCase
from orders.clients import drop_old_carts
from orders.models import CartLine, Order


class CartTests(ShopTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ada)

    def counts(self) -> dict[str, int]:
        return {item["name"]: item["count"] for item in self.context("cart")["cart"]["items"]}

    def test_a_cart_fills_and_empties(self) -> None:
        self.assertEqual(self.call("add_to_cart", product_id=self.lamp.pk)["invalidate"], ["cart"])
        self.call("add_to_cart", product_id=self.lamp.pk, count=2)
        self.assertEqual(self.counts(), {"Lamp": 3})
        self.assertEqual(self.context("cart")["cart"]["total"], "226.50")
        self.call("set_cart_count", product_id=self.lamp.pk, count=1)
        self.assertEqual(self.counts(), {"Lamp": 1})
        self.call("set_cart_count", product_id=self.lamp.pk, count=0)
        self.assertEqual(self.counts(), {})

    def test_more_than_there_is(self) -> None:
        error = self.call("add_to_cart", product_id=self.kettle.pk, count=3)["error"]
        self.assertEqual(error["code"], "OUT_OF_STOCK")
        self.assertEqual(error["message"], "Only 2 left of Kettle.")
        self.assertEqual(
            error["details"], {"product_id": self.kettle.pk, "name": "Kettle", "left": 2}
        )
        self.assertEqual(self.counts(), {})

    def test_a_visitors_cart_is_empty_and_stays_so(self) -> None:
        self.client.logout()
        self.assertEqual(self.context("cart"), {"cart": {"items": [], "total": "0.00"}})
        error = self.call("add_to_cart", product_id=self.lamp.pk)["error"]
        self.assertEqual(error["code"], "UNAUTHORIZED")

    def test_old_carts_are_dropped_by_the_server_alone(self) -> None:
        self.call("add_to_cart", product_id=self.lamp.pk)
        self.assertEqual(self.call("drop_old_carts")["error"]["code"], "FORBIDDEN")
        self.ada.last_login = timezone.now() - timedelta(days=40)
        self.ada.save()
        self.assertEqual(drop_old_carts(), 1)


class OrderTests(ShopTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ada)

    def order(self, **counts: int) -> Any:
        for name, count in counts.items():
            product = getattr(self, name)
            self.call("add_to_cart", product_id=product.pk, count=count)
        return self.call("place_order")

    def test_an_order_says_exactly_what_it_changed(self) -> None:
        answer = self.order(kettle=1, lamp=2)
        self.assertEqual(answer["result"]["total"], "200.00")
        self.assertEqual(
            answer["invalidate"],
            [
                "cart",
                {"context": "user", "params": {"user_id": self.ada.pk}},
                {"context": "product", "params": {"product_id": self.kettle.pk}},
                {"context": "product", "params": {"product_id": self.lamp.pk}},
                "catalog",
                "warehouse",
            ],
        )
        self.assertEqual(self.context("cart")["cart"]["items"], [])
        self.assertEqual(self.context("product", product_id=self.kettle.pk)["product"]["stock"], 1)

    def test_a_second_click_orders_nothing(self) -> None:
        self.order(lamp=1)
        self.assertEqual(self.call("place_order")["error"]["code"], "CART_EMPTY")
        self.assertEqual(Order.objects.count(), 1)

    def test_stock_that_ran_out_in_between_undoes_the_order(self) -> None:
        self.call("add_to_cart", product_id=self.lamp.pk)
        self.call("add_to_cart", product_id=self.kettle.pk, count=2)
        self.kettle.stock = 1
        self.kettle.save()
        error = self.call("place_order")["error"]
        self.assertEqual(error["details"]["left"], 1)
        self.assertEqual(Order.objects.count(), 0)
        self.lamp.refresh_from_db()
        self.assertEqual(self.lamp.stock, 9)
        self.assertEqual(CartLine.objects.count(), 2)

    def test_orders_are_for_their_owner_and_for_staff(self) -> None:
        self.order(lamp=1)
        mine = self.context("user", user_id=self.ada.pk)
        self.assertEqual(mine["user_orders"]["total"], 1)
        self.client.force_login(self.bob)
        theirs = self.context("user", user_id=self.ada.pk)
        self.assertEqual(theirs["user_profile"]["username"], "ada")
        self.assertEqual(theirs["$errors"]["user_orders"]["code"], "FORBIDDEN")
        self.client.force_login(self.sam)
        self.assertEqual(self.context("user", user_id=self.ada.pk)["user_orders"]["total"], 1)

    def test_a_page_of_orders(self) -> None:
        for _ in range(12):
            Order.objects.create(owner=self.ada, total=1)
        page = self.context("user", user_id=self.ada.pk, page=2)["user_orders"]
        self.assertEqual((len(page["orders"]), page["total"]), (2, 12))

    def test_staff_ships_an_order(self) -> None:
        order_id = self.order(lamp=1)["result"]["id"]
        self.client.force_login(self.sam)
        self.assertEqual(self.context("warehouse")["open_orders"]["total"], 1)
        answer = self.call("ship_order", order_id=order_id)
        self.assertEqual(
            answer["invalidate"],
            [{"context": "user", "params": {"user_id": self.ada.pk}}, "warehouse"],
        )
        self.assertEqual(self.context("warehouse")["open_orders"]["total"], 0)

    def test_a_receipt_is_a_page_for_the_owner(self) -> None:
        order_id = self.order(lamp=1)["result"]["id"]
        address = f"/orders/{order_id}/receipt/"
        self.assertContains(self.client.get(address), "75.50")
        self.client.force_login(self.bob)
        self.assertEqual(self.client.get(address).status_code, 404)
        self.client.logout()
        self.assertEqual(self.client.get(address).status_code, 302)
