import signal
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import send_mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from background.jobs import retry_failed, stuck, take_up_abandoned, wait_after

pytestmark = pytest.mark.django_db(transaction=True)


def queue_a_mail():
    send_mail("Bonjour", "Un essai.", None, ["quelquun@example.org"])
    return DBTaskResult.objects.get()


def work():
    call_command("work", once=True, verbosity=0)


def test_a_mail_leaves_with_its_transaction_or_not_at_all():
    with transaction.atomic():
        queue_a_mail()
        transaction.set_rollback(True)

    work()

    assert mail.outbox == []


def test_a_failing_job_waits_longer_each_time_and_is_then_stuck(settings):
    settings.MAIL_TRANSPORT = "tests.background.broken.BrokenTransport"
    settings.BACKGROUND_MAX_ATTEMPTS = 2
    queue_a_mail()
    work()
    started = timezone.now()

    assert retry_failed() == 1
    row = DBTaskResult.objects.get()
    assert row.status == TaskResultStatus.READY
    assert row.run_after >= started + timedelta(seconds=30)

    DBTaskResult.objects.update(run_after=started)
    work()
    assert [job.pk for job in stuck()] == [row.pk]
    assert retry_failed() == 0


def test_a_failure_does_not_stop_the_next_job(settings):
    settings.MAIL_TRANSPORT = "tests.background.broken.BrokenOnce"
    queue_a_mail()
    send_mail("Suivant", "Un autre.", None, ["quelquun@example.org"])

    work()

    statuses = sorted(DBTaskResult.objects.values_list("status", flat=True))
    assert statuses == ["FAILED", "SUCCESSFUL"]


@pytest.fixture
def signals():
    """The worker's answers to signals end with the test."""
    told = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)
    before = {number: signal.getsignal(number) for number in told}
    yield
    for number, answer in before.items():
        signal.signal(number, answer)


def test_a_worker_told_to_stop_ends_its_job_and_takes_no_other(
    settings, monkeypatch, signals
):
    def sleep(seconds):
        raise AssertionError("the worker goes on")

    settings.MAIL_TRANSPORT = "tests.background.broken.StoppedMeanwhile"
    monkeypatch.setattr(time, "sleep", sleep)
    queue_a_mail()
    send_mail("Suivant", "Un autre.", None, ["quelquun@example.org"])

    call_command("work", verbosity=0)

    statuses = sorted(DBTaskResult.objects.values_list("status", flat=True))
    assert statuses == ["READY", "SUCCESSFUL"]


def test_the_job_of_a_killed_worker_is_taken_up_again():
    row = queue_a_mail()
    row.claim("killed")
    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(hours=1))

    assert take_up_abandoned() == 1
    work()

    assert [sent.subject for sent in mail.outbox] == ["Bonjour"]


def test_the_wait_between_tries_has_an_end():
    waits = [wait_after(tries).total_seconds() for tries in range(1, 56)]

    assert waits[:3] == [30, 60, 120]
    assert max(waits) == 3600
    assert sum(waits) > 24 * 3600


def test_the_job_of_a_living_worker_is_left_alone():
    queue_a_mail().claim("alive")

    assert take_up_abandoned() == 0
