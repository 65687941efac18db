"""Deleting a message of one's own."""

import pytest
from django.urls import reverse

from messaging.actions import delete_message
from messaging.models import Message, MessageSource, MessageState
from moderation.actions import Judgment, decide, open_case
from moderation.models import Action
from moderation.targets import target_of
from tests.factories import MessageFactory, MessagePhotoFactory, UserFactory

pytestmark = pytest.mark.django_db
SECRET = "Mon code est 4242."


@pytest.fixture
def message(client):
    """A message with a picture, in front of its author."""
    message = MessageFactory(body=SECRET)
    MessagePhotoFactory(message=message)
    client.force_login(message.author)
    return message


def address_of(message):
    return reverse("messaging:delete_message", args=[message.public_id])


def test_its_author_is_asked_then_deletes_it(client, message):
    thread = message.conversation.get_absolute_url()
    assert f'href="{address_of(message)}"' in client.get(thread).content.decode()
    assert "Supprimer ce message" in client.get(address_of(message)).content.decode()
    message.refresh_from_db()
    assert message.body == SECRET

    assert client.post(address_of(message)).url == thread

    message.refresh_from_db()
    assert (message.state, message.body, message.kept_words) == ("deleted", "", "")
    assert not message.photos.exists()


def test_both_people_read_that_it_was_deleted(client, message):
    delete_message(message, message.author)
    thread = message.conversation

    for person in (thread.initiator, thread.listing.author):
        client.force_login(person)
        page = client.get(thread.get_absolute_url()).content.decode()
        assert "Message supprimé" in page
        assert SECRET not in page
        assert SECRET not in client.get("/messages/?search=code").content.decode()
        assert client.get(address_of(message)).status_code == 404


def test_a_deleted_message_waits_for_nobody(message):
    reader = message.conversation.listing.author
    assert Message.objects.unread_by(reader).count() == 1

    delete_message(message, message.author)

    assert Message.objects.unread_by(reader).count() == 0


def test_what_moderators_look_at_stays_for_them_alone(client, message):
    target = target_of(message)
    open_case(target)
    photo = message.photos.get()

    delete_message(message, message.author)

    kept = type(target).find(message.public_id)
    assert kept.words == SECRET
    page = client.get(message.conversation.get_absolute_url()).content.decode()
    assert SECRET not in page
    picture = reverse("messaging:photo", args=[photo.public_id, 800])
    assert client.get(picture).status_code == 404

    decide(kept, Judgment(Action.KEEP, "Rien de contraire."), UserFactory())
    message.refresh_from_db()
    assert (message.state, message.kept_words) == ("deleted", "")
    assert not message.photos.exists()


@pytest.mark.parametrize("state", [MessageState.HELD, MessageState.REFUSED])
def test_what_was_not_delivered_is_not_deleted(client, message, state):
    Message.objects.update(state=state)

    assert client.post(address_of(message)).status_code == 404
    assert Message.objects.get().body == SECRET


def test_words_of_the_site_are_not_deleted(client, message):
    Message.objects.update(source=MessageSource.SITE)

    assert client.post(address_of(message)).status_code == 404
    assert Message.objects.get().state == "delivered"


@pytest.mark.parametrize("who", ["reader", "stranger"])
def test_nobody_else_deletes_it(client, message, who):
    reader = message.conversation.listing.author
    client.force_login(reader if who == "reader" else UserFactory())

    assert client.post(address_of(message)).status_code == 404
    assert Message.objects.get().state == "delivered"
