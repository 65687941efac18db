"""Contesting the answer to a notice: with its number alone, before somebody else."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from messaging.moderated import ModeratedMessage
from moderation.actions import open_case
from moderation.appeals import contest
from moderation.models import Action, Appeal, Case, Decision, Notice
from moderation.notices.actions import misuses
from moderation.notices.contesting import contest_answer
from moderation.retention import forget_cases, forget_reporters
from moderation.targets import target_of
from moderation.transparency import Period, appeals
from tests.factories import ListingFactory, MessageFactory, UserFactory
from tests.judging import judge

pytestmark = pytest.mark.django_db
WORDS = "Il m’a redemandé un virement hier."
WHY = "Relu par une autre personne."


@pytest.fixture
def sent(settings, mailoutbox):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return mailoutbox


def answered(item=None, action=Action.KEEP, **who) -> Notice:
    """Return a notice of a visitor, or of `reporter`, with its answer."""
    item = item or ListingFactory()
    named = {} if who else {"reporter_email": "jeanne@example.org"}
    notice = Notice.objects.create(
        case=open_case(target_of(item)),
        address="/",
        ground="scam",
        explanation="On me demande un mandat.",
        origin="mairie",
        **named,
        **who,
    )
    judge(item, action, "Rien de contraire.")
    return Notice.objects.get(pk=notice.pk)


def send(client, notice, words=WORDS):
    return client.post(notice.get_absolute_url(), {"words": words}, follow=True)


def refusal(notice) -> str:
    with pytest.raises(ValidationError) as raised:
        contest_answer(notice, WORDS)
    return raised.value.code


def test_a_visitor_contests_with_the_number_and_reads_the_answer_there(sent):
    notice = answered()
    sent.clear()
    visitor = Client(enforce_csrf_checks=True)  # the page sends no referrer
    assert "Contester</button>" in visitor.get(notice.get_absolute_url()).text

    page = send(visitor, notice).text

    assert "Votre contestation est enregistrée." in page
    assert "Contester</button>" not in page
    assert WORDS not in page
    case = Case.objects.open().get()
    assert (case.appeals.get().notice, case.owner) == (notice, notice.case.owner)
    [receipt] = sent
    assert (receipt.to, WORDS in receipt.body) == (["jeanne@example.org"], True)
    sent.clear()

    hidden = judge(target_of_case(case), Action.HIDE, WHY)

    appeal = Appeal.objects.get()
    assert (appeal.answer, appeal.upheld, appeal.author) == (hidden, True, None)
    letters = {one.to[0]: one for one in sent}
    assert (len(sent), set(letters)) == (2, {"jeanne@example.org", hidden.owner.email})
    reply = letters["jeanne@example.org"]
    assert reply.subject.startswith("Réponse à votre contestation")
    page = visitor.get(notice.get_absolute_url()).text
    for words in (reply.body, page):
        assert "Une mesure est prise après votre contestation." in words
        assert WHY in words
    reasons = letters[hidden.owner.email].body
    assert "Signalé, puis décidé" in reasons
    assert WORDS not in reasons


def target_of_case(case):
    return ListingFactory._meta.model.objects.get(public_id=case.target_id)


def test_another_measure_is_refused_with_reasons(client, resident, sent):
    listing = ListingFactory()
    notice = answered(listing, reporter=resident)
    client.force_login(resident)
    send(client, notice)
    sent.clear()

    judge(listing, Action.KEEP, WHY)

    appeal = Appeal.objects.get()
    assert (appeal.upheld, appeal.author) == (False, None)  # the notice knows who
    [reply] = sent
    assert reply.to == [resident.email]
    page = client.get(notice.get_absolute_url()).text
    for words in (reply.body, page):
        assert "Aucune mesure n’est ajoutée." in words
        assert WHY in words


def test_who_answered_does_not_answer_again():
    listing = ListingFactory()
    notice = answered(listing)
    contest_answer(notice, WORDS)

    with pytest.raises(ValidationError) as raised:
        judge(listing, Action.HIDE, moderator=notice.decision.moderator)

    assert raised.value.code == "same_moderator"
    assert Appeal.objects.waiting().exists()
    judge(listing, Action.HIDE)
    assert not Appeal.objects.waiting().exists()


def test_an_answer_is_contested_once_and_within_six_months(client):
    waiting = Notice(reporter_email="x@example.org")
    assert refusal(waiting) == "nothing_to_contest"
    notice = answered()
    day = notice.contest_until
    with time_machine.travel(day + timedelta(seconds=1)):
        assert refusal(notice) == "too_late"
        page = send(client, notice).text
        assert "Le délai de six mois pour contester est passé." in page
    other_tab = Notice.objects.with_answers().get()
    with time_machine.travel(day - timedelta(seconds=1)):
        contest_answer(notice, WORDS)
    for read in (Notice.objects.get(), other_tab):
        assert refusal(read) == "already_contested"
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize("words", ["", "   ", "a" * 2001])
def test_reasons_are_needed_and_what_was_typed_stays(client, words):
    page = send(client, answered(), words)

    assert page.context["form"].errors["words"]
    assert "<title>À corriger : Signalement" in page.text
    assert words in page.text
    assert not Appeal.objects.exists()


def test_robots_are_told_to_send_again(client):
    notice = answered()
    said = {"words": WORDS, "site_web": "https://spam.example"}

    page = client.post(notice.get_absolute_url(), said)

    assert page.context["form"].non_field_errors()
    assert WORDS in page.text
    assert not Appeal.objects.exists()


def test_visitors_of_one_place_contest_so_many_a_day(settings, resident):
    settings.NOTICES_PER_DAY_AND_ADDRESS = settings.NOTICES_PER_DAY = 1
    contest_answer(answered(), WORDS)
    contest_answer(answered(reporter=resident), WORDS)

    assert refusal(answered()) == "too_many_appeals"
    assert refusal(answered(reporter=resident)) == "too_many_appeals"
    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=5)):
        contest_answer(answered(), WORDS)
    assert Appeal.objects.count() == 3


def test_two_who_contest_one_decision_and_its_author_are_all_answered():
    listing = ListingFactory()
    case = open_case(target_of(listing))
    common = {"case": case, "address": "/", "ground": "scam", "explanation": "Non."}
    for name in ("anne", "jean"):
        Notice.objects.create(reporter_email=f"{name}@example.org", **common)
    hidden = judge(listing, Action.HIDE)
    for notice in Notice.objects.all():
        contest_answer(notice, WORDS)
    contest(hidden, hidden.owner, "C’est faux.")

    judge(listing, Action.RESTORE, WHY)

    told = Appeal.objects.values_list("notice__reporter_email", "upheld")
    assert set(told) == {
        ("anne@example.org", False),
        ("jean@example.org", False),
        (None, True),
    }


def test_an_appeal_contests_exactly_one_thing():
    notice = answered()
    decision = Decision.objects.get()
    for what in ({}, {"notice": notice, "decision": decision}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appeal.objects.create(case=notice.case, words=WORDS, **what)


def test_the_new_look_at_a_message_shows_what_the_first_one_did():
    message = MessageFactory()
    notice = answered(message)
    contest_answer(notice, WORDS)

    case = Case.objects.with_causes().get(closed_at=None)

    assert case.ground_to_read() == "contestation d’une décision"
    assert case.reported_grounds() == ["scam"]
    assert message in ModeratedMessage(message).context(case)


def test_being_right_in_the_end_is_no_misuse(settings, resident):
    settings.NOTICES_BEFORE_MISUSE = 1
    listing = ListingFactory()
    notice = answered(listing, reporter=resident)
    assert misuses(resident)
    contest_answer(notice, WORDS)
    judge(listing, Action.HIDE)

    assert not misuses(resident)
    month = Period.named(f"{timezone.localdate():%Y-%m}")
    figures = appeals(month)
    assert (figures["received"], figures["from_reporters"]) == (1, 1)


def test_who_waits_for_an_answer_is_not_forgotten():
    notice = answered()
    with time_machine.travel(notice.contest_until - timedelta(days=1)):
        contest_answer(notice, WORDS)
    with time_machine.travel(timezone.now() + timedelta(days=3 * 365 + 200)):
        assert (forget_reporters(), forget_cases()) == (0, 0)
        judge(target_of_case(notice.case), Action.HIDE, moderator=UserFactory())
        assert forget_reporters() == 1
        assert forget_cases() > 0


@pytest.mark.parametrize("others", [1, 4])
def test_contesting_costs_the_same_whatever_others_do(
    client, django_assert_num_queries, others
):
    listing = ListingFactory()
    case = open_case(target_of(listing))
    common = {"case": case, "address": "/", "ground": "scam", "explanation": "Non."}
    for _number in range(others):
        Notice.objects.create(**common)
    judge(listing, Action.KEEP)
    first = Notice.objects.first()
    client.get(first.get_absolute_url())

    with django_assert_num_queries(12):
        client.post(first.get_absolute_url(), {"words": WORDS})
    with django_assert_num_queries(3):
        assert "Votre contestation" in client.get(first.get_absolute_url()).text
