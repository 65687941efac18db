"""Mute, archive, leave, block: what one person decides, and what the other sees."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from graphql_relay import to_global_id

from messaging.actions import (
    archive,
    block,
    leave,
    mark_read,
    mute,
    send,
    start_conversation,
    unblock,
)
from messaging.models import Block, Conversation, Message
from messaging.notifications.waiting import participant_to_tell
from tests.factories import (
    BlockFactory,
    ConversationFactory,
    ListingFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def refused(action, *args):
    with pytest.raises(ValidationError) as caught:
        action(*args)
    return caught.value


def test_a_blocked_person_reads_what_a_closed_account_would_say():
    thread, closed = (
        ConversationFactory(),
        ConversationFactory(listing__author__is_active=False),
    )
    block(thread.listing.author, thread.initiator)

    error = refused(send, thread, thread.initiator, "Bonjour")

    plain = refused(send, closed, closed.initiator, "Bonjour")
    assert (error.code, error.message) == (plain.code, plain.message)
    assert error.code == "correspondent_left"
    assert not Message.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_a_block_holds_about_any_listing():
    owner, writer = UserFactory(), UserFactory()
    block(owner, writer)

    error = refused(start_conversation, ListingFactory(author=owner), writer, "Bonjour")

    assert error.code == "correspondent_left"
    assert not Conversation.objects.exists()


def test_a_block_works_both_ways_and_its_author_knows_why():
    owner, writer = UserFactory(), UserFactory()
    block(owner, writer)

    error = refused(start_conversation, ListingFactory(author=writer), owner, "Bonjour")

    assert error.code == "blocked_by_you"
    assert not Conversation.objects.exists()


def test_two_blocks_are_taken_back_one_by_one():
    thread = ConversationFactory()
    owner, writer = thread.listing.author, thread.initiator
    block(owner, writer)
    block(writer, owner)
    block(writer, owner)

    unblock(writer, owner)
    assert refused(send, thread, writer, "Bonjour").code == "correspondent_left"
    unblock(owner, writer)

    assert send(thread, writer, "Bonjour").body == "Bonjour"


def test_nobody_blocks_themselves():
    me = UserFactory()

    assert refused(block, me, me).code == "block_self"
    with pytest.raises(IntegrityError), transaction.atomic():
        BlockFactory(blocker=me, blocked=me)
    assert not Block.objects.exists()


def test_whoever_left_sees_the_conversation_no_more():
    thread = ConversationFactory()
    send(thread, thread.initiator, "Bonjour")
    owner = thread.listing.author

    leave(thread, owner)

    assert not Conversation.objects.of(owner).exists()
    assert not Message.objects.unread_by(owner).exists()
    assert Conversation.objects.of(thread.initiator).get() == thread
    error = refused(send, thread, thread.initiator, "Encore")
    assert error.code == "correspondent_left"
    assert Message.objects.count() == 1


def test_whoever_asked_comes_back_by_writing_again():
    thread = ConversationFactory()
    leave(thread, thread.initiator)

    start_conversation(thread.listing, thread.initiator, "Me revoilà")

    assert Conversation.objects.of(thread.initiator).get() == thread


def test_a_muted_conversation_sends_no_mail_and_stays_in_the_inbox():
    thread = ConversationFactory()
    owner = thread.listing.author
    mute(thread, owner)
    mute(thread, thread.initiator, False)

    send(thread, thread.initiator, "Bonjour")

    assert participant_to_tell(thread.side_of(owner).pk) is None
    assert Conversation.objects.of(owner, archived=False).get() == thread
    assert Message.objects.unread_by(owner).count() == 1


def test_a_new_message_brings_an_archived_conversation_back():
    thread = ConversationFactory()
    owner = thread.listing.author
    archive(thread, owner)
    assert not Conversation.objects.of(owner, archived=False).exists()

    send(thread, thread.initiator, "Bonjour")

    assert Conversation.objects.of(owner, archived=False).get() == thread


# --- « Lu » ---------------------------------------------------------------------------

READ_UP_TO = """query ($id: ID!) {
  node(id: $id) { ... on Conversation { readByOtherUpTo } } }"""


@pytest.fixture
def unread():
    """A message that the author of the listing did not read."""
    thread = ConversationFactory()
    send(thread, thread.initiator, "Bonjour.")
    return thread


@pytest.fixture
def shown(client, unread):
    """What the site, its script and the API show to who wrote, of what was read."""

    def look():
        client.force_login(unread.initiator)
        asked = to_global_id("Conversation", str(unread.public_id))
        page = client.get(unread.get_absolute_url())
        news = client.get(reverse("messaging:news", args=[unread.public_id]))
        api = client.get(reverse("conversation_news", args=[unread.public_id]))
        node = client.post(
            "/graphql/",
            {"query": READ_UP_TO, "variables": {"id": asked}},
            content_type="application/json",
        )
        return (
            page.context["read_by_other"],
            "lu par" in page.content.decode(),
            news["ETag"],
            "lu par" in news.content.decode(),
            api.json()["readByOtherUpTo"],
            node.json()["data"]["node"]["readByOtherUpTo"],
        )

    return look


def test_a_block_freezes_what_the_blocked_see_of_reading(shown, unread):
    owner = unread.listing.author
    before = shown()
    block(owner, unread.initiator)

    mark_read(unread, owner)

    assert shown() == before
    assert not any(seen is True for seen in before)
    assert Message.objects.unread_by(owner).count() == 0


def test_reading_shows_again_once_the_block_is_taken_back(shown, unread):
    owner = unread.listing.author
    before = shown()
    block(owner, unread.initiator)
    mark_read(unread, owner)

    unblock(owner, unread.initiator)

    after = shown()
    assert (after[1], after[3]) == (True, True)
    assert all(one != other for one, other in zip(before, after, strict=True))


def test_a_block_hides_nothing_from_who_blocks_nor_from_third_people(unread):
    owner, asker = unread.listing.author, unread.initiator
    third = ConversationFactory(listing=unread.listing)
    message = send(third, third.initiator, "Bonjour.")
    send(unread, owner, "Bonjour à vous.")
    block(owner, asker)

    mark_read(third, owner)
    mark_read(unread, asker)

    assert third.seen_by_other(third.initiator) == message.created_at
    assert unread.seen_by_other(owner) == unread.messages.last().created_at
