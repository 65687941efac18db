"""Moderators and the person concerned who act at the same moment."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError

from moderation.actions import Judgment, decide, open_case
from moderation.appeals import contest
from moderation.models import Action, Appeal, Case, Decision
from moderation.targets import target_of
from tests.factories import ListingFactory, UserFactory
from tests.judging import judge
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def refusals(answers):
    return [one.code for one in answers if isinstance(one, ValidationError)]


@pytest.mark.parametrize("action", [Action.KEEP, Action.WARN])
def test_two_moderators_at_once_decide_one_case_once(action):
    person = UserFactory()
    seen = open_case(target_of(person))
    judgment = Judgment(action, "Vu.")
    both = [
        partial(decide, target_of(person), judgment, UserFactory(), seen=seen)
        for _number in range(2)
    ]

    answers = at_once(both)

    assert refusals(answers) == ["already_decided"]
    assert Decision.objects.count() == 1


def test_two_moderators_at_once_hide_one_listing_once():
    listing = ListingFactory()

    def hide():
        return judge(type(listing).objects.get(pk=listing.pk))

    answers = at_once([hide, hide])

    assert refusals(answers) == ["state_changed"]
    assert Decision.objects.count() == 1


def test_two_clicks_at_once_contest_once():
    decision = judge(ListingFactory())

    def click():
        row = Decision.objects.get(pk=decision.pk)
        return contest(row, row.owner, "Non.")

    answers = at_once([click, click])

    assert refusals(answers) == ["already_contested"]
    assert Appeal.objects.count() == 1


def test_an_appeal_during_a_decision_is_answered_or_waits():
    listing = ListingFactory()
    decision = judge(listing)
    open_case(target_of(listing))

    def keep():
        return judge(type(listing).objects.get(pk=listing.pk), Action.KEEP)

    def appeal():
        return contest(Decision.objects.get(pk=decision.pk), listing.author, "Non.")

    answers = at_once([keep, appeal])

    assert refusals(answers) == []
    found = Appeal.objects.get()
    assert (found.answer is not None) != Case.objects.open().exists()
