"""How much one person may write, and what they are told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from messaging.actions import send, start_conversation
from messaging.forms import MessageForm
from messaging.models import Conversation, Message
from tests.factories import (
    ConversationFactory,
    ListingFactory,
    MessageFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NOON = "2026-06-10 10:00:00Z"


def refused(action, *args):
    with pytest.raises(ValidationError) as caught:
        action(*args)
    return caught.value


@pytest.mark.parametrize(("days", "allowed"), [(0, 5), (2, 20)])
def test_so_many_people_are_written_to_in_a_day(days, allowed):
    joined = timezone.now() - timedelta(days=days)
    writer = UserFactory(date_joined=joined)
    for listing in ListingFactory.create_batch(allowed):
        start_conversation(listing, writer, "Bonjour")
    one_more = ListingFactory()

    error = refused(start_conversation, one_more, writer, "Bonjour")

    assert error.code == "too_many_conversations"
    assert Conversation.objects.count() == Message.objects.count() == allowed
    assert DBTaskResult.objects.count() == allowed


def test_conversations_that_began_go_on_past_the_number_of_a_day():
    writer = UserFactory()
    listings = ListingFactory.create_batch(5)
    for listing in listings:
        start_conversation(listing, writer, "Bonjour")

    start_conversation(listings[0], writer, "Et encore ceci")

    assert Message.objects.count() == 6


@pytest.mark.parametrize(
    ("joined", "moment"),
    [
        ("2026-06-10T08:00:00Z", "demain à partir de 10\u00a0h\u00a001"),
        ("2026-06-09T13:00:00Z", "à partir de 15\u00a0h\u00a001"),
    ],
)
def test_the_first_day_says_when_more_is_allowed(time_machine, joined, moment):
    time_machine.move_to(NOON, tick=False)
    writer = UserFactory(date_joined=timezone.datetime.fromisoformat(joined))
    ConversationFactory.create_batch(5, initiator=writer)

    error = refused(start_conversation, ListingFactory(), writer, "Bonjour")

    assert f"vous pourrez l’envoyer {moment}." in error.message


def test_a_day_later_new_people_can_be_written_to(time_machine):
    time_machine.move_to(NOON, tick=False)
    writer = UserFactory(date_joined=timezone.now() - timedelta(days=30))
    ConversationFactory.create_batch(20, initiator=writer)
    listing = ListingFactory()
    refused(start_conversation, listing, writer, "Bonjour")

    time_machine.shift(timedelta(days=1))

    assert start_conversation(listing, writer, "Bonjour").body == "Bonjour"


def test_sixty_messages_are_written_in_an_hour(time_machine):
    time_machine.move_to(NOON, tick=False)
    thread = ConversationFactory()
    writer = thread.initiator
    MessageFactory.create_batch(60, conversation=thread)
    MessageFactory(conversation=thread, source="site", author=thread.listing.author)

    error = refused(send, thread, writer, "Un de plus")

    assert error.code == "too_many_messages"
    assert "à partir de 13\u00a0h\u00a001" in error.message
    assert Message.objects.count() == 61
    send(thread, thread.listing.author, "L’autre écrit toujours")
    time_machine.shift(timedelta(hours=1))
    send(thread, writer, "Un de plus")


def test_a_second_click_is_answered_past_the_limit():
    thread = ConversationFactory()
    MessageFactory.create_batch(59, conversation=thread)
    message = send(thread, thread.initiator, "Le dernier", "k")

    assert send(thread, thread.initiator, "Le dernier", "k") == message


def test_limits_are_settings(settings):
    settings.MESSAGING_LIMITS = {
        "characters": 10,
        "messages_per_hour": 1,
        "conversations_first_day": 1,
        "conversations_per_day": 1,
    }
    thread = ConversationFactory()
    send(thread, thread.initiator, "Bonjour")

    form = MessageForm({"body": "Onze lettres"})

    assert form.errors.as_data()["body"][0].code == "max_length"
    assert refused(send, thread, thread.initiator, "B").code == "too_many_messages"
    again = refused(start_conversation, ListingFactory(), thread.initiator, "B")
    assert again.code == "too_many_conversations"


@pytest.mark.parametrize("place", ["thread", "write"])
def test_words_past_a_limit_stay_in_the_form(client, settings, place):
    one = {"messages_per_hour": 1, "conversations_first_day": 1}
    settings.MESSAGING_LIMITS = {**settings.MESSAGING_LIMITS, **one}
    thread = MessageFactory().conversation
    address = {
        "thread": thread.get_absolute_url(),
        "write": reverse("messaging:write", args=[ListingFactory().code]),
    }[place]
    client.force_login(thread.initiator)

    page = client.post(address, {"body": "Un mot gardé"}).content.decode()

    assert ">Un mot gardé</textarea>" in page
    assert "Votre texte est gardé ici" in page
    assert Message.objects.count() == 1


def test_a_message_that_is_too_long_is_kept_whole(client):
    thread = ConversationFactory()
    client.force_login(thread.initiator)
    words = "é" * 2500

    page = client.post(thread.get_absolute_url(), {"body": words}).content.decode()

    assert words in page
    assert "2500 caractères, pour 2000 au plus" in page
    assert 'maxlength="2000"' not in page
    assert not Message.objects.exists()
