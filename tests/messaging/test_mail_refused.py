"""Addresses that a mail server refuses while a mail leaves, over a real connection."""

import smtplib

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.mailing.letters import letter
from accounts.mailing.outbox import hand_over_once
from accounts.models import MailEvent, NotificationKind, User
from background.mail import hand_over
from messaging.actions import send
from tests.factories import ConversationFactory, UserFactory

pytestmark = pytest.mark.django_db
KIND = NotificationKind.MESSAGES


@pytest.fixture
def server(smtp):
    smtp.start()
    return smtp.handler


def write_to(address):
    hand_over(EmailMessage("Bonjour", "Un mot", "site@example.org", [address]))


def stopped(user):
    user.refresh_from_db()
    return user.mail_bounced_at is not None


@pytest.mark.parametrize(
    "answer",
    [
        "550 5.1.1 <martine.auth@example.org>: Recipient rejected: User unknown",
        "550 5.1.10 Recipient not found",
        "554 5.1.2 Bad destination system",
        "550 No such user here",
        "550 <sender@example.org> mailbox unavailable",
        "551 User not local",
        "553 mailbox name not allowed",
        "550 5.0.0 Utilisateur inconnu",
    ],
)
def test_an_address_that_does_not_exist_is_written_to_once(server, resident, answer):
    other = UserFactory()
    server.refusal = answer

    write_to(resident.email.upper())

    assert stopped(resident)
    assert not stopped(other)
    assert (server.asked, server.received) == (1, [])


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        ("RCPT", "450 4.2.0 Greylisted, try again later"),
        ("RCPT", "451 Local error"),
        ("RCPT", "452 4.2.2 Mailbox full"),
        ("RCPT", "421 Too busy"),
        ("RCPT", "552 Mailbox full"),
        ("RCPT", "552 5.2.2 Over quota"),
        ("RCPT", "550 5.2.2 Over quota"),
        ("RCPT", "550 5.2.1 Mailbox disabled"),
        ("RCPT", "550 5.7.1 Relaying denied"),
        ("RCPT", "550 Relay not permitted"),
        ("RCPT", "553 sorry, that domain isn't in my list, relaying denied"),
        ("RCPT", "550 5.1.8 Sender domain not found"),
        ("RCPT", "550 <site@example.org>: Sender address rejected"),
        ("RCPT", "550 Your IP is listed by an RBL"),
        ("RCPT", "554 5.7.0 Refused by policy"),
        ("RCPT", "554 Transaction failed"),
        ("RCPT", "530 5.7.0 Authentication required"),
        ("MAIL", "550 5.1.1 User unknown"),
        ("DATA", "550 5.1.1 User unknown"),
        ("DATA", "554 5.7.1 Spam"),
    ],
)
def test_other_refusals_are_tried_again_and_blame_no_address(
    server, resident, step, answer
):
    server.step, server.refusal = step, answer

    with pytest.raises(smtplib.SMTPException):
        write_to(resident.email)

    assert not stopped(resident)


def test_a_former_address_blames_nobody(server, resident):
    server.refusal = "550 5.1.1 User unknown"

    write_to("ancienne@example.org")

    assert not stopped(resident)


def test_what_leaves_once_is_not_tried_again_and_its_reader_reads_why(
    server, resident, client
):
    server.refusal = "550 5.1.1 User unknown"
    event = MailEvent.objects.claim(user=resident, kind=KIND)

    mail = letter(
        resident,
        KIND,
        "messaging/mails/digest.html",
        {"subject": "Un échange vous attend", "threads": []},
    )
    hand_over_once(event, mail)

    assert MailEvent.objects.claim(user=resident, kind=KIND) is None
    client.force_login(resident)
    page = client.get("/").text
    assert "Nos courriels ne vous parviennent plus" in page
    assert f'href="{reverse("account_email")}"' in page


@pytest.mark.django_db(transaction=True)
def test_the_worker_tries_no_second_time(server):
    thread = ConversationFactory()
    owner = thread.listing.author
    server.refusal = "550 5.1.1 User unknown"
    send(thread, thread.initiator, "Bonjour")

    call_command("work", once=True, verbosity=0)
    send(thread, thread.initiator, "Il y a quelqu’un ?")
    DBTaskResult.objects.update(run_after=timezone.now())
    call_command("work", once=True, verbosity=0)

    assert server.asked == 1
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}
    assert User.objects.get(mail_bounced_at__isnull=False) == owner
