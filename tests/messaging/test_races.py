"""People and their browsers who act at the same moment."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from messaging.actions import mark_read, send, start_conversation
from messaging.models import Conversation, Message, Participant
from tests.factories import ConversationFactory, ListingFactory, UserFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("how_many", [2, 20])
def test_the_same_send_at_once_is_stored_once_and_answered_alike(how_many):
    thread = ConversationFactory()
    click = partial(send, thread, thread.initiator, "Bonjour", "k")

    answers = at_once([click] * how_many)

    assert answers == [Message.objects.get()] * how_many
    assert DBTaskResult.objects.count() == 1


@pytest.mark.parametrize("how_many", [2, 20])
def test_the_same_first_contact_at_once_is_one_message(how_many):
    listing, writer = ListingFactory(), UserFactory()
    click = partial(start_conversation, listing, writer, "Bonjour", "k")

    answers = at_once([click] * how_many)

    assert answers == [Message.objects.get()] * how_many
    assert Conversation.objects.count() == 1
    assert Participant.objects.count() == 2


def test_twenty_first_contacts_at_once_share_one_conversation():
    listing, writer = ListingFactory(), UserFactory()

    answers = at_once(
        [
            partial(start_conversation, listing, writer, f"Message {n}")
            for n in range(20)
        ]
    )

    assert {message.conversation_id for message in answers} == {
        Conversation.objects.get().pk
    }
    assert Message.objects.count() == 20
    assert Message.objects.unread_by(listing.author).count() == 20


def test_one_key_at_once_with_two_texts_stores_one():
    thread = ConversationFactory()
    calls = [partial(send, thread, thread.initiator, body, "k") for body in ("a", "b")]

    answers = at_once(calls)

    assert refusals(answers) == ["key_reused"]
    assert Message.objects.count() == 1


def test_one_key_at_once_in_two_conversations_stores_one():
    writer = UserFactory()
    threads = ConversationFactory.create_batch(2, initiator=writer)

    answers = at_once([partial(send, one, writer, "Bonjour", "k") for one in threads])

    assert refusals(answers) == ["key_reused"]
    assert Message.objects.count() == 1
    assert DBTaskResult.objects.count() == 1


def refusals(answers):
    return [one.code for one in answers if isinstance(one, ValidationError)]


def test_reading_while_the_other_writes_loses_nothing_unread():
    thread = ConversationFactory()
    owner = thread.listing.author

    def read():
        seen = list(thread.messages.all())
        if seen:
            mark_read(thread, owner, seen[-1])
        return {message.pk for message in seen}

    writers = [partial(send, thread, thread.initiator, str(n)) for n in range(10)]
    answers = at_once([*writers, *[read] * 10])

    seen = set().union(*answers[10:])
    waiting = set(Message.objects.unread_by(owner).values_list("pk", flat=True))
    assert len(answers[:10]) == Message.objects.count()
    assert waiting == set(Message.objects.values_list("pk", flat=True)) - seen


def test_messages_keep_their_order_when_the_clock_goes_back(time_machine):
    thread = ConversationFactory()
    first = send(thread, thread.initiator, "Un")
    time_machine.move_to(timezone.now() - timedelta(hours=1))

    second = send(thread, thread.initiator, "Deux")

    assert list(thread.messages.all()) == [first, second]
    mark_read(thread, thread.listing.author, first)
    assert list(Message.objects.unread_by(thread.listing.author)) == [second]
