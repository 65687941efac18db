"""`Listing.canContact` and the button of the page tell what the act will answer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from listings.models import ListingKind
from listings.states import ListingStatus
from messaging.actions import start_conversation
from messaging.actions.reach import obstacle_to_start
from tests.factories import (
    BlockFactory,
    ListingFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
LISTS = "{ listings { edges { node { code canContact } } } }"
ONE = "query ($code: String) { listing(code: $code) { canContact } }"


def aged(age):
    soon = timezone.localdate() + timedelta(days=30)
    return UserFactory(adult_on=soon if age == "minor" else None)


def said_of(listing, client, graphql) -> dict[str, bool]:
    """What each door says to the person of `client`: a list, one listing, the page."""
    edges = graphql(LISTS)["data"]["listings"]["edges"]
    found = {edge["node"]["code"]: edge["node"]["canContact"] for edge in edges}
    page = client.get(listing.get_absolute_url()).content.decode()
    return {
        "list": found[listing.code],
        "one": graphql(ONE, code=listing.code)["data"]["listing"]["canContact"],
        "page": f'href="{reverse("messaging:write", args=[listing.code])}"' in page,
    }


def test_the_reason_is_the_one_of_the_page(client, graphql):
    listing, viewer = ListingFactory(), UserFactory()
    BlockFactory(blocker=viewer, blocked=listing.author)
    query = f'{{ listing(code: "{listing.code}") {{ obstacle {{ code message }} }} }}'
    assert graphql(query)["data"]["listing"] == {"obstacle": None}
    client.force_login(viewer)

    obstacle = graphql(query)["data"]["listing"]["obstacle"]

    assert obstacle["code"] == "blocked_by_you"
    assert obstacle["message"] in client.get(listing.get_absolute_url()).text
    client.force_login(UserFactory())
    assert graphql(query)["data"]["listing"] == {"obstacle": None}


@pytest.mark.parametrize("blocks", ["nobody", "viewer", "author"])
@pytest.mark.parametrize("author_age", ["adult", "minor"])
@pytest.mark.parametrize("age", ["adult", "minor"])
def test_all_doors_say_what_the_act_says(client, graphql, age, author_age, blocks):
    viewer, author = aged(age), aged(author_age)
    listing = ListingFactory(author=author)
    if blocks != "nobody":
        pair = (viewer, author) if blocks == "viewer" else (author, viewer)
        BlockFactory(blocker=pair[0], blocked=pair[1])
    client.force_login(viewer)

    told = set(said_of(listing, client, graphql).values())

    allowed = obstacle_to_start(viewer, author) is None
    # Only the act answers an adult about a minor, and whoever is kept away.
    silent = blocks == "author" or (age, author_age) == ("adult", "minor")
    own_reason = blocks == "viewer" or (age, author_age) == ("minor", "adult")
    assert told == {(silent or allowed) and not own_reason}
    assert allowed is not (silent or own_reason)


def test_the_block_of_somebody_else_changes_nothing(client, graphql):
    listing = ListingFactory()
    BlockFactory(blocked=listing.author)
    client.force_login(UserFactory())

    assert set(said_of(listing, client, graphql).values()) == {True}


def test_who_is_suspended_is_told_so(client, graphql):
    listing = ListingFactory()
    client.force_login(UserFactory(is_suspended=True))

    assert graphql(ONE, code=listing.code)["data"]["listing"] == {"canContact": False}


def test_visitors_and_authors_are_told_no(client, graphql):
    own = ListingFactory()
    ended = ListingFactory(author=own.author, status=ListingStatus.EXPIRED)
    assert graphql(ONE, code=own.code)["data"]["listing"] == {"canContact": False}
    client.force_login(own.author)

    for listing in (own, ended):
        said = graphql(ONE, code=listing.code)["data"]["listing"]
        assert said == {"canContact": False}


def test_the_page_says_why_and_what_was_begun_keeps_its_button(client, graphql):
    me, author = aged("minor"), aged("minor")
    begun, other = ListingFactory.create_batch(2, author=author)
    start_conversation(begun, me, "Salut")
    author.adult_on = timezone.localdate()
    author.save(update_fields=["adult_on"])
    client.force_login(me)

    assert said_of(begun, client, graphql)["page"]
    assert not said_of(other, client, graphql)["page"]
    BlockFactory(blocker=me, blocked=author)
    page = client.get(begun.get_absolute_url()).content.decode()
    assert "Vous avez bloqué cette personne." in page


def queries_of(graphql, query) -> int:
    with CaptureQueriesContext(connection) as queries:
        graphql(query)
    return len(queries)


@pytest.mark.parametrize("who", ["visitor", "adult", "minor"])
def test_a_list_costs_the_same_whatever_its_length(client, graphql, who):
    if who != "visitor":
        viewer = aged(who)
        client.force_login(viewer)
    plain = LISTS.replace(" canContact", "")
    costs = []
    for more in (1, 9):
        for _number in range(more):
            ListingFactory(author=aged("minor"), kind=ListingKind.OFFER)
            if who != "visitor":
                BlockFactory(blocker=viewer, blocked=ListingFactory().author)
        costs.append(queries_of(graphql, LISTS) - queries_of(graphql, plain))

    assert costs == ([0, 0] if who == "visitor" else [1, 1])
