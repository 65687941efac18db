"""What moderation forgets, and what it keeps."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from moderation.actions import Judgment, decide, open_case
from moderation.models import Action, Answer, AuditEvent, Case, Decision, Notice
from moderation.retention import forget_audit, forget_cases, forget_reporters
from moderation.targets import target_of
from tests.factories import ListingFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided():
    """A decision on a listing that somebody reported, taken now."""
    target = target_of(ListingFactory())
    Notice.objects.create(
        case=open_case(target),
        reporter=UserFactory(),
        reporter_name="Jeanne",
        reporter_email="jeanne@example.org",
        address="/annonces/",
        ground="scam",
        explanation="On me demande un mandat.",
    )
    return decide(target, Judgment(Action.HIDE, "Arnaque."), UserFactory())


def after(days: int):
    return time_machine.travel(timezone.now() + timedelta(days=days))


def test_a_notice_loses_its_sender_when_nothing_can_be_contested(decided):
    assert forget_reporters() == 0
    with after(184):
        assert forget_reporters(dry_run=True) == 1
        assert Notice.objects.get().reporter_email == "jeanne@example.org"
        assert forget_reporters() == 1
    notice = Notice.objects.get()
    assert (notice.reporter, notice.reporter_name, notice.reporter_email) == (
        None,
        "",
        "",
    )
    assert (notice.answer, notice.explanation) == (
        Answer.ACTED,
        "On me demande un mandat.",
    )
    assert forget_reporters() == 0


def test_a_case_goes_with_its_decision_after_three_years(decided):
    with after(3 * 365 - 1):
        assert (forget_cases(), forget_audit()) == (0, 0)
    with after(3 * 365 + 1):
        assert forget_cases(dry_run=True) > 0
        assert Decision.objects.exists()
        assert (forget_cases() > 0, forget_audit()) == (True, 1)
    left = [model.objects.count() for model in (Case, Decision, Notice, AuditEvent)]
    assert left == [0, 0, 0, 0]


def test_an_open_case_stays_whatever_its_age():
    open_case(target_of(ListingFactory()))
    Case.objects.update(opened_at=timezone.now() - timedelta(days=4000))
    assert forget_cases() == 0
    assert Case.objects.count() == 1
