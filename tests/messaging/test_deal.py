"""Reserved, fulfilled, free again; what became of it; a word to the others."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

import listings.actions
from listings.models import Listing, Outcome
from messaging.actions import (
    block,
    free,
    fulfil,
    leave,
    record_outcome,
    reserve,
    send,
)
from messaging.actions.closing import tell_those_who_asked
from messaging.models import Message, Participant
from tests.factories import ConversationFactory, ListingFactory, UserFactory

pytestmark = pytest.mark.django_db


def refused(action, *args):
    with pytest.raises(ValidationError) as caught:
        action(*args)
    return caught.value.code


def test_the_author_reserves_and_frees_the_listing():
    thread = ConversationFactory()
    owner = thread.listing.author

    reserve(thread, owner)
    listing = Listing.objects.get()
    assert (listing.status, listing.reserved_for) == ("reserved", thread.initiator)
    free(thread, owner)

    listing = Listing.objects.get()
    assert (listing.status, listing.reserved_for) == ("published", None)
    assert listing.published_at == thread.listing.published_at


def test_the_author_says_with_whom_it_came_about():
    thread = ConversationFactory()
    owner = thread.listing.author
    reserve(thread, owner)

    fulfil(thread, owner)

    listing = Listing.objects.get()
    assert listing.status == "fulfilled"
    assert listing.outcome == Outcome.SOLVED_HERE
    assert listing.fulfilled_with == thread.initiator
    assert listing.ended_at is not None
    assert Participant.objects.get(user=owner).outcome == "done"
    assert Participant.objects.get(user=thread.initiator).outcome == ""


@pytest.mark.parametrize("action", [reserve, free, fulfil])
def test_only_the_author_of_the_listing_decides_of_it(action):
    thread = ConversationFactory()

    assert refused(action, thread, thread.initiator) == "not_owner"

    assert Listing.objects.get().status == "published"
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize("action", [reserve, fulfil])
def test_what_ended_stays_ended(action):
    thread = ConversationFactory(listing__status="withdrawn")

    assert refused(action, thread, thread.listing.author) == "state_changed"

    assert Listing.objects.get().fulfilled_with is None
    assert not Participant.objects.exclude(outcome="").exists()


@pytest.mark.parametrize("field", ["reserved_for", "fulfilled_with"])
def test_a_listing_is_reserved_for_and_fulfilled_with_somebody_else(field):
    listing = ListingFactory(status="fulfilled")

    with pytest.raises(IntegrityError), transaction.atomic():
        Listing.objects.update(**{field: listing.author})


def test_each_says_how_it_went_and_may_say_otherwise():
    thread = ConversationFactory()
    asker, owner = thread.initiator, thread.listing.author

    record_outcome(thread, asker, "not_done", "not_come", "Sans nouvelles.")
    record_outcome(thread, owner, "not_done", "unsafe")
    record_outcome(thread, owner, "done", "unsafe")

    mine, theirs = (Participant.objects.get(user=user) for user in (asker, owner))
    assert (mine.outcome, mine.outcome_reason) == ("not_done", "not_come")
    assert mine.outcome_note == "Sans nouvelles."
    assert (theirs.outcome, theirs.outcome_reason) == ("done", "")
    assert theirs.outcome_at > mine.outcome_at
    assert Listing.objects.get().status == "published"


@pytest.mark.parametrize("reason", ["", "nonsense"])
def test_what_was_not_done_has_a_reason(reason):
    thread = ConversationFactory()

    code = refused(record_outcome, thread, thread.initiator, "not_done", reason)

    assert code == "outcome_reason"
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.update(outcome="not_done", outcome_reason=reason)
    assert not Participant.objects.exclude(outcome="").exists()


def work():
    call_command("work", once=True, verbosity=0)


def three_askers():
    listing = ListingFactory(title="Bois à fendre", author__first_name="Renée")
    threads = ConversationFactory.create_batch(3, listing=listing)
    for thread in threads:
        send(thread, thread.initiator, "Bonjour")
    return listing, threads


@pytest.mark.django_db(transaction=True)
def test_the_others_who_asked_are_told_once(mailoutbox):
    listing, (chosen, *others) = three_askers()
    work()
    mailoutbox.clear()

    fulfil(chosen, listing.author)
    work()
    tell_those_who_asked.func(listing.pk)
    work()

    told = Message.objects.filter(source="site")
    assert {message.conversation for message in told} == set(others)
    assert {message.author for message in told} == {listing.author}
    assert {message.body for message in told} == {
        "L’annonce «\u00a0Bois à fendre\u00a0» est terminée\u00a0: Renée a trouvé une "
        "solution. Merci de lui avoir écrit\u00a0!"
    }
    for thread in others:
        assert Message.objects.unread_by(thread.initiator).count() == 1
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(
        thread.initiator.email for thread in others
    )


@pytest.mark.django_db(transaction=True)
def test_neither_who_left_nor_who_is_blocked_is_told():
    listing, (gone, blocked, asker) = three_askers()
    leave(gone, gone.initiator)
    block(listing.author, blocked.initiator)

    listings.actions.withdraw(listing)
    work()

    message = Message.objects.get(source="site")
    assert message.conversation == asker
    assert "Renée l’a retirée" in message.body


@pytest.mark.parametrize("door", ["withdraw", "close"])
def test_ending_from_my_listings_tells_them_too(client, door):
    listing, _threads = three_askers()
    client.force_login(listing.author)
    before = DBTaskResult.objects.count()

    answer = client.post(
        reverse(f"listings:{door}", args=[listing.code]),
        {"outcome": "solved_elsewhere"},
    )

    assert answer.status_code == 302
    (job,) = DBTaskResult.objects.order_by("enqueued_at")[before:]
    assert job.task_path == "messaging.actions.closing.tell_those_who_asked"


def test_nobody_is_told_of_an_end_that_did_not_happen():
    listing = ListingFactory(status="hidden")

    with pytest.raises(ValidationError):
        listings.actions.withdraw(listing)

    assert not DBTaskResult.objects.exists()


def test_reserving_again_for_another_person_takes_freeing_first():
    listing = ListingFactory()
    one, other = ConversationFactory.create_batch(2, listing=listing)
    reserve(one, listing.author)

    assert refused(reserve, other, listing.author) == "state_changed"

    assert Listing.objects.get().reserved_for == one.initiator


def test_the_person_of_a_deal_may_delete_their_account():
    chosen = UserFactory()
    thread = ConversationFactory(initiator=chosen)
    fulfil(thread, thread.listing.author)

    chosen.delete()

    assert Listing.objects.get().fulfilled_with is None
