"""Adults and minors do not begin to write to each other, and nobody's age shows."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from messaging.actions import send, start_conversation
from messaging.actions.reach import out_of_reach
from messaging.models import Conversation, Message
from tests.factories import BlockFactory, ListingFactory, UserFactory

pytestmark = pytest.mark.django_db
LATER = timedelta(days=30)


def minor():
    return UserFactory(adult_on=timezone.localdate() + LATER)


@pytest.mark.parametrize("younger", ["asker", "author"])
def test_neither_begins(younger):
    asker, author = UserFactory(), minor()
    if younger == "asker":
        asker, author = author, asker
    listing = ListingFactory(author=author)

    with pytest.raises(ValidationError) as refused:
        start_conversation(listing, asker, "Bonjour")

    assert refused.value.code == "correspondent_left"
    assert refused.value.messages == out_of_reach().messages
    assert not Conversation.objects.exists()


def test_two_minors_write_to_each_other():
    message = start_conversation(ListingFactory(author=minor()), minor(), "Salut")

    assert message.is_delivered


def test_what_was_begun_goes_on_when_one_comes_of_age():
    younger, older = minor(), UserFactory(adult_on=timezone.localdate() + LATER / 2)
    begun = start_conversation(ListingFactory(author=older), younger, "Salut")

    with time_machine.travel(timezone.now() + LATER * 2 / 3):
        send(begun.conversation, older, "Oui, samedi.")
        start_conversation(begun.conversation.listing, younger, "Merci !")

    assert Message.objects.count() == 3


def page_of(client, listing, asker):
    client.force_login(asker)
    page = client.get(reverse("messaging:write", args=[listing.code]))
    return str(page.context["obstacle"].message)


def test_the_page_says_the_same_as_for_who_blocked(client):
    asker, blocker = minor(), minor()
    BlockFactory(blocker=blocker, blocked=asker)

    apart = page_of(client, ListingFactory(), asker)
    kept_away = page_of(client, ListingFactory(author=blocker), asker)

    assert apart == kept_away
