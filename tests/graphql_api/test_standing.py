"""Trust, sellers and what waits for review, as front ends see them."""

import pytest
from graphql_relay import to_global_id

from accounts.models import SellerStatus
from listings.models import Listing, ListingEdit
from messaging.actions.reach import out_of_reach
from messaging.models import Message
from tests.factories import ListingFactory, UserFactory

pytestmark = pytest.mark.django_db
BAD = "Payez d’avance par mandat cash."
SIREN = "732829320"
EDIT = """mutation ($input: EditListingInput!) { editListing(input: $input) {
  isInReview listing { title } errors { field code } } }"""
PUBLISH = """mutation ($input: PublishListingInput!) { publishListing(input: $input) {
  listing { status seller { status } } errors { field code } } }"""
PROFILE = """mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) {
  me { seller { status businessName siren address } } errors { field code } } }"""
ME = "{ me { trust { level label allows next } } }"
LISTINGS = """{ listings(first: 20) { edges { node {
  author { displayName isVerified }
  seller { status businessName siren address } } } } }"""
START = """mutation ($input: StartConversationInput!) {
  startConversation(input: $input) { message { body } errors { code message } } }"""


def offer(**changes):
    return {
        "kind": "OFFER",
        "category": "dons-prets",
        "title": "Échelle",
        "description": "Trois mètres.",
        "commune": "58218",
        **changes,
    }


def test_another_front_end_learns_that_the_change_waits(client, graphql):
    listing = ListingFactory()
    client.force_login(listing.author)
    address = to_global_id("Listing", listing.public_id)

    answer = graphql(EDIT, input={"id": address, "description": BAD})
    again = graphql(EDIT, input={"id": address, "title": "Tonte du dimanche"})

    for said in (answer, again):  # the second keeps the words of the first
        payload = said["data"]["editListing"]
        assert payload["isInReview"] is True
        assert payload["listing"] == {"title": "Je tonds votre pelouse"}
    waiting = ListingEdit.objects.get().values
    assert (waiting["title"], waiting["description"]) == ("Tonte du dimanche", BAD)


def test_a_first_listing_is_pending(client, graphql):
    client.force_login(UserFactory(trusted_at=None))

    answer = graphql(PUBLISH, input=offer())["data"]["publishListing"]

    assert answer["errors"] == []
    assert answer["listing"]["status"] == "PENDING"


def test_what_a_rule_refuses_has_its_field_and_code(client, graphql, resident):
    client.force_login(resident)

    answer = graphql(PUBLISH, input=offer(title="Appelez le 06 39 98 45 12"))

    assert answer["data"]["publishListing"]["errors"] == [
        {"field": "title", "code": "refused_by_rule"}
    ]
    assert not Listing.objects.exists()


def test_a_price_needs_a_declared_seller(client, graphql):
    client.force_login(UserFactory(seller_status=SellerStatus.UNDECLARED))
    asked = offer(price="12")

    refused = graphql(PUBLISH, input=asked)["data"]["publishListing"]
    assert refused["errors"] == [{"field": "price", "code": "seller_undeclared"}]
    assert not Listing.objects.exists()

    declared = graphql(PROFILE, input={"sellerStatus": "PRIVATE"})["data"]
    assert declared["updateProfile"]["errors"] == []
    published = graphql(PUBLISH, input=asked)["data"]["publishListing"]
    assert published["listing"]["seller"] == {"status": "PRIVATE"}


def test_a_professional_gives_a_whole_identity(client, graphql):
    client.force_login(UserFactory(seller_status=""))
    said = {"sellerStatus": "PROFESSIONAL", "siren": "732 829 321"}

    answer = graphql(PROFILE, input=said)["data"]["updateProfile"]

    assert {(one["field"], one["code"]) for one in answer["errors"]} == {
        ("businessName", "required"),
        ("siren", "siren"),
        ("businessAddress", "required"),
    }
    said |= {"siren": "732 829 320", "businessName": "Ferme", "businessAddress": "Ici"}
    answer = graphql(PROFILE, input=said)["data"]["updateProfile"]
    assert answer["me"]["seller"] == {
        "status": "PROFESSIONAL",
        "businessName": "Ferme",
        "siren": SIREN,
        "address": "Ici",
    }


@pytest.mark.parametrize("how_many", [1, 12])
def test_sellers_and_verified_authors_cost_no_query(
    graphql, django_assert_num_queries, how_many
):
    author = UserFactory(
        seller_status="professional",
        business_name="Ferme",
        siren=SIREN,
        business_address="Ici",
        verified_at="2027-01-01T00:00Z",
    )
    ListingFactory.create_batch(how_many, author=author)

    with django_assert_num_queries(1):
        answer = graphql(LISTINGS)

    rows = answer["data"]["listings"]["edges"]
    assert len(rows) == how_many
    assert rows[0]["node"]["author"]["isVerified"] is True
    assert rows[0]["node"]["seller"]["siren"] == SIREN


def test_a_person_reads_how_far_they_are_known(client, graphql):
    client.force_login(UserFactory(trusted_at=None))

    trust = graphql(ME)["data"]["me"]["trust"]

    assert (trust["level"], trust["label"]) == ("CONFIRMED", "adresse confirmée")
    assert "Les 2 premières" in trust["allows"]
    assert "7 jours" in trust["next"]


def test_adults_and_minors_are_told_nothing_of_ages(client, graphql):
    listing = ListingFactory(author=UserFactory(adult_on="2200-01-01"))
    client.force_login(UserFactory())
    address = to_global_id("Listing", listing.public_id)

    answer = graphql(START, input={"listing": address, "body": "Bonjour"})

    [mistake] = answer["data"]["startConversation"]["errors"]
    assert mistake["code"] == "correspondent_left"
    assert mistake["message"] == out_of_reach().messages[0]
    assert not Message.objects.exists()
