"""When notices hide a listing by themselves, and when they never do."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from moderation.actions import Judgment, decide
from moderation.models import Action, Answer, Case, Decision, Ground, Notice
from moderation.notices.actions import file_notice, misuses
from moderation.targets import target_of
from tests.factories import ListingFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing():
    return ListingFactory()


def report(listing, reporter, place, ground=Ground.SCAM):
    """Let `reporter` say from a network address that something is wrong."""
    notice = Notice(ground=ground, explanation="Faux.", origin=place)
    notice.reporter_email = "" if reporter.is_authenticated else f"{place}@example.org"
    return file_notice(target_of(listing), notice, reporter)


def is_hidden(listing):
    listing.refresh_from_db()
    return listing.status == "hidden"


def hidden_by(listing, reporters):
    for number, reporter in enumerate(reporters):
        report(listing, reporter, f"place {number}")
    return is_hidden(listing)


def review(listing, action=Action.RESTORE):
    listing.refresh_from_db()
    decide(target_of(listing), Judgment(action, "Relue."), UserFactory())


def test_three_trusted_people_hide_it_until_somebody_looked(listing):
    assert not hidden_by(listing, UserFactory.create_batch(2))

    report(listing, UserFactory(), "place 3", Ground.SPAM)

    assert is_hidden(listing)
    case, decision = Case.objects.open().get(), Decision.objects.get()
    assert (decision.action, decision.ground) == (Action.HIDE, Ground.SCAM)
    assert (decision.case, decision.owner) == (case, listing.author)
    assert decision.is_automatic
    assert decision.moderator is None
    assert "automatiquement" in decision.facts
    assert set(Notice.objects.values_list("answer", flat=True)) == {Answer.WAITING}


def test_a_fourth_notice_hides_nothing_twice(listing):
    people = UserFactory.create_batch(4)
    for number, person in enumerate(people[:3]):
        report(listing, person, f"place {number}")

    with pytest.raises(ValidationError) as refused:
        report(listing, people[3], "place 4")
    assert refused.value.code == "unknown"  # nobody sees it any more
    again = report(listing, people[0], "place 0")

    assert again == Notice.objects.first()
    assert Decision.objects.count() == 1


def test_a_verified_person_counts_as_a_trusted_one(listing):
    verified = UserFactory.create_batch(3, trusted_at=None)
    for person in verified:
        person.verified_at = person.date_joined
        person.save()

    assert hidden_by(listing, verified)


def test_ten_fresh_accounts_hide_nothing(listing):
    assert not hidden_by(listing, UserFactory.create_batch(10, trusted_at=None))
    assert Notice.objects.filter(from_trusted=False).count() == 10


def test_ten_visitors_hide_nothing(listing):
    assert not hidden_by(listing, [AnonymousUser()] * 10)
    assert Notice.objects.count() == 10


def test_trusted_people_of_one_network_address_are_one_voice(listing):
    for person in UserFactory.create_batch(4):
        report(listing, person, "one house")
    report(listing, UserFactory(), "another house")

    assert not is_hidden(listing)


def test_trust_counts_as_it_was_when_the_notice_came(listing):
    fresh = UserFactory(trusted_at=None)
    report(listing, fresh, "place")
    fresh.trusted_at = fresh.date_joined
    fresh.save()

    assert not hidden_by(listing, UserFactory.create_batch(2))


@pytest.mark.parametrize("kept", [Action.KEEP, Action.RESTORE])
def test_each_review_that_kept_it_asks_twice_as_many(listing, kept):
    if kept == Action.RESTORE:
        assert hidden_by(listing, UserFactory.create_batch(3))
    else:
        report(listing, UserFactory(), "place")
    review(listing, kept)
    assert not Notice.objects.waiting().exists()

    assert not hidden_by(listing, UserFactory.create_batch(5))
    report(listing, UserFactory(), "place 6")
    assert is_hidden(listing)

    review(listing)
    assert not hidden_by(listing, UserFactory.create_batch(11))
    report(listing, UserFactory(), "place 12")
    assert is_hidden(listing)


def test_a_rule_that_published_is_no_review(listing):
    decide(target_of(listing), Judgment(Action.KEEP, "Rien à signaler."))

    assert hidden_by(listing, UserFactory.create_batch(3))


def answered(reporter, right, wrong):
    for upheld in [True] * right + [False] * wrong:
        listing = ListingFactory()
        report(listing, reporter, "place")
        review(listing, Action.HIDE if upheld else Action.KEEP)


@pytest.mark.parametrize(
    ("right", "wrong", "counts"), [(0, 4, True), (0, 5, False), (1, 4, True)]
)
def test_who_is_mostly_wrong_counts_no_more(listing, right, wrong, counts):
    reporter = UserFactory()
    answered(reporter, right, wrong)

    assert misuses(reporter) is not counts
    assert hidden_by(listing, [reporter, *UserFactory.create_batch(2)]) is counts


def test_who_is_mostly_wrong_is_told_and_nobody_else(client, listing):
    reporter = UserFactory()
    answered(reporter, 0, 5)
    notice = report(listing, reporter, "place")
    told = "n’étaient pas fondés"

    assert told not in client.get(notice.get_absolute_url()).content.decode()
    client.force_login(reporter)
    assert told in client.get(notice.get_absolute_url()).content.decode()


def test_a_refusal_after_hiding_says_that_reporters_were_right(listing):
    hidden_by(listing, UserFactory.create_batch(3))

    review(listing, Action.REFUSE)

    assert set(Notice.objects.values_list("answer", flat=True)) == {Answer.ACTED}
    assert not Case.objects.open().exists()
