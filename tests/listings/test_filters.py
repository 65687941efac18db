"""The site and the API ask the same of lists, each in its words."""

import pytest
from django.urls import reverse

from listings.models import PriceKind
from territory.models import Commune
from tests.factories import ListingFactory

pytestmark = pytest.mark.django_db
NAMES = ("Prémery", "Giry", "Nevers")


@pytest.fixture
def offers():
    for name in NAMES:
        ListingFactory(title=name, commune=Commune.objects.get(name=name))
    ListingFactory(title="Pain", category_id="animaux", price_kind=PriceKind.AGREED)
    ListingFactory(title="Besoin", need=True, audience="public")


def on_the_site(client, asked):
    answer = client.get(reverse("listings:list"), asked)
    return [listing.title for listing in answer.context["page_obj"]]


def by_the_api(client, arguments):
    query = f"{{ listings({arguments}) {{ edges {{ node {{ title }} }} }} }}"
    answer = client.post("/graphql/", {"query": query}, "application/json").json()
    return [edge["node"]["title"] for edge in answer["data"]["listings"]["edges"]]


@pytest.mark.parametrize(
    ("asked", "arguments", "found"),
    [
        ({"kind": "need"}, "kind: NEED", ["Besoin"]),
        ({"category": "animaux"}, 'category: "animaux"', ["Pain"]),
        (
            {"free": "on"},
            "free: true",
            ["Besoin", "Nevers", "Giry", "Prémery"],
        ),
        ({"search": "nevers"}, 'search: "nevers"', ["Nevers"]),
        (
            {"search": "le la", "kind": "need"},
            'search: "le la", kind: NEED',
            ["Besoin"],
        ),
        ({"commune": "Giry"}, 'commune: "58127"', ["Giry"]),
        (
            {"commune": "Giry", "within_km": "25", "kind": "offer"},
            'commune: "58127", withinKm: 25, kind: OFFER',
            ["Pain", "Giry", "Prémery"],
        ),
        (
            {"commune": "Giry", "within_km": "100", "order": "nearest"},
            'commune: "58127", withinKm: 100, orderBy: NEAREST',
            ["Giry", "Besoin", "Pain", "Prémery", "Nevers"],
        ),
    ],
)
def test_the_site_and_the_api_find_the_same(client, offers, asked, arguments, found):
    assert on_the_site(client, asked) == found
    assert by_the_api(client, arguments) == found


def test_what_is_not_free(client, offers):
    assert by_the_api(client, "free: false") == ["Pain"]
    assert len(on_the_site(client, {"free": ""})) == 5


def test_nearest_of_a_commune(client, offers):
    """« cette commune » is a choice of the site; the API says nothing of a distance."""
    nearest = {"commune": "Nevers", "within_km": "", "order": "nearest"}
    assert on_the_site(client, nearest) == ["Nevers"]
    everywhere = by_the_api(client, 'commune: "58194", orderBy: NEAREST, kind: OFFER')
    assert everywhere == ["Nevers", "Pain", "Prémery", "Giry"]


@pytest.mark.parametrize(
    "asked",
    [{"category": "x"}, {"kind": "x"}, {"within_km": "7"}, {"commune": "Paris"}],
)
def test_the_site_says_what_it_did_not_understand(client, offers, asked):
    answer = client.get(reverse("listings:list"), asked)
    assert list(answer.context["filter"].errors) == list(asked)


def test_the_words_asked_are_shown_again(client, offers):
    html = client.get(reverse("listings:list"), {"search": "Légumes"}).content.decode()
    assert "« Légumes »" in html.replace("\u00a0", " ")


@pytest.mark.parametrize("asked", [{"within_km": "25"}, {"order": "nearest"}])
def test_a_distance_from_nowhere_is_forgotten_on_the_site(client, offers, asked):
    assert on_the_site(client, asked) == ["Besoin", "Pain", "Nevers", "Giry", "Prémery"]
