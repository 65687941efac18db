"""Who is old enough to be here, and what is kept of it."""

from datetime import date

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.ages import BirthDateField, adult_on, birthday
from accounts.models import User

pytestmark = pytest.mark.django_db
TODAY = "2027-03-02T12:00:00Z"


def sign_up(born, address="jeanne@example.org"):
    answers = {
        "email": address,
        "password1": "un-panier-de-poireaux",
        "first_name": "Jeanne",
        "birth_date": born,
        "commune": "premery",
        "charter": "on",
    }
    return Client().post(reverse("account_signup"), answers)


def sign_up_headless(born):
    answers = {
        "email": "jeanne@example.org",
        "password": "un-panier-de-poireaux",
        "first_name": "Jeanne",
        "birth_date": born,
        "commune": "Prémery",
        "charter": True,
    }
    return Client().post(
        "/_allauth/app/v1/auth/signup", answers, content_type="application/json"
    )


def nothing_stored():
    rows = (User.objects, EmailAddress.objects, Session.objects)
    return [row.count() for row in rows] == [0, 0, 0]


@time_machine.travel(TODAY, tick=False)
@pytest.mark.parametrize("born", ["03/03/2012", "01/01/2013", "02/03/2027"])
def test_under_fifteen_nothing_is_stored(born):
    page = sign_up(born)

    assert page.status_code == 200
    assert "Il faut avoir 15 ans pour ouvrir un compte." in page.content.decode()
    assert born in page.content.decode()  # what was typed is there to be corrected
    assert nothing_stored()


@time_machine.travel(TODAY, tick=False)
def test_under_fifteen_other_front_ends_are_refused_as_well():
    answer = sign_up_headless("2012-03-03")

    assert answer.status_code == 400
    [mistake] = answer.json()["errors"]
    assert (mistake["param"], mistake["code"]) == ("birth_date", "too_young")
    assert nothing_stored()


@time_machine.travel(TODAY, tick=False)
@pytest.mark.parametrize(
    ("born", "kept"),
    [
        ("02/03/2012", date(2030, 3, 2)),  # 15 today
        ("03/03/2009", date(2027, 3, 3)),  # 18 tomorrow
        ("02/03/2009", None),  # 18 today
        ("14.05.1968", None),
        ("14051968", None),
    ],
)
def test_a_date_is_kept_of_minors_only(born, kept):
    sign_up(born)

    jeanne = User.objects.get()
    assert (jeanne.adult_on, jeanne.is_minor) == (kept, kept is not None)


def test_whoever_was_born_on_29_february_comes_of_age_on_1_march():
    born = date(2008, 2, 29)

    assert birthday(born, 18) == date(2026, 3, 1)
    with time_machine.travel("2026-02-28T12:00:00Z"):
        assert adult_on(born) == date(2026, 3, 1)
    with time_machine.travel("2026-03-01T12:00:00Z"):
        assert adult_on(born) is None


def test_the_field_says_why_it_asks():
    words = str(BirthDateField().help_text)

    assert "Il faut avoir 15 ans" in words
    assert "à partir de 18 ans, elle n’est pas gardée" in words
