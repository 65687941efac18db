"""« Qu’est-ce que ça a donné ? », asked once and answered by a button."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.mailing.preferences import set_rhythm
from background.models import PeriodicJob
from messaging.actions import mark_read, record_outcome, send
from messaging.notifications.outcome import ask_outcomes
from tests.factories import BlockFactory, ConversationFactory
from tests.messaging.letters import header, html_of, sent_after, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(time_machine):
    """A conversation whose two people have read everything."""
    thread = ConversationFactory()
    send(thread, thread.initiator, "Bonjour")
    send(thread, thread.listing.author, "Bonsoir")
    for person in (thread.initiator, thread.listing.author):
        mark_read(thread, person)
    return thread


def asked_after(time_machine, **span):
    PeriodicJob.objects.all().delete()
    return sent_after(time_machine, **span)


def links(sent):
    pattern = r"http://127.0.0.1:8000(/messages/bilan/\S+\?reponse=\w+)"
    return re.findall(pattern, sent.body)


def side_of(thread, user):
    return thread.participants.get(user=user)


def test_both_are_asked_once_five_days_after_the_last_message(thread, time_machine):
    assert asked_after(time_machine, days=4, hours=23) == []

    mails = asked_after(time_machine, hours=2)

    assert sorted(sent.to[0] for sent in mails) == sorted(
        [thread.initiator.email, thread.listing.author.email]
    )
    (sent, _other) = mails
    assert sent.subject == "Qu’est-ce que ça a donné\u00a0? Je tonds votre pelouse"
    assert header(sent, "List-Id") == "<outcome.127.0.0.1>"
    for link in links(sent):
        assert link in html_of(sent)
    assert asked_after(time_machine, days=1) == []
    send(thread, thread.initiator, "Merci encore")
    mark_read(thread, thread.listing.author)
    assert asked_after(time_machine, days=6) == []


def test_who_knows_already_is_not_asked(thread, time_machine):
    record_outcome(thread, thread.initiator, "done")

    assert asked_after(time_machine, days=6) == []


@pytest.mark.parametrize(
    "changes",
    [{"muted": True}, {"left_at": timezone.now()}],
    ids=["muted", "left"],
)
def test_only_who_did_not_turn_away_is_asked(thread, time_machine, changes):
    thread.participants.filter(user=thread.initiator).update(**changes)

    (sent,) = asked_after(time_machine, days=6)

    assert sent.to == [thread.listing.author.email]


def test_a_block_or_a_refusal_is_respected(thread, time_machine):
    BlockFactory(blocker=thread.initiator, blocked=thread.listing.author)
    other = ConversationFactory()
    send(other, other.initiator, "Bonjour")
    mark_read(other, other.listing.author)
    set_rhythm(other.listing.author, "outcome", "none")

    (sent,) = asked_after(time_machine, days=6)

    assert sent.to == [other.initiator.email]


def test_old_or_silent_conversations_are_left_alone(thread, time_machine):
    ConversationFactory()

    assert asked_after(time_machine, days=36) == []


def test_a_listing_that_ended_does_not_matter(thread, time_machine):
    thread.listing.status = "withdrawn"
    thread.listing.save()

    assert len(asked_after(time_machine, days=6)) == 2


def test_who_writes_again_meanwhile_is_asked_later(thread, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=6))
    ask_outcomes()
    send(thread, thread.initiator, "Et dimanche ?")
    mark_read(thread, thread.listing.author)
    work()
    assert mail.outbox == []

    assert len(asked_after(time_machine, days=6)) == 2


def test_a_get_shows_a_button_and_a_post_acts(client, thread, time_machine):
    mails = asked_after(time_machine, days=6)
    (sent,) = [one for one in mails if one.to == [thread.initiator.email]]
    done, not_done = links(sent)

    page = client.get(done)
    assert page.status_code == 200
    assert "Je tonds votre pelouse" in page.content.decode()
    assert side_of(thread, thread.initiator).outcome == ""

    client.post(done, {"outcome": "done"})
    assert side_of(thread, thread.initiator).outcome == "done"
    assert side_of(thread, thread.listing.author).outcome == ""

    refused = client.post(not_done, {"outcome": "not_done"})
    assert list(refused.context["form"].errors) == ["reason"]
    assert side_of(thread, thread.initiator).outcome == "done"

    said = client.post(not_done, {"outcome": "not_done", "reason": "unsafe"})
    assert "bloquer la personne" in said.content.decode()
    side = side_of(thread, thread.initiator)
    assert (side.outcome, side.outcome_reason) == ("not_done", "unsafe")


def test_the_link_signs_nobody_in_and_needs_no_cookie(thread, time_machine):
    client = Client(enforce_csrf_checks=True)
    sent, _other = asked_after(time_machine, days=6)

    assert client.post(links(sent)[0], {"outcome": "done"}).status_code == 200
    assert client.get("/messages/").status_code == 302
    assert "sessionid" not in client.cookies


def test_links_end_after_thirty_days(client, thread, time_machine):
    sent, _other = asked_after(time_machine, days=6)
    done, _not_done = links(sent)

    time_machine.move_to(timezone.now() + timedelta(days=29))
    assert client.get(done).status_code == 200
    time_machine.move_to(timezone.now() + timedelta(days=2))
    answer = client.post(done, {"outcome": "done"})

    assert answer.status_code == 410
    assert set(thread.participants.values_list("outcome", flat=True)) == {""}


@pytest.mark.parametrize("token", ["x", "WyJhIl0:1tO:abc"])
def test_a_forged_link_is_not_found(client, token):
    assert client.get(f"/messages/bilan/{token}/").status_code == 404
