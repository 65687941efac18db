"""People who report at the same moment."""

from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser
from django_tasks_db.models import DBTaskResult

from moderation.models import Case, Decision, Ground, Notice
from moderation.notices.actions import file_notice
from moderation.targets import target_of
from tests.factories import ListingFactory, UserFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def report(listing, reporter, place):
    notice = Notice(ground=Ground.SCAM, explanation="Faux.", origin=place)
    return file_notice(target_of(listing), notice, reporter)


def test_three_trusted_people_at_once_hide_a_listing_once():
    listing = ListingFactory()
    people = UserFactory.create_batch(3)

    at_once([partial(report, listing, one, f"at {one.pk}") for one in people])

    listing.refresh_from_db()
    assert listing.status == "hidden"
    assert Decision.objects.count() == 1
    assert Case.objects.get().notices.count() == 3


def test_the_same_notice_at_once_is_one_with_one_receipt():
    listing, reporter = ListingFactory(), UserFactory()

    answers = at_once([partial(report, listing, reporter, "home")] * 8)

    assert answers == [Notice.objects.get()] * 8
    assert DBTaskResult.objects.count() == 1


def test_visitors_at_once_share_one_case():
    listing = ListingFactory()

    at_once([partial(report, listing, AnonymousUser(), f"at {n}") for n in range(6)])

    assert Case.objects.get().notices.count() == 6
