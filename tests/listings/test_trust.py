"""Trust is earned by time and an approved listing, and lost by a sanction."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import User
from listings.trust import promote_trusted
from moderation.actions import Judgment, decide
from moderation.models import Action, Appeal, Case
from moderation.targets import target_of
from tests.factories import ListingFactory, UserFactory

pytestmark = pytest.mark.django_db


def known(days=8, **about):
    joined = timezone.now() - timedelta(days=days)
    return UserFactory(trusted_at=None, date_joined=joined, **about)


def with_listing(person, **about):
    return ListingFactory(author=person, **about)


def is_trusted(person):
    promote_trusted()
    person.refresh_from_db()
    return person.trusted_at is not None


def test_a_week_and_an_approved_listing_earn_trust_once():
    person = known()
    with_listing(person)

    assert promote_trusted() == 1
    assert promote_trusted() == 0
    assert User.objects.get(pk=person.pk).trust == "trusted"


@pytest.mark.parametrize(
    ("person", "listing"),
    [
        ({"days": 6}, {}),
        ({"confirmed": False}, {}),
        ({"is_suspended": True}, {}),
        ({"limited_until": timezone.now() + timedelta(days=90)}, {}),
        ({}, {"status": "pending"}),
        ({}, {"status": "hidden"}),
        ({}, {"status": "withdrawn"}),  # before it was ever online
    ],
)
def test_anything_less_does_not(person, listing):
    someone = known(**person)
    with_listing(someone, **listing)

    assert not is_trusted(someone)


def test_an_approval_promotes_at_once():
    person = known()

    decide(
        target_of(with_listing(person, status="pending")),
        Judgment(Action.PUBLISH, "Oui."),
    )

    person.refresh_from_db()
    assert person.trust == "trusted"


@pytest.mark.parametrize(
    ("action", "kept"),
    [(Action.HIDE, False), (Action.KEEP, True)],
)
def test_a_sanction_takes_trust_until_it_is_earned_again(action, kept):
    person = UserFactory(date_joined=timezone.now() - timedelta(days=90))
    with_listing(person)

    decide(target_of(with_listing(person)), Judgment(action, "Motif."), UserFactory())

    person.refresh_from_db()
    assert (person.trusted_at is not None) is kept
    if not kept:
        assert not is_trusted(person)
        with time_machine.travel(timezone.now() + timedelta(days=8)):
            assert is_trusted(person)


def test_a_sanction_undone_on_appeal_does_not_count():
    person = UserFactory(date_joined=timezone.now() - timedelta(days=90))
    listing = with_listing(person)
    hidden = decide(target_of(listing), Judgment(Action.HIDE, "Motif."), UserFactory())
    listing.refresh_from_db()
    case = Case.objects.create(
        target_kind="listing", target_id=listing.public_id, subject_line="x"
    )
    Appeal.objects.create(decision=hidden, case=case, author=person, words="Non.")

    decide(target_of(listing), Judgment(Action.RESTORE, "En effet."), UserFactory())

    assert is_trusted(person)


def test_their_owner_reads_it_on_the_account_page(client):
    person = known()
    client.force_login(person)

    page = client.get("/compte/").content.decode()

    assert "Adresse confirmée" in page
    assert "7 jours sans manquement" in page


def test_a_minor_reads_what_waits_for_18(client):
    client.force_login(UserFactory(adult_on=timezone.localdate() + timedelta(days=9)))

    assert "Avant 18 ans" in client.get("/compte/").content.decode()
