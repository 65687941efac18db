import pytest
from django.urls import reverse

from tests.factories import InfoPageFactory, ListingFactory

pytestmark = pytest.mark.django_db
SEARCH = reverse("cms:search")


def test_one_search_finds_pages_and_listings(client):
    InfoPageFactory(title="Les légumes de saison")
    ListingFactory(title="Panier de légumes")
    ListingFactory(title="Tonte de pelouse")

    html = client.get(SEARCH, {"q": "legume"}).content.decode()

    assert "Les légumes de saison" in html
    assert "Panier de légumes" in html
    assert "Tonte de pelouse" not in html


def test_drafts_and_needs_of_members_stay_hidden_from_visitors(client):
    InfoPageFactory(title="Un brouillon de légumes", live=False)
    ListingFactory(title="Besoin de légumes", need=True)

    html = client.get(SEARCH, {"q": "légumes"}).content.decode()

    assert "Un brouillon" not in html
    assert "Besoin de légumes" not in html
    assert "Rien ne répond à ces mots." in html


@pytest.mark.parametrize("words", ["", '"', "*", "\0", "le la", "mot " * 600, "' OR 1"])
def test_any_words_are_harmless(client, words):
    answer = client.get(SEARCH, {"q": words})

    assert answer.status_code == 200
    assert not answer.context.get("listings")


def test_words_come_back_escaped(client):
    html = client.get(SEARCH, {"q": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in html


@pytest.mark.parametrize("how_many", [1, 6])
def test_the_search_costs_the_same_whatever_it_finds(
    client, django_assert_num_queries, how_many
):
    InfoPageFactory.create_batch(how_many, title="Les légumes")
    ListingFactory.create_batch(how_many, title="Panier de légumes")

    with django_assert_num_queries(8):
        answer = client.get(SEARCH, {"q": "légumes"})

    assert len(answer.context["pages"]) == len(answer.context["listings"]) == how_many
