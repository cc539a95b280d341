"""Signing in and out, profiles and pictures."""

from __future__ import annotations

import json
import tempfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from config.testing import ShopTestCase

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


class SessionTests(ShopTestCase):
    def test_signing_in_and_out_changes_who_asks(self) -> None:
        self.assertEqual(self.context("global"), {"session_info": {"user": None}})
        answer = self.call("sign_in", username="sam", password="open sesame")
        self.assertEqual(answer["invalidate"], ["global", "cart"])
        self.assertTrue(self.context("global")["session_info"]["user"]["is_staff"])
        self.call("sign_out")
        self.assertIsNone(self.context("global")["session_info"]["user"])

    def test_a_password_that_is_too_short_is_refused(self) -> None:
        error = self.call("sign_up", username="eve", password="gneiss")["error"]
        (text,) = error["details"]["fields"]["password"]
        self.assertIn("too short", text)

    def test_a_wrong_password_is_an_error_of_the_whole_form(self) -> None:
        error = self.call("sign_in", username="ada", password="wrong")["error"]
        self.assertEqual(error["code"], "VALIDATION_ERROR")
        self.assertEqual(len(error["details"]["form"]), 1)

    def test_a_new_account(self) -> None:
        answer = self.call("sign_up", username="eve", password="correct horse")
        self.assertEqual(answer["result"]["username"], "eve")
        self.assertEqual(self.context("global")["session_info"]["user"]["username"], "eve")

    def test_a_name_that_is_taken_comes_with_others(self) -> None:
        self.call("sign_up", username="ada2", password="correct horse")
        error = self.call("sign_up", username="ada", password="correct horse")["error"]
        self.assertEqual(error["code"], "NAME_TAKEN")
        self.assertEqual(error["details"], {"suggestions": ["ada3", "ada4"]})


class ProfileTests(ShopTestCase):
    def test_a_profile_is_changed_by_its_owner(self) -> None:
        self.client.force_login(self.ada)
        answer = self.call("update_profile", user_id=self.ada.pk, name="Ada L.", bio="Hello")
        self.assertEqual(
            answer["invalidate"],
            [{"context": "user", "params": {"user_id": self.ada.pk}}, "global"],
        )
        profile = self.context("user", user_id=self.ada.pk)["user_profile"]
        self.assertEqual((profile["name"], profile["bio"]), ("Ada L.", "Hello"))

    def test_nobody_changes_another_ones(self) -> None:
        self.client.force_login(self.bob)
        error = self.call("update_profile", user_id=self.ada.pk, name="Eve")["error"]
        self.assertEqual(error["code"], "FORBIDDEN")

    def test_fields_that_are_wrong_are_named(self) -> None:
        self.client.force_login(self.ada)
        error = self.call("update_profile", user_id=self.ada.pk, name="", bio="x" * 300)["error"]
        self.assertEqual(set(error["details"]["fields"]), {"name", "bio"})
        error = self.call("update_profile", user_id=self.ada.pk, name="A", email="no")["error"]
        self.assertEqual(error["details"]["fields"], {"email": ["Enter a valid email address."]})


class AvatarTests(ShopTestCase):
    def setUp(self) -> None:
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.enterContext(override_settings(MEDIA_ROOT=folder))
        self.client.force_login(self.ada)

    def send(self, content: bytes) -> Any:
        call = {"fn": "change_avatar", "args": {"user_id": self.ada.pk, "picture": None}}
        picture = SimpleUploadedFile("me.exe", content, "image/png")
        form = {"call": json.dumps(call), "/picture": picture}
        return self.client.post("/api/mizan/call/", form).json()

    def test_a_picture_is_kept_under_a_name_of_ours(self) -> None:
        address = self.send(PNG)["result"]["avatar"]
        self.assertRegex(address, r"^/media/avatars/\d+\.png$")
        self.assertEqual(
            self.context("user", user_id=self.ada.pk)["user_profile"]["avatar"], address
        )

    def test_what_is_no_picture_is_refused(self) -> None:
        fields = self.send(b"<svg onload=alert(1)>")["error"]["details"]["fields"]
        self.assertEqual(fields, {"picture": ["Choose a PNG, JPEG, GIF or WebP picture."]})
        fields = self.send(PNG + b"\0" * 2 * 1024 * 1024)["error"]["details"]["fields"]
        self.assertEqual(fields, {"picture": ["Choose a picture of at most 2 MiB."]})
