"""What the author of a listing reads of it, and the change that waits."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from listings.models import Listing, ListingEdit
from moderation.models import Case
from tests.factories import ListingFactory, PhotoFactory, UserFactory
from tests.graphql_api.test_messaging import global_id

pytestmark = pytest.mark.django_db
CHANGE = """title description reachKm availability urgent audience waitsSince
  category { slug } commune { insee } price { label amount } photos { id alt }"""
READ = f"query ($id: ID!) {{ listing(id: $id) {{ acts waitingEdit {{ {CHANGE} }} }} }}"
EDIT = """mutation ($input: EditListingInput!) { editListing(input: $input) {
  isInReview listing { title waitingEdit { title } photos { alt } }
  errors { field code } } }"""
DISCARD = """mutation ($id: ID!) { discardListingEdit(input: {id: $id}) {
  listing { title acts waitingEdit { title } } errors { code } } }"""
MINE = f"""{{ me {{ listings {{ edges {{ node {{
  acts waitingEdit {{ {CHANGE} }} }} }} }} }} }}"""
HELD = "Payez d’avance par mandat cash."  # by a rule


@pytest.fixture
def newcomer():
    return UserFactory(trusted_at=None)


def edited(graphql, listing, **changes):
    given = {"id": global_id(listing), **changes}
    payload = graphql(EDIT, input=given)["data"]["editListing"]
    assert payload["errors"] == []
    return payload


def test_an_author_reads_what_waits_and_nobody_else(client, graphql, newcomer):
    listing = ListingFactory(author=newcomer)
    photo = PhotoFactory(owner=newcomer, listing=listing)
    client.force_login(newcomer)

    payload = edited(
        graphql,
        listing,
        title="Je taille aussi",
        category="dons-prets",
        commune="58194",
        price="5.50",
        photos=[global_id(photo)],
    )

    assert payload["isInReview"] is True
    assert payload["listing"]["title"] == "Je tonds votre pelouse"
    assert payload["listing"]["waitingEdit"] == {"title": "Je taille aussi"}
    told = graphql(READ, id=global_id(listing))["data"]["listing"]
    change = told["waitingEdit"]
    since = ListingEdit.objects.get().created_at
    assert change.pop("waitsSince") == since.isoformat()
    assert change == {
        "title": "Je taille aussi",
        "description": listing.description,
        "reachKm": listing.reach_km,
        "availability": listing.availability,
        "urgent": False,
        "audience": "PUBLIC",
        "category": {"slug": "dons-prets"},
        "commune": {"insee": "58194"},
        "price": {"label": "5,50\u00a0€", "amount": "5.50"},
        "photos": [{"id": global_id(photo), "alt": "Je taille aussi"}],
    }
    assert told["acts"] == ["EDIT", "DISCARD_EDIT", "CLOSE", "WITHDRAW"]
    for reader in (UserFactory(), None):
        client.force_login(reader) if reader else client.logout()
        told = graphql(READ, id=global_id(listing))["data"]["listing"]
        assert told == {"acts": [], "waitingEdit": None}


def test_what_waits_is_taken_back_and_its_case_closed(client, graphql, newcomer):
    listing = ListingFactory(author=newcomer)
    client.force_login(newcomer)
    edited(graphql, listing, title="Je taille aussi")
    assert Case.objects.open().exists()

    for _twice in range(2):
        payload = graphql(DISCARD, id=global_id(listing))["data"]["discardListingEdit"]
        assert payload == {
            "listing": {
                "title": "Je tonds votre pelouse",
                "acts": ["EDIT", "CLOSE", "WITHDRAW"],
                "waitingEdit": None,
            },
            "errors": [],
        }

    assert not ListingEdit.objects.exists()
    assert not Case.objects.open().exists()


def test_nobody_takes_back_the_change_of_another(client, graphql, newcomer):
    listing = ListingFactory(author=newcomer)
    client.force_login(newcomer)
    edited(graphql, listing, title="Je taille aussi")
    client.force_login(UserFactory())

    answer = graphql(DISCARD, id=global_id(listing))

    assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert ListingEdit.objects.exists()


@pytest.mark.parametrize(
    ("status", "days", "acts"),
    [
        ("published", 60, ["EDIT", "CLOSE", "WITHDRAW"]),
        ("published", 1, ["RENEW", "EDIT", "CLOSE", "WITHDRAW"]),
        ("expired", -1, ["RENEW", "EDIT"]),
        ("hidden", 60, []),
    ],
)
def test_authors_are_told_what_they_may_do(client, graphql, status, days, acts):
    until = timezone.now() + timedelta(days=days)
    listing = ListingFactory(status=status, expires_at=until)
    client.force_login(listing.author)

    told = graphql(READ, id=global_id(listing))["data"]["listing"]

    assert told == {"acts": acts, "waitingEdit": None}


def test_the_words_of_photos_change_and_their_order_stays(client, graphql):
    listing = ListingFactory()
    photos = [
        PhotoFactory(owner=listing.author, listing=listing, position=place, alt=alt)
        for place, alt in enumerate(["Le jardin", "La haie"])
    ]
    client.force_login(listing.author)
    said = [{"id": global_id(photos[1]), "alt": "La haie taillée"}]

    payload = edited(graphql, listing, photoAlts=said)

    words = [{"alt": "Le jardin"}, {"alt": "La haie taillée"}]
    assert payload["listing"]["photos"] == words
    said[0]["alt"] = "a" * 201
    refused = graphql(EDIT, input={"id": global_id(listing), "photoAlts": said})
    errors = refused["data"]["editListing"]["errors"]
    assert errors == [{"field": "photos", "code": "max_length"}]


def test_price_notes_and_readers_are_told(graphql):
    listing = ListingFactory(price_note="prix libre le samedi")
    query = f'{{ listing(code: "{listing.code}") {{ audience price {{ note }} }} }}'

    assert graphql(query)["data"]["listing"] == {
        "audience": "PUBLIC",
        "price": {"note": "prix libre le samedi"},
    }


def test_changes_cost_the_same_however_many_wait(client, graphql):
    author = UserFactory()
    client.force_login(author)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            edges = graphql(MINE)["data"]["me"]["listings"]["edges"]
        assert all(edge["node"]["waitingEdit"] for edge in edges)
        return len(asked)

    def one_more(commune):
        listing = ListingFactory(author=author)
        photo = PhotoFactory(owner=author, listing=listing)
        changes = {"commune": commune, "photos": [global_id(photo)]}
        edited(graphql, listing, description=HELD, **changes)

    one_more("58194")
    before = cost()
    for commune in ("58086", "58079", "58303"):
        one_more(commune)

    assert cost() == before
    assert Listing.objects.count() == 4
