"""The shop as a whole: its export, its seed, and the front end it serves."""

from __future__ import annotations

import tempfile
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import TestCase, override_settings

from orders.models import Order
from products.models import Product

FIXTURE = settings.BASE_DIR.parents[2] / "fixtures" / "shop.json"


class ExportTests(TestCase):
    def test_the_compilers_fixture_is_this_shops_export(self) -> None:
        call_command("export_mizan_schema", "--check", "--output", str(FIXTURE))


class SeedTests(TestCase):
    def test_the_seed_is_the_same_every_time(self) -> None:
        for _ in range(2):
            call_command("seed", stdout=StringIO())
            self.assertEqual(Product.objects.get(name="Mechanical keyboard").stock, 1)
            self.assertEqual(Order.objects.count(), 23)
        self.assertTrue(self.client.login(username="ada", password="open sesame"))


class FrontendTests(TestCase):
    def body(self, path: str) -> bytes:
        response = self.client.get(path)
        body = response.getvalue()
        response.close()
        return body

    def test_a_built_front_end_is_served_for_every_address(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "index.html").write_text("<title>Shop</title>")
            (Path(folder) / "app.js").write_text("start()")
            with override_settings(FRONTEND=folder):
                self.assertEqual(self.body("/app.js"), b"start()")
                self.assertNotIn("csrftoken", self.client.cookies)
                for path in ("/", "/products/5", "/../settings.py"):
                    self.assertEqual(self.body(path), b"<title>Shop</title>")
                self.assertIn("csrftoken", self.client.cookies)

    def test_without_one_there_is_nothing(self) -> None:
        self.assertEqual(self.client.get("/").status_code, 404)
