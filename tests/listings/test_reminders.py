"""Mails before a listing ends: when, to whom, once, and what their links do."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.mailing.preferences import set_rhythm
from accounts.models import MailEvent
from listings.actions import expire_due
from listings.models import Listing
from listings.reminders import remind, remind_authors
from listings.states import ListingStatus
from tests.factories import ListingFactory, UserFactory

pytestmark = pytest.mark.django_db
NOON = "2026-03-02T12:00:00+01:00"


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def ending(days, **more):
    return ListingFactory(expires_at=timezone.now() + timedelta(days=days), **more)


def mails_of_today():
    """Queue and run the jobs of now; return what they sent."""
    mail.outbox.clear()
    expire_due()
    today = timezone.localdate().isoformat()
    remind_authors()
    for author in Listing.objects.values_list("author", flat=True).distinct():
        remind.func(author, today)
        remind.func(author, today)
    return mail.outbox[:]


def queued():
    return DBTaskResult.objects.filter(task_path=remind.module_path).count()


def link(sent, label):
    (found,) = re.findall(rf"{label}\s?: http://127.0.0.1:8000(\S+)", sent.body)
    return found


def test_an_author_is_told_seven_days_and_one_day_before_and_after(time_machine):
    listing = ending(8)
    subjects = []
    for _day in range(11):
        subjects += [sent.subject for sent in mails_of_today()]
        time_machine.shift(timedelta(days=1))

    soon = f"Votre annonce prend bientôt fin\u00a0: {listing.title}"
    assert subjects == [soon, soon, f"Votre annonce a pris fin\u00a0: {listing.title}"]


def test_several_listings_are_one_mail():
    author = UserFactory()
    for number in range(3):
        ending(6, author=author, title=f"Annonce {number}")

    (sent,) = mails_of_today()

    assert sent.to == [author.email]
    assert sent.subject == "3 de vos annonces arrivent à leur terme"
    assert all(f"Annonce {number}" in sent.body for number in range(3))
    assert "List-Unsubscribe" in sent.extra_headers
    assert mails_of_today() == []


@pytest.mark.parametrize(
    "more",
    [
        {"status": ListingStatus.HIDDEN},
        {"status": ListingStatus.WITHDRAWN},
        {"status": ListingStatus.FULFILLED},
        {"status": ListingStatus.PENDING},
        {"author__is_suspended": True},
        {"author__is_active": False},
        {"author__mail_bounced_at": timezone.now()},
    ],
    ids=["hidden", "withdrawn", "done", "pending", "suspended", "closed", "bounced"],
)
def test_nothing_is_told_of_the_rest(more):
    ending(6, **more)

    assert mails_of_today() == []


@pytest.mark.parametrize(("rhythm", "told"), [("none", 0), ("daily", 1)])
def test_the_preference_of_the_author_decides(rhythm, told):
    listing = ending(6)
    set_rhythm(listing.author, "listings", rhythm)

    assert len(mails_of_today()) == told


def test_nothing_is_queued_before_the_morning(time_machine):
    ending(6)
    time_machine.move_to("2026-03-02T06:00:00+01:00", tick=False)
    remind_authors()
    assert queued() == 0

    time_machine.move_to(NOON, tick=False)
    remind_authors()

    assert queued() == 1


def test_while_another_worker_sends_one_waits_and_then_sends_nothing():
    listing = ending(6)
    day = timezone.localdate().isoformat()
    event = MailEvent.objects.claim(user=listing.author, kind="listings", occasion=day)

    remind.func(listing.author_id, day)

    assert (mail.outbox, queued()) == ([], 1)
    event.mark()
    remind.func(listing.author_id, day)
    assert (mail.outbox, queued()) == ([], 1)


@pytest.mark.parametrize("how_many", [1, 15])
def test_finding_whom_to_tell_costs_the_same(django_assert_num_queries, how_many):
    author = UserFactory()
    for _number in range(how_many):
        ending(6, author=author)

    with django_assert_num_queries(3):  # the listings, what was told, the job
        remind_authors()


def test_a_click_renews_once_and_only_by_the_button(time_machine):
    listing = ending(6)
    (sent,) = mails_of_today()
    address = link(sent, "Toujours d’actualité")
    bare = Client(enforce_csrf_checks=True)

    asked = bare.get(address)
    listing.refresh_from_db()
    assert (asked.status_code, listing.renewals) == (200, 0)
    assert asked["Referrer-Policy"] == "no-referrer"
    done = bare.post(address).content.decode()
    again = bare.post(address).content.decode()

    listing.refresh_from_db()
    assert listing.renewals == 1
    assert "est renouvelée" in done
    assert "déjà renouvelée" in again
    time_machine.shift(timedelta(days=31))
    assert bare.post(address).status_code == 410


@pytest.mark.parametrize(
    ("label", "status"),
    [("C’est fait", "fulfilled"), ("Retirer mon annonce", "withdrawn")],
)
def test_a_click_ends_once(client, label, status):
    listing = ending(6)
    (sent,) = mails_of_today()
    address = link(sent, label)

    client.get(address)
    assert Listing.objects.get().status == ListingStatus.PUBLISHED
    client.post(address)
    again = client.post(address)

    listing.refresh_from_db()
    assert (listing.status, again.status_code) == (status, 200)
    assert "Rien n’a changé" in again.content.decode()


def test_after_the_end_one_may_still_renew_unless_it_was_renewed_enough(
    client, settings
):
    ending(-0.5)
    (sent,) = mails_of_today()
    client.post(link(sent, "Toujours d’actualité"))
    assert Listing.objects.get().status == ListingStatus.PUBLISHED
    assert "C’est fait" not in sent.body

    ending(-0.5, renewals=settings.LISTING_RENEWALS_MAX)
    (sent,) = mails_of_today()
    assert "Toujours d’actualité" not in sent.body


def test_a_link_serves_neither_others_nor_who_is_suspended(client):
    listing = ending(6)
    (sent,) = mails_of_today()
    address = link(sent, "Retirer mon annonce")
    listing.author.is_suspended = True
    listing.author.save()

    assert client.post(address).status_code == 404
    assert client.post(address.replace("/geste/", "/geste/x")).status_code == 404
    assert Listing.objects.get().status == ListingStatus.PUBLISHED
