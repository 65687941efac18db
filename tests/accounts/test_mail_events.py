"""A mail is one worker's to send, and leaves once."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from accounts.mailing.outbox import forget_old_events, hand_over_once
from accounts.models import MailEvent
from tests.factories import UserFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def what(resident):
    return {"user": resident, "kind": "messages", "occasion": "2027-01-12"}


def letter(user):
    return EmailMessage("Bonjour", "Un essai.", to=[user.email])


def test_of_ten_workers_one_claims(what):
    claims = at_once([lambda: MailEvent.objects.claim(**what)] * 10)

    assert [claim for claim in claims if claim] == [MailEvent.objects.get()]


def test_the_claim_of_a_killed_worker_ends(what, time_machine):
    assert MailEvent.objects.claim(**what)
    time_machine.move_to(timezone.now() + timedelta(seconds=299))
    assert MailEvent.objects.claim(**what) is None
    time_machine.move_to(timezone.now() + timedelta(seconds=2))
    assert MailEvent.objects.claim(**what)


def test_a_mail_that_left_is_nobodys_any_more(what, mailoutbox, time_machine):
    event = MailEvent.objects.claim(**what)
    hand_over_once(event, letter(what["user"]))

    time_machine.move_to(timezone.now() + timedelta(days=1))

    assert MailEvent.objects.claim(**what) is None
    assert len(mailoutbox) == 1


def test_a_mail_that_failed_is_free_at_once(what, settings):
    settings.MAIL_TRANSPORT = "tests.background.broken.BrokenTransport"
    event = MailEvent.objects.claim(**what)

    with pytest.raises(ConnectionRefusedError):
        hand_over_once(event, letter(what["user"]))

    assert MailEvent.objects.claim(**what)


def test_the_mark_and_what_depends_on_it_are_one(what, mailoutbox):
    def fail():
        raise ConnectionError("the database is gone")

    event = MailEvent.objects.claim(**what)
    with pytest.raises(ConnectionError):
        hand_over_once(event, letter(what["user"]), then=fail)

    assert MailEvent.objects.get().handed_over_at is None


def test_what_says_that_mail_left_is_forgotten_after_a_year():
    MailEvent.objects.claim(user=UserFactory(), kind="messages")
    old = MailEvent.objects.claim(user=UserFactory(), kind="messages")
    long_ago = timezone.now() - timedelta(days=366)
    MailEvent.objects.filter(pk=old.pk).update(created_at=long_ago)

    forget_old_events()

    assert not MailEvent.objects.filter(pk=old.pk).exists()
    assert MailEvent.objects.count() == 1
