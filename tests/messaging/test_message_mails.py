"""One mail per conversation, in time, to who wants it, about what they may read."""

from email.utils import parseaddr

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.mailing.preferences import set_rhythm
from accounts.models import MailEvent
from messaging.actions import mark_read, send
from messaging.models import Message
from messaging.notifications.messages import tell_of_messages
from messaging.notifications.waiting import without_links
from tests.factories import BlockFactory, ConversationFactory, MessagePhotoFactory
from tests.messaging.letters import header, html_of, sent_after, stop_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread():
    return ConversationFactory(initiator__first_name="Zoé")


def owner_side(thread):
    return thread.participants.get(user=thread.listing.author)


def test_a_mail_leaves_three_minutes_after_the_last_message(thread, time_machine):
    send(thread, thread.initiator, "Bonjour")
    assert sent_after(time_machine, minutes=2) == []
    send(thread, thread.initiator, "Je viens samedi")
    assert sent_after(time_machine, minutes=2) == []

    (sent,) = sent_after(time_machine, minutes=1, seconds=5)

    assert sent.to == [thread.listing.author.email]
    assert "Bonjour" in sent.body
    assert "Je viens samedi" in sent.body
    assert sent_after(time_machine, days=3) == []
    assert owner_side(thread).notified_up_to == thread.messages.last().created_at


def test_who_keeps_writing_is_told_of_after_fifteen_minutes(thread, time_machine):
    mails = []
    for number in range(10):
        send(thread, thread.initiator, f"Message {number}")
        mails += sent_after(time_machine, minutes=2)

    assert len(mails) == 1


def test_at_most_one_mail_an_hour_tells_of_one_conversation(thread, time_machine):
    send(thread, thread.initiator, "Un")
    assert len(sent_after(time_machine, minutes=4)) == 1
    send(thread, thread.initiator, "Deux")
    send(thread, thread.initiator, "Trois")
    assert sent_after(time_machine, minutes=50) == []

    (sent,) = sent_after(time_machine, minutes=15)

    assert "Un" not in sent.body
    assert "Deux" in sent.body
    assert "Trois" in sent.body


def test_another_conversation_does_not_wait_for_the_hour(thread, time_machine):
    other = ConversationFactory(listing__author=thread.listing.author)
    send(thread, thread.initiator, "Un")
    assert len(sent_after(time_machine, minutes=4)) == 1
    send(other, other.initiator, "Deux")

    assert len(sent_after(time_machine, minutes=4)) == 1


def test_what_was_read_meanwhile_is_not_told(thread, time_machine):
    send(thread, thread.initiator, "Bonjour")
    mark_read(thread, thread.listing.author)

    assert sent_after(time_machine, minutes=4) == []
    assert not MailEvent.objects.exists()


@pytest.mark.parametrize("state", ["held", "refused", "deleted"])
def test_what_was_not_delivered_is_in_no_mail(thread, time_machine, state):
    send(thread, thread.initiator, "Bonjour")
    hidden = send(thread, thread.initiator, "Secret")
    Message.objects.filter(pk=hidden.pk).update(state=state)

    (sent,) = sent_after(time_machine, minutes=4)

    assert "Bonjour" in sent.body
    assert "Secret" not in sent.body + html_of(sent)


@pytest.mark.parametrize(
    "changes",
    [{"muted": True}, {"left_at": timezone.now()}],
    ids=["muted", "left"],
)
def test_who_turned_away_gets_no_mail(thread, time_machine, changes):
    send(thread, thread.initiator, "Bonjour")
    thread.participants.filter(user=thread.listing.author).update(**changes)

    assert sent_after(time_machine, minutes=4) == []


@pytest.mark.parametrize("who", ["reader", "writer"])
def test_a_block_stops_mail_both_ways(thread, time_machine, who):
    send(thread, thread.initiator, "Bonjour")
    both = [thread.listing.author, thread.initiator]
    blocker, blocked = both if who == "reader" else both[::-1]
    BlockFactory(blocker=blocker, blocked=blocked)

    assert sent_after(time_machine, minutes=4) == []


