"""Every way to fail, as it travels."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms import CharField, Form, formset_factory
from pydantic import BaseModel
from pytest_django import Settings

from mizan import ClientError, InvalidInput
from tests.api import Api


@pytest.mark.parametrize(
    ("how", "status", "code", "message"),
    [
        ("denied", 403, "FORBIDDEN", "This is not allowed."),
        ("missing", 404, "NOT_FOUND", "No such ticket."),
        ("later", 501, "NOT_IMPLEMENTED", "Not there yet."),
        ("limited", 429, "RATE_LIMITED", "Too many requests."),
        ("undeclared", 403, "PLAN_REQUIRED", "Upgrade first."),
        ("wrong_details", 500, "INTERNAL_ERROR", "Something went wrong."),
        ("unforeseen", 500, "INTERNAL_ERROR", "Something went wrong."),
    ],
)
def test_exceptions(api: Api, how: str, status: int, code: str, message: str) -> None:
    answer = api.call("fail", {"how": how})
    assert answer.status == status
    assert answer.json == {"error": {"code": code, "message": message, "details": None}}
    assert "X-Mizan-Invalidate" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("how", "fields", "form"),
    [
        ("django", {"how": ["Not like this."]}, ["Not at all."]),
        ("django_list", {}, ["One.", "Two."]),
        ("pydantic", {"name": ["String should have at least 1 character"]}, []),
        ("form", {"title": ["This field is required."]}, []),
        ("form_whole", {"items.0": ["Not this one."]}, []),
    ],
)
def test_validation_errors(api: Api, how: str, fields: Any, form: Any) -> None:
    answer = api.call("fail", {"how": how})
    assert (answer.status, answer.error["code"]) == (422, "VALIDATION_ERROR")
    assert answer.error["details"] == {"fields": fields, "form": form}


def test_a_rate_limit_says_when_to_come_back(api: Api) -> None:
    assert api.call("fail", {"how": "limited"}).headers["Retry-After"] == "7"


def test_paths_lead_into_lists_and_models(api: Api) -> None:
    answer = api.call("fail", {"how": "x", "items": [{"name": "a"}, {"name": ""}, {}]})
    assert answer.error["details"]["fields"] == {
        "items.1.name": ["String should have at least 1 character"],
        "items.2.name": ["Field required"],
    }


def test_a_declared_error_carries_its_details(api: Api, ada: User) -> None:
    api.log_in(ada)
    for title in "abc":
        assert api.call("open_ticket", {"title": title}).status == 200
    answer = api.call("open_ticket", {"title": "d"})
    assert answer.status == 409
    assert answer.error == {
        "code": "TOO_MANY_OPEN",
        "message": "Close 1 ticket first.",
        "details": {"left": 1},
    }


def test_an_unforeseen_failure_is_logged(client_api: Api, caplog: pytest.LogCaptureFixture) -> None:
    client_api.call("fail", {"how": "unforeseen"})
    (record,) = [record for record in caplog.records if record.name == "mizan"]
    assert "fail failed" in record.getMessage()
    assert "a secret of the server" in str(record.exc_info)


def test_debug_mode_says_what_happened(client_api: Api, settings: Settings) -> None:
    settings.DEBUG = True
    message = client_api.call("fail", {"how": "unforeseen"}).error["message"]
    assert message == "RuntimeError: a secret of the server"


def test_an_undeclared_error_is_logged(client_api: Api, caplog: pytest.LogCaptureFixture) -> None:
    client_api.call("fail", {"how": "undeclared"})
    assert "fail raised PlanRequired, which its errors= doesn't list" in caplog.text


def test_a_long_list_of_errors_is_cut(client_api: Api) -> None:
    answer = client_api.call("fail", {"how": "x", "items": [{}] * 5000})
    assert len(answer.error["details"]["fields"]) == 100
    assert answer.error["details"]["form"] == ["4900 more errors are not listed."]


def test_code_and_message_follow_from_the_class() -> None:
    class HTTPQuotaUsedUp2(ClientError):
        """Nothing is left.

        More than one line.
        """

    error = HTTPQuotaUsedUp2()
    assert (error.code, error.message, error.status) == (
        "HTTP_QUOTA_USED_UP2",
        "Nothing is left.",
        400,
    )


@pytest.mark.parametrize(
    ("attributes", "problem"),
    [
        ({"status": 500}, "a declared error is a 4xx"),
        ({"code": "FORBIDDEN"}, "needs a code of its own"),
        ({"code": "quota"}, "needs a code of its own"),
    ],
)
def test_a_declared_error_that_can_not_be(attributes: dict[str, Any], problem: str) -> None:
    with pytest.raises(TypeError, match=problem):
        type("Quota", (ClientError,), attributes)


class Left(BaseModel):
    left: int


class Quota(ClientError):
    """Used up."""

    status: ClassVar[int] = 409
    details: Left


def test_details_are_checked_where_they_are_raised() -> None:
    assert Quota(details={"left": 2}).details == Left(left=2)
    with pytest.raises(TypeError, match="no details of QUOTA"):
        Quota()
    with pytest.raises(TypeError, match="annotate `details`"):
        _Plain(details={"left": 2})


class _Plain(ClientError):
    """Plain."""


class NameForm(Form):
    name = CharField()

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("name") == "bad":
            raise ValidationError("Not this one.")
        return self.cleaned_data


def test_a_formset_is_indexed() -> None:
    data = {
        "form-TOTAL_FORMS": "2",
        "form-INITIAL_FORMS": "0",
        "form-0-name": "bad",
        "form-1-name": "",
    }
    formset = formset_factory(NameForm, extra=0, min_num=3, validate_min=True)(data)
    found = InvalidInput.from_form(formset, at="people")
    assert found.fields["people.0"] == ["Not this one."]
    assert found.fields["people"] == ["Please submit at least 3 forms."]
    assert InvalidInput.from_form(formset).form == ["Please submit at least 3 forms."]
