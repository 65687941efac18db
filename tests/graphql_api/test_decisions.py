"""Decisions about oneself, and contesting them, through the API."""

import pytest
from graphql_relay import to_global_id

from listings.models import Listing
from moderation.models import Action, Appeal, Case
from moderation.notices.contesting import contest_answer
from moderation.people import ModeratedPerson
from tests.factories import ConversationFactory, ListingFactory, UserFactory
from tests.judging import judge
from tests.moderation.notices.test_contesting import answered

pytestmark = pytest.mark.django_db
FIELDS = """id action headline subject ground facts rule automated scope
    duration until contestUntil
    appeal { status words answer { action facts } }"""
MINE = f"{{ me {{ decisions {{ totalCount edges {{ node {{ {FIELDS} }} }} }} }} }}"
CONTEST = f"""mutation ($id: ID!, $words: String!) {{
    appealDecision(input: {{decisionId: $id, words: $words}}) {{
        decision {{ {FIELDS} }} errors {{ field code }} }} }}"""
MEANS = "{ me { decisions { edges { node { action means } } } } }"
REPORTED = "Signalé, puis décidé par une personne de la modération."
WORDS = "Ce numéro est celui de la mairie."


def global_id(decision):
    return to_global_id("Decision", str(decision.public_id))


def mine(graphql):
    edges = graphql(MINE)["data"]["me"]["decisions"]["edges"]
    return [edge["node"] for edge in edges]


def test_a_person_reads_what_was_decided_about_them(client, graphql):
    decision = judge(ListingFactory())
    judge(ListingFactory())
    client.force_login(decision.owner)

    [found] = mine(graphql)

    assert found == {
        "id": global_id(decision),
        "action": "HIDE",
        "headline": "Votre annonce est masquée",
        "subject": "Je tonds votre pelouse",
        "ground": "CONTACT",
        "facts": "Un numéro de téléphone.",
        "rule": "Une annonce ne contient ni téléphone, ni courriel, ni adresse, ni"
        " lien.",
        "automated": False,
        "scope": "Personne d’autre que vous ne la voit, ni sur le site ni par les"
        " applications.",
        "duration": "Sans limite de durée, sauf nouvelle décision.",
        "until": None,
        "contestUntil": decision.contest_until.isoformat(),
        "appeal": None,
    }


def test_a_person_reads_that_it_was_reported(client, graphql):
    notice = answered(action=Action.HIDE)
    reopened = answered(action=Action.KEEP)
    contest_answer(reopened, WORDS)
    again = Case.objects.get(pk=Appeal.objects.get().case_id)
    judge(Listing.objects.get(public_id=again.target_id))

    for person in (notice.decision.owner, reopened.decision.owner):
        client.force_login(person)
        edges = graphql(MEANS)["data"]["me"]["decisions"]["edges"]
        means = {edge["node"]["action"]: edge["node"]["means"] for edge in edges}
        assert means["HIDE"] == REPORTED


def test_an_appeal_is_made_and_answered(client, graphql):
    listing = ListingFactory()
    decision = judge(listing)
    client.force_login(decision.owner)

    answer = graphql(CONTEST, id=global_id(decision), words=WORDS)

    payload = answer["data"]["appealDecision"]
    assert payload["errors"] == []
    assert payload["decision"]["appeal"] == {
        "status": "WAITING",
        "words": WORDS,
        "answer": None,
    }
    again = graphql(CONTEST, id=global_id(decision), words=WORDS)
    assert again["data"]["appealDecision"]["errors"] == [
        {"field": None, "code": "already_contested"}
    ]
    judge(listing, Action.RESTORE, "C’est juste.")
    first = mine(graphql)[-1]["appeal"]
    assert first["status"] == "UPHELD"
    assert first["answer"] == {"action": "RESTORE", "facts": "C’est juste."}


@pytest.mark.parametrize(
    ("words", "code"), [("", "required"), ("a" * 2001, "max_length")]
)
def test_reasons_are_checked_as_on_the_site(client, graphql, words, code):
    decision = judge(ListingFactory())
    client.force_login(decision.owner)

    answer = graphql(CONTEST, id=global_id(decision), words=words)

    assert answer["data"]["appealDecision"]["errors"] == [
        {"field": "words", "code": code}
    ]
    assert not Appeal.objects.exists()


def test_decisions_of_others_are_not_found(client, graphql):
    decision = judge(ListingFactory())
    node = "query ($id: ID!) { node(id: $id) { id } }"

    for person in (None, UserFactory()):
        if person:
            client.force_login(person)
        answer = graphql(CONTEST, id=global_id(decision), words=WORDS)
        code = "NOT_FOUND" if person else "UNAUTHENTICATED"
        assert answer["errors"][0]["extensions"]["code"] == code
        assert graphql(node, id=global_id(decision))["data"]["node"] is None
    assert not Appeal.objects.exists()


def test_a_suspended_person_contests(client, graphql):
    person = UserFactory()
    decision = judge(person, Action.BAN)
    client.force_login(person)

    answer = graphql(CONTEST, id=global_id(decision), words=WORDS)

    assert answer["data"]["appealDecision"]["errors"] == []
    assert Appeal.objects.get().case.target_kind == ModeratedPerson.kind


@pytest.mark.parametrize("how_many", [1, 12])
def test_decisions_cost_the_same_whatever_their_number(
    client, resident, graphql, django_assert_num_queries, how_many
):
    for _number in range(how_many):
        judge(ListingFactory(author=resident))
    client.force_login(resident)

    with django_assert_num_queries(4):  # session, person, decisions, count
        assert len(mine(graphql)) == how_many


def test_an_author_finds_the_decision_that_hides_a_listing(client, graphql):
    listing = ListingFactory()
    asked = f'{{ listing(code: "{listing.code}") {{ moderationDecision }} }}'
    assert graphql(asked)["data"]["listing"] == {"moderationDecision": None}
    decision = judge(listing)
    client.force_login(listing.author)

    told = graphql(asked)["data"]["listing"]["moderationDecision"]

    assert told == global_id(decision)
    node = graphql(f'{{ node(id: "{told}") {{ ... on Decision {{ facts }} }} }}')
    assert node["data"]["node"] == {"facts": decision.facts}


def test_an_author_reads_why_a_listing_is_hidden_and_nobody_else(client, graphql):
    listing = ListingFactory()
    thread = ConversationFactory(listing=listing)
    one = f'{{ listing(code: "{listing.code}") {{ moderationReason }} }}'
    own = "{ me { listings { edges { node { moderationReason } } } } }"
    inside = "edges { node { listing { moderationReason } } }"
    there = f"{{ me {{ conversations {{ {inside} }} }} }}"
    assert graphql(one)["data"]["listing"] == {"moderationReason": None}
    judge(listing)
    client.force_login(listing.author)

    assert graphql(one)["data"]["listing"] == {
        "moderationReason": "Un numéro de téléphone."
    }
    for query, name in ((own, "listings"), (there, "conversations")):
        [edge] = graphql(query)["data"]["me"][name]["edges"]
        node = edge["node"].get("listing", edge["node"])
        assert node == {"moderationReason": "Un numéro de téléphone."}
    client.force_login(thread.initiator)
    assert graphql(one)["data"]["listing"] is None
    [edge] = graphql(there)["data"]["me"]["conversations"]["edges"]
    assert edge["node"] == {"listing": None}
