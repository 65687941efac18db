"""What is written to people when the security of their account changes."""

import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from tests.accounts.test_second_factor import enrol, with_app
from tests.factories import UserFactory
from tests.proof import sign_in_afresh

pytestmark = pytest.mark.django_db(transaction=True)
OLD, NEW = "un-panier-de-poireaux", "trois-brins-de-persil"


@pytest.fixture
def renee():
    user = UserFactory(email="renee@example.org")
    user.set_password(OLD)
    user.save()
    return user


@pytest.fixture
def renee_in(client, renee):
    sign_in_afresh(client, renee)
    return client


def sent():
    call_command("work", once=True, verbosity=0)
    return [(one.to, one.body) for one in mail.outbox]


def only_notice(words):
    ((to, body),) = sent()
    assert to == ["renee@example.org"]
    assert words in body
    assert "Ce n’était pas vous ?" in body
    assert mail.outbox[0].subject == "Votre compte vient de changer"


def test_a_changed_password_is_told(renee_in):
    given = {"oldpassword": OLD, "password1": NEW, "password2": NEW}
    renee_in.post(reverse("account_change_password"), given)

    only_notice("Votre mot de passe a changé.")


def test_a_replaced_password_is_told(client, renee):
    client.post(reverse("account_reset_password"), {"email": renee.email})
    ((_to, body),) = sent()
    (link,) = re.findall(r"http://testserver(/compte/password/reset/key/\S+)", body)
    form = client.get(link, follow=True)
    mail.outbox.clear()
    given = {"password1": NEW, "password2": NEW}
    client.post(form.redirect_chain[-1][0], given)

    only_notice("grâce à un lien reçu par courriel")


def test_a_changed_address_is_told_at_the_old_one(renee_in, renee):
    renee.emailaddress_set.create(email="neuve@example.org", verified=True)
    chosen = {"action_primary": "", "email": "neuve@example.org"}
    renee_in.post(reverse("account_email"), chosen)

    renee.refresh_from_db()
    assert renee.email == "neuve@example.org"
    only_notice("L’adresse renee@example.org n’est plus celle de votre compte.")


def test_a_removed_address_is_told(renee_in, renee):
    renee.emailaddress_set.create(email="vieille@example.org", verified=True)
    chosen = {"action_remove": "", "email": "vieille@example.org"}
    renee_in.post(reverse("account_email"), chosen)

    only_notice("L’adresse vieille@example.org n’est plus celle de votre compte.")


def test_an_added_application_is_told(renee_in):
    enrol(renee_in)

    only_notice("Une application de codes protège maintenant votre compte.")


def test_a_removed_application_is_told(renee_in, renee):
    with_app(renee)
    renee_in.post(reverse("mfa_deactivate_totp"))

    only_notice("L’application de codes ne protège plus votre compte.")


def test_new_recovery_codes_are_told(renee_in, renee):
    with_app(renee)
    renee_in.post(reverse("mfa_generate_recovery_codes"))

    only_notice("De nouveaux codes de secours ont été créés.")


def test_the_mail_has_two_parts(renee_in):
    enrol(renee_in)
    call_command("work", once=True, verbosity=0)
    kinds = [part.get_content_type() for part in mail.outbox[0].message().walk()]

    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
