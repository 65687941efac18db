"""Reporting and deleting through the API."""

import pytest
from graphql_relay import to_global_id

from messaging.models import Message
from moderation.actions import Judgment, decide
from moderation.models import Action, Case, Notice, Urgency
from moderation.targets import target_of
from tests.factories import InfoPageFactory, ListingFactory, MessageFactory, UserFactory
from tests.graphql_api.test_messaging import global_id

pytestmark = pytest.mark.django_db
REPORT = """mutation ($input: ReportContentInput!) { reportContent(input: $input) {
  noticeNumber errors { field code } } }"""
NOTICE = """query ($number: String!) { notice(number: $number) {
  number status answer decidedAt reasons automated } }"""
DELETE = """mutation ($id: ID!) { deleteMessage(input: {message: $id}) {
  conversation { lastWords messages(last: 5) { edges { node {
    body state photos { id } } } } } errors { field code } } }"""
WHO = {"name": "Jeanne Petit", "email": "jeanne@example.org"}


def said(target=None, **changes):
    return {
        **({"targetId": global_id(target)} if target else {}),
        "reason": "SCAM",
        "explanation": "Il demande un virement.",
        "inGoodFaith": True,
        **changes,
    }


def payload(answer):
    assert "errors" not in answer, answer
    return answer["data"]["reportContent"]


def test_a_visitor_reports_and_reads_the_answer(graphql):
    listing = ListingFactory()

    told = payload(graphql(REPORT, input=said(listing, **WHO, threatensLife=True)))
    number = told["noticeNumber"]
    waiting = graphql(NOTICE, number=number)["data"]["notice"]

    notice = Notice.objects.get()
    assert told["errors"] == []
    assert notice.number == number
    assert (notice.reporter, notice.reporter_name) == (None, "Jeanne Petit")
    assert notice.case.urgency == Urgency.LIFE
    assert waiting["status"] == "WAITING"
    assert waiting["decidedAt"] is None
    assert waiting["reasons"] is None

    decide(target_of(listing), Judgment(Action.HIDE, "Arnaque."), UserFactory())
    answer = graphql(NOTICE, number=f" {number.lower()} ")["data"]["notice"]
    assert answer.pop("decidedAt") is not None
    assert answer == {
        "number": number,
        "status": "ACTED",
        "answer": "une mesure a été prise",
        "reasons": "Arnaque.",
        "automated": False,
    }


def test_a_signed_in_person_reports_a_message_once(client, graphql):
    message = MessageFactory()
    client.force_login(message.conversation.listing.author)

    numbers = {
        payload(graphql(REPORT, input=said(message)))["noticeNumber"] for _i in "ab"
    }

    assert numbers == {Notice.objects.get().number}


def test_mistakes_come_back_at_their_fields(graphql):
    mistaken = said(ListingFactory(), explanation="", inGoodFaith=False)

    told = payload(graphql(REPORT, input=mistaken))

    assert told["noticeNumber"] is None
    assert {(one["field"], one["code"]) for one in told["errors"]} == {
        ("explanation", "required"),
        ("inGoodFaith", "required"),
        ("name", "required"),
        ("email", "required"),
    }
    assert not Case.objects.exists()


def test_ones_own_and_what_one_cannot_see_are_refused_at_the_target(client, graphql):
    own = ListingFactory()
    client.force_login(own.author)

    def refused(target):
        told = payload(graphql(REPORT, input=said(target)))
        return [(one["field"], one["code"]) for one in told["errors"]]

    assert refused(own) == [("targetId", "own")]
    assert refused(ListingFactory(hidden=True)) == [("targetId", "unknown")]
    assert refused(MessageFactory()) == [("targetId", "unknown")]
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        to_global_id("Listing", "0199e5a0-0000-7000-8000-000000000000"),
        to_global_id("Listing", "rien"),
        to_global_id("Commune", "58218"),
        "rien",
    ],
)
def test_what_is_not_there_is_not_found(graphql, wrong):
    words = said(ListingFactory(), **WHO, targetId=wrong)

    answer = graphql(REPORT, input=words)

    assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert not Notice.objects.exists()


def test_any_page_is_reported_by_its_address(client, graphql, settings):
    listing, message = ListingFactory(), MessageFactory()
    client.force_login(message.conversation.listing.author)
    conversation = message.conversation.get_absolute_url()
    page = InfoPageFactory(slug="demarches").get_url()

    def reported(address) -> Notice:
        told = payload(graphql(REPORT, input=said(address=address)))
        assert told["errors"] == []
        return Notice.objects.get(number=told["noticeNumber"])

    assert reported(listing.code).case.target_id == listing.public_id
    assert reported(conversation).case.target_id == message.public_id
    assert reported(f"{settings.SITE_URL}{page}").case.target_kind == "address"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("", "required"),
        ("https://example.net/", "not_ours"),
        ("/annonces/ZZZZZZ/x/", "unknown"),
    ],
)
def test_mistakes_of_an_address_come_back_there(graphql, address, code):
    told = payload(graphql(REPORT, input=said(**WHO, address=address)))

    assert told["errors"] == [{"field": "address", "code": code}]
    assert not Notice.objects.exists()


def test_one_thing_is_reported_by_one_name(graphql):
    listing = ListingFactory()

    answer = graphql(REPORT, input=said(listing, **WHO, address=listing.code))

    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    none = payload(graphql(REPORT, input=said(**WHO)))
    assert none["errors"] == [{"field": "address", "code": "required"}]
    assert not Notice.objects.exists()


@pytest.mark.parametrize("number", ["", "000000000000", "\x00"])
def test_a_wrong_number_is_null(graphql, number):
    assert graphql(NOTICE, number=number)["data"]["notice"] is None


def test_the_schema_has_no_way_to_who_reported(graphql):
    fields = graphql('{ __type(name: "Notice") { fields { name } } }')["data"]["__type"]

    assert {field["name"] for field in fields["fields"]} == {
        "number",
        "status",
        "answer",
        "createdAt",
        "threatensLife",
        "decidedAt",
        "action",
        "reasons",
        "automated",
        "contestUntil",
        "appeal",
        "countsLess",
    }


def test_an_author_deletes_a_message(client, graphql):
    message = MessageFactory()
    client.force_login(message.author)

    done = graphql(DELETE, id=global_id(message))["data"]["deleteMessage"]

    assert done["errors"] == []
    assert done["conversation"]["lastWords"] == ""
    (edge,) = done["conversation"]["messages"]["edges"]
    assert edge["node"] == {"body": "", "state": "DELETED", "photos": []}


def test_the_other_person_deletes_nothing(client, graphql):
    message = MessageFactory()
    client.force_login(message.conversation.listing.author)
    mine = graphql(DELETE, id=global_id(message))["data"]["deleteMessage"]
    assert [one["code"] for one in mine["errors"]] == ["not_yours"]

    client.force_login(UserFactory())
    answer = graphql(DELETE, id=global_id(message))
    assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert Message.objects.get().state == "delivered"
