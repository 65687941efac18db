import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command

from messaging.actions import mark_read, send, start_conversation
from messaging.models import Conversation, Message
from tests.factories import ConversationFactory, ListingFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_two_first_messages_share_one_conversation(resident):
    listing = ListingFactory()

    start_conversation(listing, resident, "Bonjour")
    start_conversation(listing, resident, "Encore moi")

    assert Conversation.objects.get().messages.count() == 2


@pytest.mark.parametrize(
    ("refused", "code"),
    [("own", "own_listing"), ("hidden", "not_live"), ("unconfirmed", "not_confirmed")],
)
def test_a_first_message_may_be_refused_and_leaves_nothing(refused, code):
    listing = ListingFactory(hidden=refused == "hidden")
    writer = UserFactory(confirmed=refused != "unconfirmed")

    with pytest.raises(ValidationError) as refusal:
        start_conversation(
            listing, listing.author if refused == "own" else writer, "Bonjour"
        )

    assert refusal.value.code == code
    assert not Conversation.objects.exists()


def test_the_same_key_sends_once():
    conversation = ConversationFactory()

    first = send(conversation, conversation.initiator, "Bonjour", "k1")
    again = send(conversation, conversation.initiator, "Bonjour", "k1")

    assert first == again
    with pytest.raises(ValidationError) as refusal:
        send(conversation, conversation.initiator, "Autre chose", "k1")
    assert refusal.value.code == "key_reused"
    assert Message.objects.count() == 1


def test_unread_messages_are_those_of_the_other_person():
    conversation = ConversationFactory()
    owner = conversation.listing.author
    send(conversation, conversation.initiator, "Bonjour")

    def unread(user):
        return Conversation.objects.of(user).with_unread_count(user).get().unread

    assert (unread(owner), unread(conversation.initiator)) == (1, 0)
    mark_read(conversation, owner)
    assert unread(owner) == 0


def test_nobody_else_has_the_conversation():
    ConversationFactory()

    assert not Conversation.objects.of(UserFactory()).exists()
    assert not Conversation.objects.of(AnonymousUser()).exists()


@pytest.mark.django_db(transaction=True)
def test_the_mail_shows_the_message_and_neither_address(settings):
    settings.NOTIFY_QUIET_SECONDS = 0
    conversation = ConversationFactory()
    writer, owner = conversation.initiator, conversation.listing.author
    send(conversation, writer, "Bonjour,\nje peux venir samedi.")
    assert mail.outbox == []

    call_command("work", once=True, verbosity=0)

    (sent,) = mail.outbox
    text = sent.message().as_string() + sent.body
    assert sent.recipients() == [owner.email]
    assert "je peux venir samedi." in sent.body
    assert "Martine L." in sent.body
    assert str(conversation.public_id) in sent.body
    assert writer.email not in text
