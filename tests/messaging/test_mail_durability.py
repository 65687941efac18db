"""Worker processes and a mail server that fail while people write to each other."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.mailing.preferences import set_rhythm
from accounts.models import MailEvent
from background.models import PeriodicJob
from messaging.actions import mark_read, send
from tests.factories import ConversationFactory, UserFactory
from tests.mailbox import Inbox, mail_server

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
SMTP = "django.core.mail.backends.smtp.EmailBackend"
KILLED = "tests.messaging.transports.KilledOnceHandedOver"
PATIENCE = 30  # seconds, on a machine that does other things as well


@pytest.fixture(autouse=True)
def hurry(settings):
    """What queues is in this process, what waits in the workers."""
    settings.NOTIFY_QUIET_SECONDS = 0


@pytest.fixture
def server():
    server = mail_server()
    yield server
    if server.loop.is_running():
        server.stop()


@pytest.fixture
def workers(server, tmp_path):
    """Start worker processes with `workers(2)`; they end with the test."""
    started = []

    def start(how_many, transport=SMTP):
        where = {
            "DJANGO_SETTINGS_MODULE": "tests.messaging.worker_settings",
            "TEST_DATABASE": str(connection.settings_dict["NAME"]),
            "TEST_TRANSPORT": transport,
            "TEST_SMTP_PORT": str(server.port),
            "TEST_KILLED": str(tmp_path / "killed"),
        }
        command = [sys.executable, "manage.py", "work", "--interval", "0.1"]
        started.extend(
            subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **where}, stderr=subprocess.PIPE
            )
            for _number in range(how_many)
        )
        return started[-how_many:]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def until(condition):
    """Wait for what the workers do; fail when they never do it."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "It never came."
        time.sleep(0.1)


def left():
    """Return the jobs that wait, run or failed."""
    return list(DBTaskResult.objects.exclude(status="SUCCESSFUL"))


def idle():
    return not left()


def written(how_many):
    threads = ConversationFactory.create_batch(how_many)
    for thread in threads:
        send(thread, thread.initiator, f"Bonjour {thread.public_id}")
    return threads


def recipients(server):
    return Counter(to for (to,), _message, _raw in server.handler.received)


def once_each(people):
    return Counter(dict.fromkeys((person.email for person in people), 1))


def test_what_a_mail_server_missed_leaves_once_when_it_is_back(server, workers):
    threads = written(12)
    workers(2)
    until(lambda: DBTaskResult.objects.filter(exception_class_path__gt="").count() > 6)
    assert not MailEvent.objects.exclude(handed_over_at=None).exists()

    server.start()
    until(idle)

    assert recipients(server) == once_each(one.listing.author for one in threads)
    assert MailEvent.objects.exclude(handed_over_at=None).count() == 12


def test_a_worker_killed_before_it_marks_sends_again_at_most_once(server, workers):
    threads = written(3)
    server.start()
    (killed,) = workers(1, KILLED)
    assert killed.wait(timeout=PATIENCE) == -signal.SIGKILL
    assert len(server.handler.received) == 1
    assert not MailEvent.objects.exclude(handed_over_at=None).exists()

    workers(2, KILLED)
    until(idle)

    arrived = recipients(server)
    assert set(arrived) == {one.listing.author.email for one in threads}
    assert sorted(arrived.values()) == [1, 1, 2]
    copies = Counter(
        message["Message-ID"] for _to, message, _raw in server.handler.received
    )
    assert sorted(copies.values()) == [1, 1, 2]  # the second is known for a copy


class Refusing(Inbox):
    """A server that never takes mail for `poison`, for reasons of its own."""

    poison = ""

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == self.poison:
            return "550 5.7.1 refused by policy"
        envelope.rcpt_tos.append(address)
        return "250 OK"


def test_a_mail_that_is_always_refused_stops_no_other(server, workers):
    threads = written(6)
    people = [one.listing.author for one in threads]
    server.handler = Refusing()
    server.handler.poison = people[0].email
    server.start()
    workers(1)

    until(lambda: len(server.handler.received) == 5)
    later = ConversationFactory()
    send(later, later.initiator, "Bonjour")
    until(lambda: len(server.handler.received) == 6)

    assert recipients(server) == once_each([*people[1:], later.listing.author])
    until(lambda: len(left()) == 1)
    (poison,) = left()
    assert poison.exception_class_path in ("", "smtplib.SMTPRecipientsRefused")


def test_two_workers_and_schedulers_at_once_send_each_mail_once(server, workers):
    """Messages, digests and questions, all due when both start."""
    threads = written(4)
    daily = [UserFactory() for _number in range(4)]
    for reader in daily:
        set_rhythm(reader, "messages", "daily")
        for thread in ConversationFactory.create_batch(2, listing__author=reader):
            send(thread, thread.initiator, "Bonjour")
    asked = silent_for_six_days(3)
    server.start()

    workers(2)
    until(lambda: PeriodicJob.objects.filter(ran_at__isnull=False).count() > 6)
    until(lambda: len(server.handler.received) >= 4 + 4 + 6 and idle())
    PeriodicJob.objects.update(due_at=timezone.now())  # the schedule comes round
    until(lambda: not PeriodicJob.objects.filter(due_at__lt=timezone.now()).exists())
    until(idle)

    people = [one.listing.author for one in threads] + daily + asked
    assert recipients(server) == once_each(people)


def silent_for_six_days(how_many):
    """Return the people of conversations that ended, all read, some days ago."""
    threads = ConversationFactory.create_batch(how_many)
    days = timedelta(days=6)
    for thread in threads:
        send(thread, thread.initiator, "Bonjour")
        mark_read(thread, thread.listing.author)
        thread.last_message_at = timezone.now() - days
        thread.save()
    return [who for one in threads for who in (one.initiator, one.listing.author)]
