"""Closing, blocking, leaving, expiring and suspending against writing: one is first.

Whatever the order, each writer gets a stored message or a refusal with a code, and no
message is later than what should have prevented it.
"""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

import listings.actions
from accounts.models import User
from listings.models import Listing, Outcome
from messaging.actions import block, fulfil, leave, send, start_conversation
from messaging.actions.closing import tell_those_who_asked
from messaging.models import Block, Conversation, Message, Participant
from tests.factories import ConversationFactory, ListingFactory, UserFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 20


def codes(answers):
    """Return the codes of refusals; anything else that went wrong stands out."""
    assert all(isinstance(one, Message | ValidationError) for one in answers)
    return {one.code for one in answers if isinstance(one, ValidationError)}


@pytest.mark.parametrize("end", ["close", "withdraw"])
def test_nobody_writes_first_after_the_end_of_a_listing(end):
    for _round in range(ROUNDS):
        listing, writers = ListingFactory(), UserFactory.create_batch(5)
        ends = {
            "close": partial(listings.actions.close, listing, Outcome.SOLVED_ELSEWHERE),
            "withdraw": partial(listings.actions.withdraw, listing),
        }
        calls = [
            partial(start_conversation, listing, one, "Bonjour") for one in writers
        ]

        answers = at_once([*calls[:2], ends[end], *calls[2:]])

        assert answers.pop(2) is None
        assert codes(answers) <= {"not_live"}
        ended_at = Listing.objects.get(pk=listing.pk).ended_at
        mine = Message.objects.filter(conversation__listing=listing)
        stored = mine.count()
        assert stored == sum(isinstance(one, Message) for one in answers)
        assert listing.conversations.count() == stored
        assert not mine.filter(created_at__gt=ended_at).exists()


def test_no_word_passes_after_a_block():
    for _round in range(ROUNDS):
        thread = ConversationFactory()
        owner, writer = thread.listing.author, thread.initiator
        sends = [partial(send, thread, writer, str(n)) for n in range(4)]

        answers = at_once([*sends[:2], partial(block, owner, writer), *sends[2:]])

        assert answers.pop(2) is None
        assert codes(answers) <= {"correspondent_left"}
        blocked_at = Block.objects.get(blocker=owner).created_at
        assert not thread.messages.filter(created_at__gt=blocked_at).exists()


def test_no_word_reaches_who_left():
    for _round in range(ROUNDS):
        thread = ConversationFactory()
        owner, writer = thread.listing.author, thread.initiator
        sends = [partial(send, thread, writer, str(n)) for n in range(4)]

        answers = at_once([*sends[:2], partial(leave, thread, owner), *sends[2:]])

        assert answers.pop(2) is None
        assert codes(answers) <= {"correspondent_left"}
        left_at = Participant.objects.get(user=owner).left_at
        assert not thread.messages.filter(created_at__gt=left_at).exists()


def suspend(person, thread):
    """Return how much had been said by then."""
    User.objects.filter(pk=person.pk).update(is_active=False)
    return thread.messages.count()


@pytest.mark.parametrize("who", ["initiator", "author"])
def test_suspending_a_person_stops_what_they_write_and_receive(who):
    for _round in range(ROUNDS):
        thread = ConversationFactory()
        person = {"initiator": thread.initiator, "author": thread.listing.author}[who]
        sends = [partial(send, thread, thread.initiator, str(n)) for n in range(4)]

        stop = partial(suspend, person, thread)

        answers = at_once([*sends[:2], stop, *sends[2:]])

        before = answers.pop(2)
        assert codes(answers) <= {"account_suspended", "correspondent_left"}
        assert thread.messages.count() == before


def test_nobody_writes_first_past_the_term():
    for _round in range(ROUNDS):
        soon = timezone.now() + timedelta(milliseconds=60)
        listing = ListingFactory(expires_at=soon)
        writers = UserFactory.create_batch(6)
        calls = [
            partial(start_conversation, listing, one, "Bonjour") for one in writers
        ]

        answers = at_once([*calls, listings.actions.expire_due])

        answers.pop()
        assert codes(answers) <= {"not_live"}
        written = Message.objects.filter(conversation__listing=listing)
        assert not written.filter(created_at__gte=soon).exists()
        assert listing.conversations.count() == written.count()


def test_fifty_first_contacts_at_once_are_one_conversation():
    listing, writer = ListingFactory(), UserFactory()
    calls = [
        partial(start_conversation, listing, writer, f"Message {n}") for n in range(50)
    ]

    answers = at_once(calls)

    assert codes(answers) == set()
    assert {one.conversation_id for one in answers} == {Conversation.objects.get().pk}
    assert Message.objects.count() == 50


def test_a_person_writing_to_many_at_once_keeps_to_the_number_of_a_day():
    writer = UserFactory()
    calls = [
        partial(start_conversation, listing, writer, "Bonjour")
        for listing in ListingFactory.create_batch(12)
    ]

    answers = at_once(calls)

    assert codes(answers) == {"too_many_conversations"}
    assert Conversation.objects.count() == Message.objects.count() == 5


def test_two_people_who_write_to_each_other_about_two_listings_do_not_wait_for_ever():
    one, other = UserFactory.create_batch(2)
    threads = [
        ConversationFactory(listing__author=one, initiator=other),
        ConversationFactory(listing__author=other, initiator=one),
    ]
    calls = [
        partial(send, thread, author, "Bonjour")
        for thread in threads
        for author in (one, other)
    ]

    answers = at_once(calls * 4)

    assert codes(answers) == set()
    assert Message.objects.count() == 16


def test_two_workers_write_one_word_to_each_person_who_asked():
    listing = ListingFactory()
    chosen, *others = ConversationFactory.create_batch(4, listing=listing)
    fulfil(chosen, listing.author)
    run = partial(tell_those_who_asked.func, listing.pk)

    answers = at_once([run] * 4)

    assert answers == [None] * 4
    told = Message.objects.filter(source="site").values_list("conversation", flat=True)
    assert sorted(told) == sorted(thread.pk for thread in others)
