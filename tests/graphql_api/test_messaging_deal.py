"""Reserved, freed, fulfilled from a conversation, and what became of it."""

import pytest
from django_tasks_db.models import DBTaskResult

from listings.models import Listing
from messaging.actions import reserve
from messaging.models import Participant
from tests.factories import ConversationFactory, UserFactory
from tests.graphql_api.test_messaging import codes, global_id

pytestmark = pytest.mark.django_db
DEAL = """mutation ($id: ID!) { NAME(input: {conversation: $id}) { conversation {
  deal outcome subject { status } listing { status } } errors { field code } } }"""
DEALS = ["reserveListing", "freeListing", "fulfilListing"]
OUTCOME = """mutation ($id: ID!, $outcome: ConversationOutcome!, $reason: OutcomeReason,
  $note: String) { recordOutcome(input: {conversation: $id, outcome: $outcome,
    reason: $reason, note: $note}) { conversation { outcome outcomeReason outcomeNote }
      errors { field code message } } }"""


@pytest.fixture
def thread(client):
    """A conversation, read by the author of the listing."""
    thread = ConversationFactory()
    client.force_login(thread.listing.author)
    return thread


@pytest.fixture
def act(graphql):
    def act_on(name, thread):
        answer = graphql(DEAL.replace("NAME", name), id=global_id(thread))
        return answer["data"][name]

    return act_on


def seen(client, graphql, thread, user):
    client.force_login(user)
    query = "query ($id: ID!) { conversation(id: $id) { deal listing { status } } }"
    return graphql(query, id=global_id(thread))["data"]["conversation"]


def test_the_author_reserves_then_frees(client, graphql, thread, act):
    other = ConversationFactory(listing=thread.listing)

    answer = act("reserveListing", thread)

    assert answer == {
        "conversation": {
            "deal": "RESERVED_HERE",
            "outcome": None,
            "subject": {"status": "RESERVED"},
            "listing": {"status": "RESERVED"},
        },
        "errors": [],
    }
    assert Listing.objects.get().reserved_for == thread.initiator
    elsewhere = {"deal": "RESERVED_ELSEWHERE", "listing": {"status": "RESERVED"}}
    assert seen(client, graphql, other, other.initiator) == elsewhere
    client.force_login(thread.listing.author)
    assert act("freeListing", thread)["conversation"]["deal"] == "OPEN"
    assert Listing.objects.get().reserved_for is None


def test_the_author_fulfils_with_the_person_who_asked(client, graphql, thread, act):
    other = ConversationFactory(listing=thread.listing)

    answer = act("fulfilListing", thread)["conversation"]

    assert (answer["deal"], answer["outcome"]) == ("FULFILLED_HERE", "DONE")
    listing = Listing.objects.get()
    assert (listing.status, listing.fulfilled_with) == ("fulfilled", thread.initiator)
    assert DBTaskResult.objects.count() == 1  # the word to everybody else
    ended = {"deal": "ENDED", "listing": None}
    assert seen(client, graphql, other, other.initiator) == ended


@pytest.mark.parametrize("name", DEALS)
def test_who_asked_does_not_decide_of_the_listing(client, act, thread, name):
    client.force_login(thread.initiator)

    answer = act(name, thread)

    assert answer == {
        "conversation": None,
        "errors": [{"field": None, "code": "not_owner"}],
    }
    assert Listing.objects.get().status == "published"


def test_what_ended_stays_ended(act, thread):
    Listing.objects.update(status="withdrawn")

    refused = [act(name, thread)["errors"] for name in DEALS]

    assert refused == [[{"field": None, "code": "state_changed"}]] * 3
    assert Listing.objects.get().status == "withdrawn"
    assert not Participant.objects.exclude(outcome="").exists()


@pytest.mark.parametrize("name", DEALS)
def test_other_people_have_no_deal(client, graphql, thread, name):
    reserve(thread, thread.listing.author)
    document = DEAL.replace("NAME", name)

    client.logout()
    assert codes(graphql(document, id=global_id(thread))) == ["UNAUTHENTICATED"]
    client.force_login(UserFactory())
    assert codes(graphql(document, id=global_id(thread))) == ["NOT_FOUND"]

    assert Listing.objects.get().status == "reserved"


def test_each_says_what_became_of_it_for_themselves(client, graphql, thread):
    def say(user, **said):
        client.force_login(user)
        answer = graphql(OUTCOME, id=global_id(thread), **said)["data"]
        assert answer["recordOutcome"]["errors"] == []
        return answer["recordOutcome"]["conversation"]

    owner, asker = thread.listing.author, thread.initiator
    failed = {"outcome": "NOT_DONE", "reason": "NOT_COME", "note": "Personne."}
    assert say(owner, **failed) == {
        "outcome": "NOT_DONE",
        "outcomeReason": "NOT_COME",
        "outcomeNote": "Personne.",
    }
    assert say(asker, outcome="DONE") == {
        "outcome": "DONE",
        "outcomeReason": None,
        "outcomeNote": "",
    }
    assert thread.side_of(owner).outcome_reason == "not_come"
    assert say(owner, outcome="DONE", reason="OTHER")["outcomeReason"] is None


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"outcome": "NOT_DONE"}, None, "outcome_reason"),
        ({"outcome": "DONE", "note": "x" * 301}, "note", "max_length"),
    ],
)
def test_an_outcome_that_is_not_whole_is_not_kept(graphql, thread, said, field, code):
    answer = graphql(OUTCOME, id=global_id(thread), **said)["data"]["recordOutcome"]

    assert answer["conversation"] is None
    assert [(one["field"], one["code"]) for one in answer["errors"]] == [(field, code)]
    assert not Participant.objects.exclude(outcome="").exists()


def test_other_people_say_nothing_of_it(client, graphql, thread):
    said = {"id": global_id(thread), "outcome": "DONE"}

    client.logout()
    assert codes(graphql(OUTCOME, **said)) == ["UNAUTHENTICATED"]
    client.force_login(UserFactory())
    assert codes(graphql(OUTCOME, **said)) == ["NOT_FOUND"]

    assert not Participant.objects.exclude(outcome="").exists()
