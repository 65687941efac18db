"""What forms that anybody may send ask of robots, without asking it of people."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.accounts.test_doors import newcomer

pytestmark = pytest.mark.django_db
DOORS = ["account_signup", "account_reset_password", "account_request_login_code"]
FAST = "Vous avez été très rapide"


@pytest.fixture(autouse=True)
def clock(settings):
    settings.FORM_FASTEST_SECONDS = 3


def opened(client, door):
    return client.get(reverse(door)).context["form"].fields["ouverte"].initial


def given(door, **more):
    what = newcomer() if door == "account_signup" else {"email": "a@example.org"}
    return {**what, **more}


def seconds_later(seconds):
    return time_machine.travel(timezone.now() + timedelta(seconds=seconds))


@pytest.mark.parametrize("door", DOORS)
def test_a_form_sent_at_once_comes_back_with_what_was_typed(client, door):
    signed = opened(client, door)

    answer = client.post(reverse(door), given(door, ouverte=signed))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert FAST in page
    assert given(door)["email"] in page
    assert not User.objects.exists()
    with seconds_later(4):  # the same page, sent again
        again = client.post(reverse(door), given(door, ouverte=signed))
    assert again.status_code == 302


@pytest.mark.parametrize("door", DOORS)
def test_a_filled_trap_is_refused_and_emptied(client, door):
    signed = opened(client, door)

    with seconds_later(4):
        answer = client.post(
            reverse(door), given(door, ouverte=signed, site_web="http://x.example")
        )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert FAST in page
    assert "x.example" not in page
    assert not User.objects.exists()


@pytest.mark.parametrize("signed", ["", "hier:signature", None])
def test_a_time_that_is_not_ours_is_replaced(client, signed):
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        old = opened(client, "account_signup")
    sent = old if signed is None else signed

    answer = client.post(
        reverse("account_signup"), given("account_signup", ouverte=sent)
    )

    assert "Cette page attendait depuis longtemps" in answer.content.decode()
    assert answer.context["form"]["ouverte"].value() not in ("", sent)
    assert not User.objects.exists()


def test_people_do_not_see_the_trap(client):
    page = client.get(reverse("account_signup"))

    assert b'<div class="trap" aria-hidden="true">' in page.content
    names = [field.name for field in page.context["form"].visible_fields()]
    assert "site_web" not in names


def test_the_api_is_not_asked(client):
    body = {**newcomer(), "password": newcomer()["password1"], "charter": True}
    answer = client.post(
        "/_allauth/app/v1/auth/signup", body, content_type="application/json"
    )

    assert answer.status_code == 401
    assert User.objects.count() == 1
