"""A front end without cookies: it signs in, then names its session in a header."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from graphql_relay import to_global_id

from listings.models import Listing
from messaging.models import Message
from tests.factories import ListingFactory

pytestmark = pytest.mark.django_db
ME = "{ me { email } }"
PUBLISH = """mutation ($input: PublishListingInput!) { publishListing(input: $input) {
  listing { title } errors { field code } } }"""
START = """mutation ($listing: ID!) { startConversation(input: {listing: $listing,
  body: "Bonjour"}) { message { body } errors { code } } }"""


@pytest.fixture
def token(resident):
    """What signing in gives to an application."""
    resident.set_password("un-panier-de-poireaux")
    resident.save()
    body = {"email": resident.email, "password": "un-panier-de-poireaux"}
    answer = Client().post(
        "/_allauth/app/v1/auth/login", body, content_type="application/json"
    )
    return answer.json()["meta"]["session_token"]


def ask(token, query, **variables):
    client = Client(enforce_csrf_checks=True)
    body = {"query": query, "variables": variables}
    return client.post(
        "/graphql/",
        body,
        content_type="application/json",
        headers={"X-Session-Token": token},
    )


def test_a_token_names_its_person(token, resident):
    assert ask(token, ME).json()["data"] == {"me": {"email": resident.email}}


def test_a_token_is_looked_up_once(token, django_assert_num_queries):
    with django_assert_num_queries(2):  # session, person
        answer = ask(token, "{ __typename }")
    assert answer.status_code == 200


def test_a_token_publishes_and_writes(token, resident):
    wanted = {
        "kind": "NEED",
        "category": "jardin-bois",
        "title": "Du bois à fendre",
        "description": "Trois stères.",
        "commune": resident.commune_id,
    }
    listing = to_global_id("Listing", ListingFactory().public_id)

    published = ask(token, PUBLISH, input=wanted).json()["data"]["publishListing"]
    started = ask(token, START, listing=listing).json()["data"]["startConversation"]

    assert published == {"listing": {"title": "Du bois à fendre"}, "errors": []}
    assert Listing.objects.filter(author=resident).count() == 1
    assert started == {"message": {"body": "Bonjour"}, "errors": []}
    assert Message.objects.get().author == resident


def refused(answer):
    code = answer.json()["errors"][0]["extensions"]["code"]
    return answer.status_code == 401 and code == "UNAUTHENTICATED"


@pytest.mark.parametrize("bad", ["", " ", "x", "é" * 300])
def test_a_token_that_names_nobody_is_refused(db, bad):
    assert refused(ask(bad, ME))


def test_a_token_ends_with_its_session(token):
    Session.objects.all().delete()

    assert refused(ask(token, ME))


def test_a_token_ends_with_the_account(token, resident):
    resident.is_active = False
    resident.save()

    assert refused(ask(token, ME))


def test_a_cookie_without_csrf_is_refused_even_with_a_token(token, resident):
    client = Client(enforce_csrf_checks=True)
    client.force_login(resident)

    answer = client.post(
        "/graphql/",
        {"query": START, "variables": {"listing": "x"}},
        content_type="application/json",
        headers={"X-Session-Token": token},
    )

    assert answer.status_code == 403
    assert answer.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert not Message.objects.exists()
