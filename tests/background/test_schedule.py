from datetime import timedelta
from threading import Thread

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string

from background.models import PeriodicJob
from background.schedule import run_due

pytestmark = pytest.mark.django_db
EVERY = timedelta(minutes=10)
calls: list[str] = []


def note(word="ran"):
    calls.append(word)


def fail():
    raise ConnectionRefusedError("secret@example.org")


@pytest.fixture(autouse=True)
def no_call_yet():
    calls.clear()


def entry(name, run, *args):
    path = f"tests.background.test_schedule.{run}"
    return {"name": name, "run": path, "args": list(args), "every": EVERY}


def test_a_job_runs_at_its_time_and_not_before(settings):
    settings.BACKGROUND_SCHEDULE = [entry("noted", "note", "hello")]
    before = timezone.now()

    assert (run_due(), run_due()) == (1, 0)
    assert calls == ["hello"]
    row = PeriodicJob.objects.get(name="noted")
    assert row.due_at >= before + EVERY
    PeriodicJob.objects.update(due_at=before)
    assert run_due() == 1
    assert calls == ["hello", "hello"]


@pytest.mark.django_db(transaction=True)
def test_a_failing_job_stops_neither_the_worker_nor_the_next_job(settings):
    settings.BACKGROUND_SCHEDULE = [entry("broken", "fail"), entry("noted", "note")]

    call_command("work", once=True, verbosity=0)

    assert calls == ["ran"]
    broken = PeriodicJob.objects.get(name="broken")
    assert (broken.failures, broken.error) == (1, "ConnectionRefusedError")


def test_a_success_forgets_the_failures_before_it(settings):
    settings.BACKGROUND_SCHEDULE = [entry("noted", "note")]
    PeriodicJob.objects.create(name="noted", failures=3, error="OSError")

    run_due()

    row = PeriodicJob.objects.get()
    assert (row.failures, row.error) == (0, "")


@pytest.mark.django_db(transaction=True)
def test_two_workers_run_a_job_once(settings):
    settings.BACKGROUND_SCHEDULE = [entry("noted", "note")]

    def work():
        run_due()
        connection.close()

    workers = [Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert calls == ["ran"]


def test_what_the_site_declares_can_be_run(settings):
    names = [entry["name"] for entry in settings.BACKGROUND_SCHEDULE]

    assert len(set(names)) == len(names)
    assert "publish_scheduled_pages" in names
    for declared in settings.BACKGROUND_SCHEDULE:
        import_string(declared["run"])(*declared.get("args", []))
