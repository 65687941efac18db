"""« Travaux en attente »: who sees the jobs in trouble, and tries them again."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.mail import send_mail
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from background.models import PeriodicJob
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ROOM = "/admin/travaux/"
PERIODIC = "/admin/travaux-periodiques/"


def queued(**changes):
    """Queue a mail, then put its row in the state that `changes` describe."""
    send_mail("Bonjour", "Un essai.", None, ["secret@example.org"])
    row = DBTaskResult.objects.get(exception_class_path="")
    DBTaskResult.objects.filter(pk=row.pk).update(**changes)
    return DBTaskResult.objects.get(pk=row.pk)


def failed(tries=56):
    return queued(
        status=TaskResultStatus.FAILED,
        worker_ids=["w"] * tries,
        exception_class_path="smtplib.SMTPServerDisconnected",
        traceback="to secret@example.org",
    )


def member_of(name):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=name))
    return user


@pytest.fixture
def administrator(client):
    client.force_login(member_of("Administration"))


@pytest.mark.parametrize("group", ["Rédaction", "Modération"])
def test_only_administrators_enter(client, group):
    row = failed()
    client.force_login(member_of(group))

    for address in (ROOM, PERIODIC, f"{ROOM}{row.pk}/reessayer/"):
        assert client.get(address).status_code == 302
    assert client.post(f"{ROOM}{row.pk}/reessayer/").status_code == 302
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED


def test_the_room_lists_what_is_in_trouble_without_any_address(client, administrator):
    failed()
    failed(tries=1)
    page = client.get(ROOM)

    assert [row.exception_class_path for row in page.context["object_list"]] == [
        "smtplib.SMTPServerDisconnected"
    ] * 2
    words = page.content.decode()
    assert "bloqué" in words
    assert "sera réessayé" in words
    assert "secret@example.org" not in words


LONG_AGO = timezone.now() - timedelta(hours=1)


@pytest.mark.parametrize(
    ("changes", "listed"),
    [
        ({}, False),
        ({"enqueued_at": LONG_AGO}, True),
        ({"enqueued_at": LONG_AGO, "run_after": LONG_AGO}, True),
        (
            {
                "enqueued_at": LONG_AGO,
                "run_after": timezone.now() + timedelta(hours=1),
            },
            False,
        ),
        ({"status": TaskResultStatus.RUNNING, "started_at": LONG_AGO}, True),
        ({"status": TaskResultStatus.SUCCESSFUL, "enqueued_at": LONG_AGO}, False),
    ],
)
def test_late_jobs_are_listed(client, administrator, changes, listed):
    queued(**changes)

    assert bool(client.get(ROOM).context["object_list"]) is listed


@pytest.mark.parametrize("how_many", [1, 15])
def test_the_list_costs_the_same_whatever_its_length(
    client, administrator, django_assert_num_queries, how_many
):
    for _number in range(how_many):
        failed()
    client.get(ROOM)

    # Wagtail asks 8 of its own; ours are the count and the page.
    with django_assert_num_queries(11):
        assert len(client.get(ROOM).context["object_list"]) == how_many


def test_a_stuck_job_is_tried_again_with_a_post(client, administrator):
    row = failed()
    address = f"{ROOM}{row.pk}/reessayer/"

    assert client.get(address).status_code == 200
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED
    client.post(address)

    again = DBTaskResult.objects.get()
    assert again.status == TaskResultStatus.READY
    assert again.run_after <= timezone.now()
    assert client.post(address).status_code == 404


def test_a_periodic_job_that_nobody_runs_is_late(client, administrator):
    PeriodicJob.objects.create(name="expire_listings", due_at=LONG_AGO)

    page = client.get(PERIODIC).content.decode()

    assert "expire_listings" in page
    assert "en retard" in page