@pytest.mark.parametrize(
    ("who", "changes"),
    [
        ("reader", {"is_active": False}),
        ("writer", {"is_active": False}),
        ("reader", {"mail_bounced_at": timezone.now()}),
    ],
)
def test_no_mail_goes_where_it_would_be_lost_or_harm(
    thread, time_machine, who, changes
):
    send(thread, thread.initiator, "Bonjour")
    person = thread.listing.author if who == "reader" else thread.initiator
    type(person).objects.filter(pk=person.pk).update(**changes)

    assert sent_after(time_machine, minutes=4) == []


def test_who_declined_gets_no_mail(thread, time_machine):
    set_rhythm(thread.listing.author, "messages", "none")
    send(thread, thread.initiator, "Bonjour")

    assert sent_after(time_machine, days=2) == []


def test_the_headers_say_what_the_mail_is(thread, time_machine, settings):
    settings.REPLY_DOMAIN = "reponse.example.org"
    send(thread, thread.initiator, "Un")
    (first,) = sent_after(time_machine, minutes=4)
    send(thread, thread.initiator, "Deux")
    (second,) = sent_after(time_machine, hours=2)

    assert header(first, "Auto-Submitted") == "auto-generated"
    assert header(first, "List-Id") == "<messages.127.0.0.1>"
    assert header(first, "List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"
    assert stop_link(first).startswith("/courriels/")
    assert header(first, "Reply-To").startswith("reponse+")
    assert first.from_email.startswith("bounce+")
    assert parseaddr(header(first, "From"))[1] == "ne-pas-repondre@localhost"
    assert "répondre à ce courriel" in first.body
    assert header(first, "Message-ID") != header(second, "Message-ID")
    for name in ("In-Reply-To", "References"):
        assert header(first, name) == header(second, name)


def test_the_two_sides_have_threads_of_their_own(thread, time_machine):
    send(thread, thread.initiator, "Bonjour")
    send(thread, thread.listing.author, "Bonsoir")

    first, second = sent_after(time_machine, minutes=4)

    assert {*first.to, *second.to} == {
        thread.initiator.email,
        thread.listing.author.email,
    }
    assert header(first, "References") != header(second, "References")


def test_a_mail_shows_the_newest_ten_and_counts_the_others(thread, time_machine):
    for number in range(13):
        send(thread, thread.initiator, f"Message n° {number}.")
    MessagePhotoFactory(message=thread.messages.last())

    (sent,) = sent_after(time_machine, minutes=4)

    assert "n° 2." not in sent.body
    assert "n° 3." in sent.body
    for part in (sent.body, html_of(sent)):
        assert "3 messages plus anciens" in part
        assert "1 photo, à voir sur le site" in part


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "Là https://exemple.test/?b=1 !",
            "Là (lien à ouvrir depuis le site) !",
        ),
        ("www.exemple.test", "(lien à ouvrir depuis le site)"),
        ("allez sur bit.ly/abc", "allez sur (lien à ouvrir depuis le site)"),
        ("15 €/kg, 10/12 ou 3.5 km", "15 €/kg, 10/12 ou 3.5 km"),
        ("samedi.Je viens et/ou dimanche", "samedi.Je viens et/ou dimanche"),
    ],
)
def test_links_of_strangers_are_not_sent_by_mail(text, shown):
    assert without_links(text) == shown


def test_the_job_costs_the_same_however_much_was_written(thread, time_machine):
    counts = []
    for how_many in (1, 40):
        for number in range(how_many):
            send(thread, thread.initiator, f"Message {number}")
        time_machine.move_to(timezone.now().replace(microsecond=0))
        time_machine.shift(7200)
        with CaptureQueriesContext(connection) as queries:
            tell_of_messages.call(owner_side(thread).pk)
        counts.append(len(queries))

    assert len(mail.outbox) == 2
    assert counts[0] == counts[1] == 13


def test_a_message_and_its_mail_are_one_transaction(thread, monkeypatch):
    monkeypatch.setattr(
        "messaging.actions.writing.tell_the_other",
        lambda message: (_ for _ in ()).throw(ConnectionError("the queue is down")),
    )

    with pytest.raises(ConnectionError):
        send(thread, thread.initiator, "Bonjour")

    assert not Message.objects.exists()
    assert not DBTaskResult.objects.exists()
