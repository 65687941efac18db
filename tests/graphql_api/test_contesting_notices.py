"""Contesting the answer to a notice through the API: with its number alone."""

from datetime import timedelta

import pytest
import time_machine

from moderation.models import Action, Appeal, Notice
from tests.factories import ListingFactory, UserFactory
from tests.judging import judge
from tests.moderation.notices.test_contesting import WHY, WORDS, answered

pytestmark = pytest.mark.django_db
FIELDS = """number status action reasons contestUntil
  appeal { status createdAt answeredAt action reasons }"""
NOTICE = f"query ($number: String!) {{ notice(number: $number) {{ {FIELDS} }} }}"
CONTEST = f"""mutation ($number: String!, $words: String!) {{
  contestNotice(input: {{number: $number, words: $words}}) {{
    notice {{ {FIELDS} }} errors {{ field code message }} }} }}"""
LESS = "query ($number: String!) { notice(number: $number) { countsLess } }"


def contested(graphql, notice, words=WORDS):
    answer = graphql(CONTEST, number=notice.spoken_number, words=words)
    assert "errors" not in answer, answer
    return answer["data"]["contestNotice"]


def codes(payload):
    assert payload["notice"] is None
    return [(one["field"], one["code"]) for one in payload["errors"]]


def test_a_visitor_contests_and_reads_the_second_answer(graphql, settings, mailoutbox):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    listing = ListingFactory()
    notice = answered(listing)
    before = graphql(NOTICE, number=notice.number)["data"]["notice"]
    assert (before["status"], before["action"], before["appeal"]) == (
        "KEPT",
        "KEEP",
        None,
    )
    assert before["contestUntil"] == notice.contest_until.isoformat()
    mailoutbox.clear()

    payload = contested(graphql, notice)

    assert payload["errors"] == []
    waiting = payload["notice"]["appeal"]
    assert waiting.pop("createdAt") is not None
    assert waiting == {
        "status": "WAITING",
        "answeredAt": None,
        "action": None,
        "reasons": None,
    }
    assert WORDS not in str(payload)  # they may say who reported
    [receipt] = mailoutbox
    assert (receipt.to, WORDS in receipt.body) == (["jeanne@example.org"], True)
    appeal = Appeal.objects.get()
    assert (appeal.notice, appeal.author) == (notice, None)

    judge(listing, Action.HIDE, WHY)

    told = graphql(NOTICE, number=notice.number)["data"]["notice"]["appeal"]
    assert told["answeredAt"] is not None
    assert (told["status"], told["action"], told["reasons"]) == ("UPHELD", "HIDE", WHY)


def test_no_further_measure_is_a_rejection(graphql):
    listing = ListingFactory()
    notice = answered(listing)
    contested(graphql, notice)

    judge(listing, Action.KEEP, WHY)

    told = graphql(NOTICE, number=notice.number)["data"]["notice"]["appeal"]
    assert (told["status"], told["action"]) == ("REJECTED", "KEEP")


@pytest.mark.parametrize(
    ("words", "code"),
    [("", "required"), ("  ", "required"), ("a" * 2001, "max_length")],
)
def test_reasons_are_needed(graphql, words, code):
    payload = contested(graphql, answered(), words)

    assert codes(payload) == [("words", code)]
    assert not Appeal.objects.exists()


def test_it_is_contested_once_and_in_time(graphql):
    notice = answered()
    with time_machine.travel(notice.contest_until + timedelta(seconds=1)):
        assert codes(contested(graphql, notice)) == [(None, "too_late")]
    contested(graphql, notice)
    assert codes(contested(graphql, notice)) == [(None, "already_contested")]
    assert Appeal.objects.count() == 1


def test_what_waits_has_nothing_to_contest(graphql):
    notice = answered()
    Notice.objects.update(answer="waiting", decision=None, answered_at=None)

    assert codes(contested(graphql, notice)) == [(None, "nothing_to_contest")]
    assert not Appeal.objects.exists()


def test_visitors_of_one_place_contest_so_many_a_day(graphql, settings):
    settings.NOTICES_PER_DAY_AND_ADDRESS = 1
    contested(graphql, answered())

    assert codes(contested(graphql, answered())) == [(None, "too_many_appeals")]
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize("number", ["", "000000000000", "\x00"])
def test_a_wrong_number_is_not_found(graphql, number):
    answered()

    answer = graphql(CONTEST, number=number, words=WORDS)

    assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert not Appeal.objects.exists()


def test_a_suspended_person_contests_too(client, graphql):
    person = UserFactory(is_suspended=True)
    client.force_login(person)

    assert contested(graphql, answered(reporter=person))["errors"] == []


def test_only_its_sender_is_told_that_their_notices_count_less(
    client, graphql, settings
):
    settings.NOTICES_BEFORE_MISUSE = 1
    person = UserFactory()
    number = answered(reporter=person).number

    def told():
        return graphql(LESS, number=number)["data"]["notice"]["countsLess"]

    assert told() is False
    client.force_login(UserFactory())
    assert told() is False
    client.force_login(person)
    assert told() is True
