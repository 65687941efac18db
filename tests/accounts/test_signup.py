import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailConfirmationHMAC
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.factories import UserFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
LINK = re.compile(r"http://testserver(/compte/confirm-email/\S+)")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


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
    (link,) = LINK.findall(confirmation.body)

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


def posted(name, values):
    """Return what anybody sees of an answer: status, address, words of the page."""
    client = Client()
    answer = client.post(reverse(name), values, follow=True)
    body = answer.content.decode().replace(values.get("email", ""), "")
    return answer.status_code, answer.redirect_chain, TOKEN.sub("", body)


def test_a_known_address_gets_the_same_answer():
    UserFactory(email="jeanne@example.org")

    known = posted("account_signup", answers())
    unknown = posted("account_signup", answers(email="nouvelle@example.org"))

    assert known == unknown
    assert User.objects.count() == 2
    call_command("work", once=True, verbosity=0)
    assert {tuple(one.to) for one in mail.outbox} == {
        ("jeanne@example.org",),
        ("nouvelle@example.org",),
    }


@pytest.mark.parametrize("email", ["JEANNE@example.org", "Jeanne@Example.ORG"])
def test_an_address_is_the_same_in_capitals(client, email):
    user = UserFactory(email="jeanne@example.org")
    user.set_password("un-panier-de-poireaux")
    user.save()

    client.post(reverse("account_signup"), answers(email=email))
    assert User.objects.count() == 1
    signed_in = client.post(
        reverse("account_login"),
        {"login": email, "password": "un-panier-de-poireaux"},
    )

    assert signed_in.url == "/"


def test_signing_up_twice_at_once_creates_one_account():
    def click():
        answer = Client().post(reverse("account_signup"), answers())
        return answer.status_code, answer.url

    assert at_once([click] * 4) == [(302, "/compte/confirm-email/")] * 4
    assert User.objects.get().commune.name == "Prémery"


def old_link(user):
    """A confirmation link that was made four days ago."""
    with time_machine.travel(timezone.now() - timedelta(days=4)):
        key = EmailConfirmationHMAC(user.emailaddress_set.get()).key
    return reverse("account_confirm_email", args=[key])


def test_an_expired_link_offers_a_new_one(client):
    user = UserFactory(confirmed=False)

    page = client.get(old_link(user))

    assert "Ce lien n’est plus valable" in page.content.decode()
    assert reverse("account_resend_confirmation") in page.content.decode()
    assert client.post(old_link(user)).status_code == 404
    assert not user.is_confirmed


def test_a_new_link_is_sent_and_works(client):
    user = UserFactory(confirmed=False)

    answer = client.post(
        reverse("account_resend_confirmation"), {"email": user.email.upper()}
    )
    call_command("work", once=True, verbosity=0)

    assert answer.url == reverse("account_email_verification_sent")
    (sent,) = mail.outbox
    (link,) = LINK.findall(sent.body)
    client.post(link)
    assert user.is_confirmed


def test_a_new_link_tells_nobody_who_has_an_account():
    waiting, confirmed = UserFactory(confirmed=False), UserFactory()
    emails = (waiting.email, confirmed.email, "inconnue@example.org")

    seen = [posted("account_resend_confirmation", {"email": one}) for one in emails]

    assert seen[0] == seen[1] == seen[2]
    call_command("work", once=True, verbosity=0)
    assert [one.to for one in mail.outbox] == [[waiting.email]]


def test_new_links_are_not_sent_again_and_again(client):
    user = UserFactory(confirmed=False)

    for _impatient in range(3):
        client.post(reverse("account_resend_confirmation"), {"email": user.email})

    call_command("work", once=True, verbosity=0)
    assert len(mail.outbox) == 1


def test_an_unconfirmed_person_who_signs_in_is_told_to_confirm(client):
    user = UserFactory(confirmed=False)
    user.set_password("un-panier-de-poireaux")
    user.save()

    page = client.post(
        reverse("account_login"),
        {"login": user.email, "password": "un-panier-de-poireaux"},
        follow=True,
    )

    assert "Regardez vos courriels" in page.content.decode()
    assert reverse("account_resend_confirmation") in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_replaced_by_mail(client):
    user = UserFactory(email="jeanne@example.org")

    asked = [
        posted("account_reset_password", {"email": email})
        for email in ("Jeanne@example.org", "inconnue@example.org")
    ]
    call_command("work", once=True, verbosity=0)

    assert asked[0] == asked[1]
    (sent,) = mail.outbox
    assert sent.to == [user.email]
    (link,) = re.findall(
        r"http://testserver(/compte/password/reset/key/\S+)", sent.body
    )
    form = client.get(link, follow=True)
    client.post(
        form.redirect_chain[-1][0],
        {"password1": "trois-brins-de-persil", "password2": "trois-brins-de-persil"},
    )
    user.refresh_from_db()
    assert user.check_password("trois-brins-de-persil")
