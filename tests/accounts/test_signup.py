import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)


def answers(**changes):
    return {
        "email": "jeanne@example.org",
        "password1": "un-panier-de-poireaux",
        "first_name": "Jeanne",
        "commune": "premery",
        "charter": "on",
        **changes,
    }


def test_a_newcomer_confirms_by_mail_and_signs_in(client):
    client.post(reverse("account_signup"), answers())
    call_command("work", once=True, verbosity=0)
    (confirmation,) = mail.outbox
    (link,) = re.findall(
        r"http://testserver(/compte/confirm-email/\S+)", confirmation.body
    )

    user = User.objects.get()
    assert not user.is_confirmed
    client.post(link)

    assert user.is_confirmed
    assert (user.display_name, user.commune.name) == ("Jeanne", "Prémery")
    assert user.charter_accepted_at


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"commune": "Paris"}, "commune"),
        ({"charter": ""}, "charter"),
        ({"password1": "12345678"}, "password1"),
        ({"first_name": ""}, "first_name"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_creates_nobody(client, change, field):
    answer = client.post(reverse("account_signup"), answers(**change))

    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert "jeanne@example.org" in answer.content.decode()
    assert not User.objects.exists()


def test_a_known_address_gets_the_same_answer(client, django_user_model):
    first = client.post(reverse("account_signup"), answers())
    client.logout()
    second = client.post(reverse("account_signup"), answers(first_name="Autre"))

    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert django_user_model.objects.count() == 1
