"""Told in time that a silent conversation is about to be deleted."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.mailing.preferences import set_rhythm
from background.jobs import queue
from messaging.actions import mark_read, send
from messaging.models import Conversation, Participant
from messaging.notifications.ending import warn, warn_of_endings
from messaging.rights import forget_conversations
from tests.factories import (
    BlockFactory,
    ConversationFactory,
    ListingFactory,
    UserFactory,
)
from tests.messaging.letters import sent_after
from tests.threads import at_once

pytestmark = pytest.mark.django_db
A_MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(A_MONDAY)


def silent_for(days: float, **about) -> Conversation:
    return ConversationFactory(
        last_message_at=timezone.now() - timedelta(days=days), **about
    )


def warned(time_machine, **span):
    """Let time pass; return the mails that tell of an end, by reader."""
    sent = [one for one in sent_after(time_machine, **span) if "effacé" in one.subject]
    return {one.to[0]: one for one in sent}


def html_of(mail) -> str:
    return mail.message().get_body(["html"]).get_content()


def people_of(thread):
    return {thread.initiator.email, thread.listing.author.email}


def test_both_are_told_once_four_weeks_before(time_machine, client):
    thread = silent_for(365 - 36)
    assert warned(time_machine, days=0) == {}

    mails = warned(time_machine, days=7)

    assert mails.keys() == people_of(thread)
    mail = mails[thread.initiator.email]
    assert mail.subject == "Un échange sera bientôt effacé"
    for words in (
        "5 janvier 2027",
        thread.listing.title,
        thread.listing.author.display_name,
        f"http://127.0.0.1:8000{thread.get_absolute_url()}",
        "http://127.0.0.1:8000/compte/donnees/",
    ):
        assert words in mail.body
        assert words in html_of(mail)
    assert warned(time_machine, days=1) == {}
    client.force_login(thread.initiator)
    page = client.get(thread.get_absolute_url()).content.decode()
    assert "Cette conversation sera effacée le 5 janvier 2027." in page
    assert [warned(time_machine, days=27), forget_conversations()] == [{}, 0]
    time_machine.move_to(timezone.now() + timedelta(days=1))
    assert (forget_conversations(True), forget_conversations()) == (1, 1)
    assert not Conversation.objects.exists()


def test_several_conversations_are_one_mail(time_machine):
    neighbour = UserFactory()
    for day in (0, 3, 6):
        silent_for(365 - 28 - day, initiator=neighbour)

    mail = warned(time_machine, days=0)[neighbour.email]

    assert mail.subject == "3 échanges seront bientôt effacés"
    assert mail.body.count("/messages/") == 3
    days = [mail.body.index(f"Le {day}") for day in ("28 déc", "31 déc", "3 jan")]
    assert days == sorted(days)


def test_a_long_list_is_counted(time_machine, monkeypatch):
    monkeypatch.setattr("messaging.notifications.ending.SHOWN", 1)
    neighbour = UserFactory()
    for _number in range(3):
        silent_for(350, initiator=neighbour)

    mail = warned(time_machine, days=0)[neighbour.email]

    assert "Et 2 autres échanges" in mail.body
    assert "Et 2 autres échanges" in html_of(mail)


def test_a_new_message_renews(time_machine, client):
    thread = silent_for(350)
    assert warned(time_machine, days=0).keys() == people_of(thread)

    send(thread, thread.initiator, "Vos poireaux ont-ils bien passé l’hiver ?")
    mark_read(thread, thread.listing.author)

    client.force_login(thread.initiator)
    page = client.get(thread.get_absolute_url()).content.decode()
    assert "sera effacée" not in page
    assert [warned(time_machine, days=60), forget_conversations()] == [{}, 0]
    assert warned(time_machine, days=280).keys() == people_of(thread)


def test_nothing_goes_before_both_were_told_in_time(time_machine):
    thread = silent_for(2000)

    assert forget_conversations() == 0
    mails = warned(time_machine, days=0)
    assert "28 décembre 2026" in mails[thread.initiator.email].body
    time_machine.move_to(timezone.now() + timedelta(days=29))
    late = thread.participants.get(user=thread.initiator)
    Participant.objects.filter(pk=late.pk).update(end_told_at=timezone.now())
    assert forget_conversations() == 0
    time_machine.move_to(timezone.now() + timedelta(days=29))
    assert forget_conversations() == 1


def test_it_cannot_be_declined_but_by_leaving(time_machine):
    thread = silent_for(350)
    asker, owner = thread.initiator, thread.listing.author
    for kind in ("messages", "outcome"):
        set_rhythm(asker, kind, "none")
    BlockFactory(blocker=asker, blocked=owner)
    thread.participants.filter(user=asker).update(muted=True)
    thread.participants.filter(user=owner).update(left_at=timezone.now())

    assert warned(time_machine, days=0).keys() == {asker.email}
    time_machine.move_to(timezone.now() + timedelta(days=29))
    assert forget_conversations() == 1


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ({"is_suspended": True}, True),
        ({"mail_bounced_at": A_MONDAY}, False),
        ({"is_active": False, "erased_at": A_MONDAY}, False),
    ],
    ids=["suspended", "bounced", "erased"],
)
def test_whose_mailbox_takes_nothing_does_not_stop_the_end(time_machine, about, told):
    asker = UserFactory(**about)
    silent_for(350, initiator=asker)

    assert (asker.email in warned(time_machine, days=0)) is told
    time_machine.move_to(timezone.now() + timedelta(days=29))
    assert forget_conversations() == 1


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_tell_once():
    thread = silent_for(350)

    answers = at_once([partial(warn, thread.initiator_id)] * 4)

    assert answers == [None] * 4
    assert queue().count() == 1
    warn_of_endings()
    assert queue().count() == 2


@pytest.mark.parametrize("how_many", [1, 6])
def test_one_person_costs_the_same(django_assert_num_queries, how_many):
    listing = ListingFactory()
    for _number in range(how_many):
        silent_for(350, listing=listing)

    with django_assert_num_queries(6):
        warn(listing.author_id)


def test_the_table_says_it(client):
    page = client.get("/donnees-personnelles/durees/").content.decode()

    assert f"prévenu {settings.CONVERSATION_WARNING_DAYS} jours avant" in page
