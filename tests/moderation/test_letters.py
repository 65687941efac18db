"""Who gets which letter after each decision: one, with the reasons, never another."""

from datetime import timedelta

import pytest
from django.utils import timezone

from listings.actions import publish_unreviewed
from listings.models import Listing
from moderation.actions import Judgment, hide_meanwhile, open_case
from moderation.appeals import contest
from moderation.models import Action, Answer, Case, Notice
from moderation.targets import target_of
from tests.factories import ListingFactory, MessageFactory, UserFactory
from tests.judging import judge

pytestmark = pytest.mark.django_db
WHY = "Relu mot à mot."
TITLE = "\u00a0: Je tonds votre pelouse"
MESSAGE = "\u00a0: Message à propos de « Je tonds votre pelouse »"


@pytest.fixture
def sent(settings, mailoutbox):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return mailoutbox


def listing(status):
    return lambda: ListingFactory(status=status)


LETTERS = [
    (listing("pending"), Action.PUBLISH, f"Votre annonce est en ligne{TITLE}"),
    (listing("pending"), Action.CHANGES, f"Votre annonce est à modifier{TITLE}"),
    (listing("pending"), Action.REFUSE, f"Votre annonce est refusée{TITLE}"),
    (listing("published"), Action.HIDE, f"Votre annonce est masquée{TITLE}"),
    (listing("published"), Action.KEEP, None),
    (
        listing("hidden"),
        Action.RESTORE,
        f"Votre annonce est de nouveau en ligne{TITLE}",
    ),
    (
        lambda: MessageFactory(held=True),
        Action.PUBLISH,
        f"Votre message est remis{MESSAGE}",
    ),
    (
        lambda: MessageFactory(held=True),
        Action.REFUSE,
        f"Votre message n’est pas remis{MESSAGE}",
    ),
    (MessageFactory, Action.REMOVE, f"Votre message est supprimé{MESSAGE}"),
    (MessageFactory, Action.KEEP, None),
    (UserFactory, Action.WARN, "Un avertissement de la modération"),
    (UserFactory, Action.LIMIT, "Ce que vous écrivez est relu"),
    (UserFactory, Action.SUSPEND, "Votre compte est suspendu"),
    (UserFactory, Action.BAN, "Votre compte est exclu du site"),
    (
        lambda: UserFactory(is_suspended=True),
        Action.LIFT,
        "La mesure contre votre compte est levée",
    ),
    (UserFactory, Action.KEEP, None),
]


@pytest.mark.parametrize(
    ("made", "action", "subject"),
    LETTERS,
    ids=[f"{number}-{action}" for number, (_made, action, _s) in enumerate(LETTERS)],
)
def test_each_decision_is_told_to_whom_it_concerns_and_to_who_reported(
    sent, made, action, subject
):
    target = target_of(made())
    notice = Notice.objects.create(
        case=open_case(target),
        reporter_email="jeanne@example.org",
        address="/",
        ground="scam",
        explanation="On me demande un mandat.",
    )

    judge(target.item, action, WHY, until=timezone.now() + timedelta(days=7))

    owner = target.owner.email
    letters = {one.to[0]: one for one in sent}
    assert len(sent) == len(letters)
    assert set(letters) == {notice.email} | ({owner} if subject else set())
    assert all(f"Motif :\n{WHY}" in one.body for one in letters.values())
    if subject:
        assert letters[owner].subject == subject
    notice.refresh_from_db()
    assert notice.answer != Answer.WAITING


def test_every_kind_of_decision_has_its_line():
    closed = {Action.CLOSE}  # what is gone: tests/moderation/room/test_gone.py
    assert {action for _made, action, _subject in LETTERS} == set(Action) - closed


def test_what_a_moderator_publishes_is_told_once_and_leads_there(sent):
    shown = ListingFactory(status="pending")

    judge(shown, Action.PUBLISH, WHY)

    [letter] = sent
    html = letter.alternatives[0].content
    for part in (letter.body, html):
        assert WHY in part
        assert shown.get_absolute_url() in part


def test_what_waited_too_long_says_only_that_it_is_online(sent):
    shown = ListingFactory(status="pending")
    open_case(target_of(shown))
    Case.objects.update(opened_at=timezone.now() - timedelta(days=3))

    assert publish_unreviewed() == 1

    [letter] = sent
    assert letter.subject == f"Votre annonce est en ligne{TITLE}"
    assert "Motif" not in letter.body


@pytest.mark.parametrize(
    ("status", "taken", "given"),
    [
        ("pending", Action.CHANGES, Action.PUBLISH),
        ("published", Action.HIDE, Action.RESTORE),
    ],
)
def test_a_successful_appeal_is_answered_by_one_letter(sent, status, taken, given):
    decision = judge(ListingFactory(status=status), taken)
    contest(decision, decision.owner, "C’est le numéro de la mairie.")
    sent.clear()

    judge(Listing.objects.get(), given, WHY)

    [letter] = sent
    assert letter.subject == "Réponse à votre contestation"
    assert letter.to == [decision.owner.email]
    assert WHY in letter.body


def test_who_was_told_to_wait_for_a_review_is_told_what_it_found(sent):
    target = target_of(ListingFactory())
    case = open_case(target)
    hidden = hide_meanwhile(target, Judgment(Action.HIDE, "Trois signalements."), case)
    sent.clear()

    judge(Listing.objects.get(), Action.KEEP, WHY)

    [letter] = sent
    assert letter.to == [target.owner.email]
    assert letter.subject == f"Après relecture, la décision est maintenue{TITLE}"
    assert f"Motif :\n{WHY}" in letter.body
    assert "sans intervention humaine" not in letter.body
    assert f"/compte/decisions/{hidden.public_id}/" in letter.body
