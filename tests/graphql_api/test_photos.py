"""Photos through the API: sent one by one, then named by their listing."""

from io import BytesIO

import pytest
from django.test import Client
from graphql_relay import from_global_id, to_global_id

from listings.models import Listing
from listings.photos.models import Photo
from tests.factories import ListingFactory, PhotoFactory, UserFactory
from tests.listings.pictures import awkward, drawn

pytestmark = pytest.mark.django_db
UPLOAD = "/api/photos/"
PUBLISH = """mutation ($input: PublishListingInput!) { publishListing(input: $input) {
  listing { photos { id alt } } errors { field code message } } }"""
EDIT = """mutation ($input: EditListingInput!) { editListing(input: $input) {
  listing { photos { alt } } errors { field code } } }"""
LISTINGS = """{ listings { edges { node { title
  photos { id url width height alt sizes { url width height } } } } } }"""


def global_id(row):
    return to_global_id(type(row).__name__, row.public_id)


def publication(resident, **changes):
    ordinary = {
        "kind": "NEED",
        "category": "jardin-bois",
        "title": "Du bois à fendre",
        "description": "Trois stères.",
        "commune": resident.commune_id,
    }
    return {**ordinary, **changes}


def code(answer):
    return answer.json()["errors"][0]["code"]


@pytest.fixture
def signed_in(client, resident):
    client.force_login(resident)
    return resident


def test_a_photo_is_sent_then_shown_by_its_listing(
    client, graphql, signed_in, settings
):
    file = awkward("01-exif-gps-orientation6.jpg")
    answer = client.post(UPLOAD, {"file": file, "alt": "Le bois"})

    assert answer.status_code == 201
    sent = answer.json()
    photo = Photo.objects.get()
    assert sent == {
        "id": global_id(photo),
        "url": f"{settings.SITE_URL}/photos/{photo.public_id}/900.webp",
        "width": 900,
        "height": 1200,
    }
    published = graphql(PUBLISH, input=publication(signed_in, photos=[sent["id"]]))
    assert published["data"]["publishListing"] == {
        "listing": {"photos": [{"id": sent["id"], "alt": "Le bois"}]},
        "errors": [],
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("05-truncated.jpg", "photo_damaged"),
        ("06-bomb-25000x25000.png", "photo_too_many_pixels"),
        ("08-script.svg", "photo_format"),
        ("12-empty.jpg", "photo_empty"),
        ("16-one-pixel.png", "photo_too_small"),
    ],
)
def test_what_is_no_photo_is_refused(client, signed_in, name, expected):
    answer = client.post(UPLOAD, {"file": awkward(name)})
    error = answer.json()["errors"][0]
    assert (answer.status_code, error["field"], error["code"]) == (
        400,
        "file",
        expected,
    )
    assert error["message"]
    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    ("data", "field", "expected"),
    [({}, "file", "required"), ({"alt": "é" * 201}, "alt", "max_length")],
)
def test_a_form_without_file_or_with_long_words_is_refused(
    client, signed_in, data, field, expected
):
    errors = client.post(UPLOAD, data).json()["errors"]
    assert (field, expected) in [(one["field"], one["code"]) for one in errors]


def test_a_heavy_request_is_refused_before_it_is_read(client, signed_in):
    heavy = {
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
        "CONTENT_LENGTH": "30000000",
        "wsgi.input": Unread(),
    }
    answer = client.generic("POST", UPLOAD, **heavy)
    assert (answer.status_code, code(answer)) == (413, "LIMIT_EXCEEDED")


class Unread(BytesIO):
    def read(self, *args):
        raise AssertionError("The body was read.")


@pytest.mark.parametrize(
    ("method", "content_type", "status"),
    [("GET", "", 405), ("PUT", "", 405), ("POST", "application/json", 415)],
)
def test_other_requests_are_refused(client, signed_in, method, content_type, status):
    answer = client.generic(method, UPLOAD, b"{}", content_type)
    assert (answer.status_code, code(answer)) == (status, "BAD_USER_INPUT")


def test_nobody_sends_photos_without_signing_in(client):
    answer = client.post(UPLOAD, {"file": drawn()})
    assert (answer.status_code, code(answer)) == (401, "UNAUTHENTICATED")
    assert not Photo.objects.exists()


def test_a_cookie_must_pass_csrf(resident):
    client = Client(enforce_csrf_checks=True)
    client.force_login(resident)
    answer = client.post(UPLOAD, {"file": drawn()})
    assert (answer.status_code, code(answer)) == (403, "FORBIDDEN")
    assert not Photo.objects.exists()
    client.cookies["csrftoken"] = token = "a" * 32
    headers = {"X-CSRFToken": token}
    assert client.post(UPLOAD, {"file": drawn()}, headers=headers).status_code == 201


