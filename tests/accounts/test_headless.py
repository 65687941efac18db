"""Signing up and in from another front end, over HTTP."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from tests.factories import UserFactory
from tests.mailbox import code_in

pytestmark = pytest.mark.django_db(transaction=True)


def post(path, body, token=None):
    headers = {"X-Session-Token": token} if token else {}
    return Client().post(
        f"/_allauth/app/v1/auth/{path}",
        body,
        content_type="application/json",
        headers=headers,
    )


def newcomer(**changes):
    return {
        "email": "Zoe@example.org",
        "password": "un-panier-de-poireaux",
        "first_name": "Zoé",
        "commune": "Prémery",
        "birth_date": "1968-05-14",
        "charter": True,
        **changes,
    }


def test_a_newcomer_signs_up_and_the_code_signs_her_in():
    signed_up = post("signup", newcomer())
    call_command("work", once=True, verbosity=0)
    (sent,) = mail.outbox

    assert signed_up.status_code == 401  # not signed in before the address is proven
    assert {"id": "verify_email", "is_pending": True} in flows(signed_up)
    token = signed_up.json()["meta"]["session_token"]
    signed_in = post("email/verify", {"key": code_in(sent)}, token).json()

    assert signed_in["meta"]["is_authenticated"] is True
    user = User.objects.get()
    assert signed_in["data"]["user"]["id"] == str(user.public_id)
    assert (user.first_name, user.commune.name) == ("Zoé", "Prémery")
    assert user.charter_accepted_at


def test_signing_up_twice_gives_two_tokens_that_take_the_same_code():
    tokens = [post("signup", newcomer()).json()["meta"]["session_token"] for _ in "ab"]
    call_command("work", once=True, verbosity=0)
    first, second = map(code_in, mail.outbox)

    assert (first == second, User.objects.count()) == (True, 1)
    answers = [post("email/verify", {"key": first}, token) for token in tokens]
    assert [answer.status_code for answer in answers] == [200, 409]


def flows(answer):
    return answer.json()["data"]["flows"]


@pytest.mark.parametrize(
    ("change", "param", "code"),
    [
        ({"first_name": " "}, "first_name", "required"),
        ({"commune": "58700"}, "commune", "ambiguous_commune"),
        ({"commune": "Paris"}, "commune", "unknown_commune"),
        ({"charter": False}, "charter", "required"),
        ({"birth_date": ""}, "birth_date", "required"),
        ({"birth_date": 14}, "birth_date", "invalid"),
        ({"password": "court"}, "password", "password_too_short"),
        ({"email": "pas une adresse"}, "email", "invalid"),
    ],
)
def test_a_mistake_is_named_and_creates_nobody(change, param, code):
    answer = post("signup", newcomer(**change))

    assert answer.status_code == 400
    errors = answer.json()["errors"]
    assert [(one["param"], one["code"]) for one in errors] == [(param, code)]
    assert not User.objects.exists()


def test_a_known_address_gets_the_same_answer():
    UserFactory(email="zoe@example.org")

    known = post("signup", newcomer())
    unknown = post("signup", newcomer(email="autre@example.org"))

    assert known.status_code == unknown.status_code == 401
    assert known.json()["data"] == unknown.json()["data"]
