"""What comes round by itself: run twice, and twice at once, it does the same once."""

from datetime import timedelta
from functools import partial
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.mailing.preferences import set_rhythm
from accounts.models import User
from background.jobs import queue
from background.management.commands.work import worker_of_the_queue
from background.models import PeriodicJob
from config.retention.table import TABLE
from listings.models import EndedListings, Listing
from listings.photos.models import Photo
from messaging.models import Conversation, Message, MessagePhoto
from moderation.actions import open_case
from moderation.models import Case, Decision
from moderation.targets import target_of
from tests.config.test_retention import everything_that_is_over
from tests.factories import (
    ConversationFactory,
    ListingFactory,
    MessageFactory,
    MessagePhotoFactory,
    PhotoFactory,
    UserFactory,
)
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
COUNTED = [User, EmailAddress, Listing, EndedListings, Photo, Conversation, Message]
COUNTED += [MessagePhoto, Decision, Case, Session]


def ago(days: float):
    return timezone.now() - timedelta(days=days)


def something_for_each() -> None:
    """Give every job of the schedule something to do."""
    everything_that_is_over()
    ListingFactory(expires_at=ago(1))
    UserFactory(is_suspended=True, suspended_until=ago(1))
    case = open_case(target_of(ListingFactory(status="pending")))
    Case.objects.filter(pk=case.pk).update(opened_at=ago(20))
    known = UserFactory(trusted_at=None, date_joined=ago(60))
    ListingFactory(author=known, published_at=ago(50))
    UserFactory(last_login=ago(settings.INACTIVE_DAYS))
    PhotoFactory(created_at=ago(9))
    MessagePhotoFactory(waiting=True, created_at=ago(9))
    silent = ConversationFactory(last_message_at=ago(8))
    MessageFactory(conversation=silent, created_at=ago(8))
    reader = UserFactory()
    set_rhythm(reader, "messages", "daily")
    waiting = ConversationFactory(listing__author=reader)
    waiting.participants.update(seen_up_to=ago(2), notified_up_to=ago(2))
    MessageFactory(conversation=waiting, created_at=ago(1))


def state() -> dict:
    """Return what there is, with what each listing and person became."""
    counts = {model.__name__: model.objects.count() for model in COUNTED}
    counts["listings"] = sorted(Listing.objects.values_list("status", flat=True))
    counts["people"] = sorted(
        (one.is_active, one.is_suspended, bool(one.trusted_at), bool(one.erased_at))
        for one in User.objects.all()
    )
    counts["ended"] = sorted(EndedListings.objects.values_list("number", flat=True))
    return counts


def run(entry) -> None:
    import_string(entry["run"])(*entry.get("args", []))


def work() -> None:
    worker_of_the_queue().run()


def mails(outbox) -> list:
    return sorted((*mail.to, mail.subject) for mail in outbox)


def test_every_periodic_job_may_run_twice_at_once(mailoutbox, time_machine):
    time_machine.move_to(timezone.localtime().replace(hour=19), tick=True)
    something_for_each()

    for entry in settings.BACKGROUND_SCHEDULE:
        assert at_once([partial(run, entry)] * 2) == [None, None], entry["name"]
    PeriodicJob.objects.update(due_at=timezone.now() + timedelta(days=1))
    assert at_once([work, work]) == [None, None]
    after, sent = state(), mails(mailoutbox)

    assert queue().failed().count() == 0
    assert len(sent) == len(set(sent)) == 6
    for entry in settings.BACKGROUND_SCHEDULE:
        run(entry)
    work()
    assert (state(), mails(mailoutbox)) == (after, sent)


def test_two_retentions_at_once_do_what_one_does():
    everything_that_is_over()
    apply = partial(call_command, "apply_retention", stdout=StringIO())

    assert at_once([apply, apply]) == [None, None]

    together = state()
    assert [line for line in left() if line[1]] == []
    apply()
    assert state() == together
    assert list(EndedListings.objects.values_list("number", flat=True)) == [1]


def left() -> list[tuple[str, int]]:
    """Return what each line of the table would still take."""
    return [(path, take(True)) for line in TABLE for path, take in line.functions()]