def test_an_application_sends_and_reads_photos_with_its_session_token():
    resident = UserFactory()
    resident.set_password("entraide-demo")
    resident.save()
    client = Client(enforce_csrf_checks=True)
    token = session_token(client, resident)
    headers = {"X-Session-Token": token, "Origin": "https://ailleurs.example"}
    answer = client.post(UPLOAD, {"file": drawn(size=(400, 300))}, headers=headers)

    assert answer.status_code == 201
    assert answer["Access-Control-Allow-Origin"] == "*"
    photo = Photo.objects.get()
    assert photo.owner == resident
    assert client.get(photo.url(400)).status_code == 404
    read = client.get(photo.url(400), headers=headers)
    assert (read.status_code, read["Access-Control-Allow-Origin"]) == (200, "*")
    wrong = client.post(UPLOAD, {"file": drawn()}, headers={"X-Session-Token": "x"})
    assert wrong.status_code == 401


def session_token(client, user):
    answer = client.post(
        "/_allauth/app/v1/auth/login",
        {"email": user.email, "password": "entraide-demo"},
        content_type="application/json",
    )
    return answer.json()["meta"]["session_token"]


def test_other_origins_may_send_a_session_token(client):
    answer = client.options(
        UPLOAD,
        headers={
            "Origin": "https://ailleurs.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "x-session-token",
        },
    )
    assert "x-session-token" in answer["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("whose", ["theirs", "attached", "unknown", "a listing"])
def test_a_photo_that_is_not_free_is_unknown(graphql, signed_in, whose):
    photo = {
        "theirs": PhotoFactory,
        "attached": lambda: PhotoFactory(listing=ListingFactory(author=signed_in)),
        "unknown": lambda: PhotoFactory.build(owner=signed_in),
        "a listing": ListingFactory,
    }[whose]()
    before = set(Listing.objects.all())
    answer = graphql(PUBLISH, input=publication(signed_in, photos=[global_id(photo)]))

    payload = answer["data"]["publishListing"]
    assert payload["listing"] is None
    assert [(one["field"], one["code"]) for one in payload["errors"]] == [
        ("photos", "photo_unknown")
    ]
    assert set(Listing.objects.all()) == before


def test_seven_photos_are_too_many(graphql, signed_in):
    seven = PhotoFactory.create_batch(7, owner=signed_in)
    ids = [global_id(photo) for photo in seven]
    answer = graphql(PUBLISH, input=publication(signed_in, photos=ids))
    assert answer["data"]["publishListing"]["errors"] == [
        {
            "field": "photos",
            "code": "photos_too_many",
            "message": "Une annonce montre 6 photos au plus.",
        }
    ]
    assert not Listing.objects.exists()


def test_an_edit_replaces_orders_or_keeps_the_photos(client, graphql):
    listing = ListingFactory()
    client.force_login(listing.author)
    one, two = (PhotoFactory(listing=listing, position=n, alt=str(n)) for n in (0, 1))
    three = PhotoFactory(owner=listing.author, alt="2")

    def edited(**changes):
        answer = graphql(EDIT, input={"id": global_id(listing), **changes})
        payload = answer["data"]["editListing"]
        assert payload["errors"] == []
        return [photo["alt"] for photo in payload["listing"]["photos"]]

    assert edited(title="Neuf") == ["0", "1"]
    assert edited(photos=None) == ["0", "1"]
    assert edited(photos=[global_id(three), global_id(one)]) == ["2", "0"]
    assert not Photo.objects.filter(pk=two.pk).exists()
    assert edited(photos=[]) == []


def test_the_photos_of_a_listing(graphql, settings):
    listing = ListingFactory(title="Un vélo")
    photo = PhotoFactory(listing=listing)
    PhotoFactory(listing=listing, position=1, alt="La selle")
    node = graphql(LISTINGS)["data"]["listings"]["edges"][0]["node"]
    base = f"{settings.SITE_URL}/photos/{photo.public_id}"
    assert node["photos"][0] == {
        "id": global_id(photo),
        "url": f"{base}/800.webp",
        "width": 800,
        "height": 600,
        "alt": "Un vélo",
        "sizes": [
            {"url": f"{base}/400.webp", "width": 400, "height": 300},
            {"url": f"{base}/800.webp", "width": 800, "height": 600},
        ],
    }
    assert node["photos"][1]["alt"] == "La selle"
    assert from_global_id(node["photos"][0]["id"]).type == "Photo"


@pytest.mark.parametrize("how_many", [1, 15])
def test_photos_come_with_their_list(graphql, django_assert_num_queries, how_many):
    for _number in range(how_many):
        listing = ListingFactory()
        for position in range(2):
            PhotoFactory(listing=listing, position=position)
    with django_assert_num_queries(1):
        answer = graphql(LISTINGS)
    edges = answer["data"]["listings"]["edges"]
    assert [len(edge["node"]["photos"]) for edge in edges] == [2] * how_many
