"""The catalogue, reviews, and the stock."""

from __future__ import annotations

from config.testing import ShopTestCase


class CatalogTests(ShopTestCase):
    def test_a_page_of_what_matches(self) -> None:
        self.product("Sold out", "1.00", stock=0)
        page = self.context("catalog", in_stock="true", categories=["kitchen"])["product_list"]
        self.assertEqual([item["name"] for item in page["products"]], ["Kettle", "Lamp"])
        self.assertEqual(page["products"][0]["price"], "49.00")
        page = self.context("catalog", search="lam")["product_list"]
        self.assertEqual([item["name"] for item in page["products"]], ["Lamp"])
        self.assertEqual(self.context("catalog", categories=["desk"])["product_list"]["total"], 0)

    def test_categories_are_counted(self) -> None:
        counts = {
            item["category"]: item["count"] for item in self.context("catalog")["category_list"]
        }
        self.assertEqual(counts, {"kitchen": 2, "desk": 0, "garden": 0, "travel": 0})


class ReviewTests(ShopTestCase):
    def test_a_review_changes_the_stars_of_its_product_alone(self) -> None:
        self.assertIsNone(self.context("product", product_id=self.kettle.pk)["product"]["stars"])
        for user, stars in ((self.ada, 5), (self.bob, 2)):
            self.client.force_login(user)
            answer = self.call(
                "review_product", product_id=self.kettle.pk, stars=stars, text="Well, well."
            )
            self.assertEqual(
                answer["invalidate"],
                [{"context": "product", "params": {"product_id": self.kettle.pk}}],
            )
        bundle = self.context("product", product_id=self.kettle.pk)
        self.assertEqual(bundle["product"]["stars"], 3.5)
        self.assertEqual([item["author"] for item in bundle["product_reviews"]], ["bob", "ada"])

    def test_a_second_review_is_a_declared_error(self) -> None:
        self.client.force_login(self.ada)
        for code in (None, "ALREADY_REVIEWED"):
            answer = self.call("review_product", product_id=self.kettle.pk, stars=1, text="Leaks.")
            self.assertEqual(answer.get("error", {}).get("code"), code)


class WarehouseTests(ShopTestCase):
    def test_only_staff_may_look_and_restock(self) -> None:
        self.client.force_login(self.ada)
        self.assertEqual(self.context("warehouse")["error"]["code"], "FORBIDDEN")
        answer = self.call("restock", product_id=self.kettle.pk, count=1)
        self.assertEqual(answer["error"]["code"], "FORBIDDEN")
        self.client.force_login(self.sam)
        self.assertEqual(
            self.context("warehouse")["stock_report"],
            [{"id": self.kettle.pk, "name": "Kettle", "stock": 2}],
        )
        answer = self.call("restock", product_id=self.kettle.pk, count=8)
        self.assertEqual(answer["result"]["stock"], 10)
        self.assertEqual(
            answer["invalidate"],
            [
                {"context": "product", "params": {"product_id": self.kettle.pk}},
                "catalog",
                "warehouse",
            ],
        )
        self.assertEqual(self.context("warehouse")["stock_report"], [])
