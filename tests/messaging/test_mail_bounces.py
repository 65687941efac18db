"""An address that fails: who is told, what stops, and what starts it again."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from messaging.actions import send
from messaging.mail_in.addresses import bounce_address, reply_address
from messaging.mail_in.receiving import receive
from messaging.models import Message
from tests.factories import ConversationFactory, UserFactory
from tests.letters import failure, letter
from tests.mailbox import code_in

pytestmark = pytest.mark.django_db
TITLE = "Nos courriels ne vous parviennent plus"


@pytest.fixture(autouse=True)
def reply_domain(settings):
    settings.REPLY_DOMAIN = "reponse.example.org"


def stopped(user):
    user.refresh_from_db()
    return user.mail_bounced_at is not None


def take(user, raw):
    return str(receive(raw, "<>", bounce_address(user)))


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("5.1.1", "smtp; 550 5.1.1 User unknown"),
        ("5.1.2", "dns; no such domain"),
        ("5.1.10", "smtp; 556 5.1.10 nullMX"),
        ("5.4.4", "X-Postfix; Host or domain name not found"),
        ("5.1.1 (bad destination mailbox address)", "smtp; 550"),
        ("5.0.0", "smtp; 550 5.1.1 Adresse d au moins un destinataire invalide"),
        ("5.0.0", "smtp; 550 Unknown user"),
        ("5.0.0", "smtp; 550 utilisateur inconnu"),
    ],
)
def test_a_wrong_address_stops_mails_to_it(resident, status, told):
    assert take(resident, failure(status, told=told)) == "250 2.0.0 OK"

    assert stopped(resident)


@pytest.mark.parametrize(
    ("status", "action"),
    [
        ("4.2.2", "delayed"),
        ("4.4.1", "failed"),
        ("5.2.2", "failed"),
        ("5.2.1", "failed"),
        ("5.3.4", "failed"),
        ("5.7.1", "failed"),
        ("5.1.8", "failed"),
        ("5.1.1", "delayed"),
        ("5.1.1", "relayed"),
        ("5.0.0", "failed"),
        ("5.1.15", "failed"),
        ("", "failed"),
        ("bonjour", "failed"),
    ],
)
def test_a_failure_that_may_pass_stops_nothing(resident, status, action):
    assert take(resident, failure(status, action)) == "250 2.0.0 OK"

    assert not stopped(resident)


@pytest.mark.parametrize(
    "raw",
    [
        letter("karim@example.org", "Action: failed\nStatus: 5.1.1"),
        letter("karim@example.org", subject="Réponse automatique : absent"),
        failure("5.1.1").replace(b"message/delivery-status", b"text/plain"),
        b"",
    ],
)
def test_other_mails_to_the_bounces_are_taken_and_change_nothing(resident, raw):
    assert take(resident, raw) == "250 2.0.0 OK"

    assert not stopped(resident)


def test_a_report_at_the_address_of_a_reply_stops_nothing_and_says_nothing():
    thread = ConversationFactory()
    side = thread.participants.get(user=thread.initiator)

    answer = receive(failure("5.1.1"), "<>", reply_address(side))

    assert str(answer) == "250 2.0.0 OK"
    assert not stopped(side.user)
    assert not Message.objects.exists()


def test_the_first_failure_is_the_one_kept(resident, time_machine):
    take(resident, failure("5.1.1"))
    resident.refresh_from_db()
    first = resident.mail_bounced_at
    time_machine.move_to(timezone.now() + timedelta(days=1))

    take(resident, failure("5.1.1"))

    resident.refresh_from_db()
    assert resident.mail_bounced_at == first


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_to_an_address_that_fails():
    thread = ConversationFactory()
    User.objects.update(mail_bounced_at=timezone.now())

    send(thread, thread.initiator, "Bonjour")
    call_command("work", once=True, verbosity=0)

    assert mail.outbox == []
    assert Message.objects.count() == 1


def test_the_site_tells_whose_address_fails_and_nobody_else(client, resident):
    take(resident, failure("5.1.1"))
    assert TITLE not in client.get("/").text

    client.force_login(UserFactory())
    assert TITLE not in client.get("/").text
    client.force_login(resident)
    page = client.get("/").text

    assert TITLE in page
    assert resident.email in page
    assert f'href="{reverse("account_email")}"' in page


def test_who_vouches_for_the_address_gets_mail_again(client, resident):
    take(resident, failure("5.1.1"))
    client.force_login(resident)

    assert client.get(reverse("account_mail_again")).status_code == 405
    assert stopped(resident)
    page = client.post(reverse("account_mail_again"), follow=True).text

    assert not stopped(resident)
    assert TITLE not in page
    assert "nos courriels repartent" in page


def test_vouching_needs_a_session_and_changes_nobody_else(client, resident):
    other = UserFactory()
    User.objects.update(mail_bounced_at=timezone.now())

    client.post(reverse("account_mail_again"))
    assert stopped(resident)
    client.force_login(resident)
    client.post(reverse("account_mail_again"))

    assert not stopped(resident)
    assert stopped(other)


@pytest.mark.django_db(transaction=True)
def test_a_new_address_once_confirmed_and_chosen_gets_mail(client):
    user = UserFactory()
    user.set_password("un-panier-de-poireaux")
    user.save()
    User.objects.update(mail_bounced_at=timezone.now())
    sign_in = {"login": user.email, "password": "un-panier-de-poireaux"}
    client.post(reverse("account_login"), sign_in)

    client.post(
        reverse("account_email"), {"action_add": "", "email": "neuve@example.org"}
    )
    call_command("work", once=True, verbosity=0)
    (sent,) = mail.outbox  # a code is sent in any case
    client.post(reverse("account_email_verification_sent"), {"code": code_in(sent)})
    assert EmailAddress.objects.get(email="neuve@example.org").verified
    assert stopped(user)
    client.post(
        reverse("account_email"), {"action_primary": "", "email": "neuve@example.org"}
    )

    assert not stopped(user)
    assert user.email == "neuve@example.org"


@pytest.mark.django_db(transaction=True)
def test_an_address_that_is_confirmed_late_gets_mail(client):
    user = UserFactory(confirmed=False)
    user.set_password("un-panier-de-poireaux")
    user.save()
    User.objects.update(mail_bounced_at=timezone.now())

    client.post(
        reverse("account_login"),
        {"login": user.email, "password": "un-panier-de-poireaux"},
    )
    call_command("work", once=True, verbosity=0)
    (sent,) = mail.outbox
    client.post(reverse("account_email_verification_sent"), {"code": code_in(sent)})

    assert not stopped(user)
