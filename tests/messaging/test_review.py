"""A message that waits for review does not exist for the other person."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from messaging.actions import block, deliver, mark_read, send
from messaging.models import Conversation, Message, Participant
from tests.factories import ConversationFactory, MessageFactory

pytestmark = pytest.mark.django_db


def test_what_follows_a_held_message_is_held_until_it_is_decided():
    thread, other = ConversationFactory(), ConversationFactory()
    writer = thread.initiator
    first = MessageFactory(conversation=thread, held=True)

    second = send(thread, writer, "Alors ?")
    answer = send(thread, thread.listing.author, "Bonjour")

    assert (second.state, answer.state) == ("held", "delivered")
    assert send(other, other.initiator, "Ailleurs").state == "delivered"
    first.refuse()
    second.refuse()
    assert send(thread, writer, "Pardon").state == "delivered"


@pytest.mark.parametrize("state", ["held", "refused"])
def test_the_other_person_has_no_sign_of_it(state):
    thread = ConversationFactory()
    owner, writer = thread.listing.author, thread.initiator
    Participant.objects.update(archived=True)
    before = Conversation.objects.get().last_message_at
    if state == "held":
        MessageFactory(conversation=thread, held=True)
        send(thread, writer, "Poireaux")
        Message.objects.earliest("created_at").delete()
    else:
        MessageFactory(conversation=thread, body="Poireaux", state=state)

    row = Conversation.objects.of(owner).with_row_data(owner).get()

    assert (row.last_words, row.unread) == (None, 0)
    assert row.last_message_at == before
    assert row.side_of(owner).archived
    assert not Message.objects.visible_to(owner).exists()
    assert not Message.objects.unread_by(owner).exists()
    assert not Conversation.objects.of(owner).unread_by(owner).exists()
    assert not Conversation.objects.of(owner).holding("poireau", owner).exists()
    assert not DBTaskResult.objects.exists()
    mine = Conversation.objects.of(writer).with_row_data(writer).get()
    assert mine.last_words == "Poireaux"


def test_a_message_delivered_after_review_is_new_whatever_was_read():
    thread = ConversationFactory()
    owner = thread.listing.author
    held = MessageFactory(conversation=thread, held=True)
    send(thread, owner, "Êtes-vous là ?")
    mark_read(thread, owner)
    Participant.objects.filter(user=owner).update(
        seen_up_to=timezone.now() + timedelta(milliseconds=1)
    )
    mails = DBTaskResult.objects.count()

    deliver(held)

    assert list(Message.objects.unread_by(owner)) == [held]
    assert thread.messages.last() == held
    assert Conversation.objects.get().last_message_at == held.created_at
    assert DBTaskResult.objects.count() == mails + 1


def test_a_message_is_decided_once():
    held = MessageFactory(held=True)
    copy = Message.objects.get()
    deliver(held)

    with pytest.raises(ValidationError) as caught:
        deliver(copy)

    assert caught.value.code == "state_changed"
    assert DBTaskResult.objects.count() == 1
    held.hold()
    held.refuse()
    with pytest.raises(ValidationError):
        copy.hold()
    assert Message.objects.get().state == "refused"


def test_nothing_is_delivered_to_who_blocked_its_author_meanwhile():
    held = MessageFactory(held=True)
    block(held.conversation.listing.author, held.author)

    with pytest.raises(ValidationError) as caught:
        deliver(held)

    assert caught.value.code == "correspondent_left"
    assert Message.objects.get().state == "held"
