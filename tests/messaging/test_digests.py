"""One mail a day for those who prefer it, whatever the clock does."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from accounts.mailing.preferences import set_rhythm
from background.models import PeriodicJob
from messaging.actions import mark_read, send
from messaging.models import Participant
from messaging.notifications.digest import queue_digests, send_digest
from messaging.notifications.forms import change_rhythms
from tests.factories import ConversationFactory, UserFactory
from tests.messaging.letters import html_of, sent_after, stop_link, work

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def at(time_machine, *moment, fold=0):
    """Set the clock of Nièvre, and let the schedule and the worker do their work."""
    PeriodicJob.objects.all().delete()
    time_machine.move_to(datetime(*moment, tzinfo=PARIS, fold=fold))
    before = len(mail.outbox)
    work()
    return mail.outbox[before:]


@pytest.fixture
def reader():
    user = UserFactory()
    set_rhythm(user, "messages", "daily")
    return user


def written_to(reader, how_many=1, body="Bonjour"):
    threads = ConversationFactory.create_batch(how_many, listing__author=reader)
    for thread in threads:
        send(thread, thread.initiator, body)
    return threads


def test_one_mail_in_the_evening_tells_of_every_conversation(reader, time_machine):
    assert at(time_machine, 2027, 1, 12, 9) == []
    first, second = written_to(reader, 2)
    send(first, first.initiator, "Encore moi")
    assert at(time_machine, 2027, 1, 12, 17, 50) == []

    (sent,) = at(time_machine, 2027, 1, 12, 18, 5)

    assert sent.to == [reader.email]
    assert sent.subject == "2 échanges vous attendent"
    for part in (sent.body, html_of(sent)):
        assert "Encore moi" in part
        assert "1 message plus ancien" in part
        assert f"/messages/{second.public_id}/" in part
    assert stop_link(sent)
    assert at(time_machine, 2027, 1, 12, 23, 50) == []
    assert at(time_machine, 2027, 1, 13, 18, 5) == []  # nothing new


def test_what_was_read_is_not_told(reader, time_machine):
    (thread,) = written_to(reader)
    mark_read(thread, reader)

    assert at(time_machine, 2027, 1, 12, 18, 5) == []


def test_nobody_else_gets_a_digest(time_machine):
    written_to(UserFactory())
    Participant.objects.update(muted=True)

    assert at(time_machine, 2027, 1, 12, 18, 5) == []


@pytest.mark.parametrize("day", [(2027, 3, 28), (2027, 10, 31)])
def test_the_nights_when_the_clock_changes_have_one_mail(
    reader, time_machine, settings, day
):
    settings.DIGEST_HOUR = 2
    at(time_machine, 2027, 1, 1)
    written_to(reader)
    mails = []
    for hour, minute, fold in ((2, 30, 0), (2, 30, 1), (3, 30, 0), (9, 0, 0)):
        mails += at(time_machine, *day, hour, minute, fold=fold)
        written_to(reader)  # there is always something to tell

    assert len(mails) == 1


def test_a_day_is_told_once_however_often_it_is_queued(reader, time_machine):
    at(time_machine, 2027, 1, 12, 9)
    written_to(reader)
    time_machine.move_to(datetime(2027, 1, 12, 18, 5, tzinfo=PARIS))
    queue_digests()
    queue_digests()

    work()

    assert len(mail.outbox) == 1


def test_a_mail_that_could_not_leave_is_told_by_the_next_day(
    reader, time_machine, settings
):
    settings.MAIL_TRANSPORT = "tests.background.broken.BrokenTransport"
    at(time_machine, 2027, 1, 12, 9)
    written_to(reader)
    assert at(time_machine, 2027, 1, 12, 18, 5) == []
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"

    mails = at(time_machine, 2027, 1, 13, 18, 5) + at(time_machine, 2027, 1, 13, 23)

    assert len(mails) == 1


def test_who_goes_back_to_at_once_is_told_what_waited(reader, time_machine):
    at(time_machine, 2027, 1, 12, 9)
    written_to(reader, 2)
    assert sent_after(time_machine, minutes=4) == []

    change_rhythms(reader, {"messages": "at_once"})

    assert len(sent_after(time_machine, minutes=1)) == 2


def test_a_digest_costs_the_same_whatever_its_length(reader, time_machine):
    counts = []
    for day, how_many in ((12, 1), (13, 20)):
        time_machine.move_to(datetime(2027, 1, day, 18, 5, tzinfo=PARIS))
        written_to(reader, how_many)
        with CaptureQueriesContext(connection) as queries:
            send_digest.call(reader.pk, f"2027-01-{day}")
        counts.append(len(queries))

    assert len(mail.outbox) == 2
    assert counts[0] == counts[1] == 10


def test_the_digest_of_a_deleted_account_ends(reader, time_machine):
    written_to(reader)
    time_machine.move_to(datetime(2027, 1, 12, 18, 5, tzinfo=PARIS))
    queue_digests()
    reader.delete()

    work()

    assert mail.outbox == []
    assert not DBTaskResult.objects.filter(status="FAILED").exists()


def test_queueing_costs_one_row_per_reader(time_machine):
    costs = []
    time_machine.move_to(datetime(2027, 1, 12, 18, 5, tzinfo=PARIS))
    for how_many in (1, 5):
        for _number in range(how_many):
            reader = UserFactory()
            set_rhythm(reader, "messages", "daily")
            written_to(reader)
        with CaptureQueriesContext(connection) as queries:
            queue_digests()
        costs.append(len(queries))

    assert costs == [1 + 1, 1 + 6]
