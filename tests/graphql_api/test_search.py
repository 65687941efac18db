"""Site-wide search: pages and listings in one list."""

import pytest

from tests.factories import InfoPageFactory, ListingFactory

pytestmark = pytest.mark.django_db
SEARCH = """query ($words: String!, $first: Int, $after: String) {
  search(words: $words, first: $first, after: $after) { totalCount
    pageInfo { hasNextPage hasPreviousPage endCursor }
    edges { cursor node { kind title url page { path } listing { code } } } } }"""


@pytest.fixture
def three(db):
    InfoPageFactory(title="Les légumes de saison", slug="saison")
    ListingFactory(title="Panier de légumes", code="AAAAAA")
    ListingFactory(title="Légume d’hiver", code="BBBBBB")
    ListingFactory(title="Tonte de pelouse")


def found(answer):
    nodes = [edge["node"] for edge in answer["data"]["search"]["edges"]]
    return [node["title"] for node in nodes]


def test_pages_come_first_then_the_newest_listings(graphql, three, settings):
    answer = graphql(SEARCH, words="legume")["data"]["search"]
    assert answer["totalCount"] == 3
    page, newest, _oldest = [edge["node"] for edge in answer["edges"]]
    path = "/infos/saison/"
    assert page == {
        "kind": "PAGE",
        "title": "Les légumes de saison",
        "url": f"{settings.SITE_URL}{path}",
        "page": {"path": path},
        "listing": None,
    }
    assert (newest["kind"], newest["listing"]) == ("LISTING", {"code": "BBBBBB"})
    assert newest["url"].startswith(f"{settings.SITE_URL}/annonces/")


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_page_ends_in_either_list(graphql, three, size):
    titles, after = [], None
    while True:
        answer = graphql(SEARCH, words="légumes", first=size, after=after)
        titles += found(answer)
        info = answer["data"]["search"]["pageInfo"]
        assert info["hasPreviousPage"] == (after is not None)
        after = info["endCursor"]
        if not info["hasNextPage"]:
            break
    assert titles == ["Les légumes de saison", "Légume d’hiver", "Panier de légumes"]


def test_what_is_not_public_is_not_found(graphql, client, resident):
    InfoPageFactory(title="Un brouillon de légumes", live=False)
    ListingFactory(title="Besoin de légumes", need=True)
    assert found(graphql(SEARCH, words="légumes")) == []
    client.force_login(resident)
    assert found(graphql(SEARCH, words="légumes")) == ["Besoin de légumes"]


@pytest.mark.parametrize("words", ["", '"', "*", "\0", "le la", "mot " * 600, "' OR 1"])
def test_any_words_are_harmless(graphql, three, words):
    answer = graphql(SEARCH, words=words)["data"]["search"]
    assert (answer["totalCount"], answer["edges"]) == (0, [])


@pytest.mark.parametrize("after", ["x", "", "page:", "listing:x", "nothing:x", ":"])
def test_a_strange_cursor_is_refused(graphql, three, after):
    answer = graphql(SEARCH, words="légumes", after=after)
    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


def test_the_map_counts_what_goes_on(graphql):
    offer = ListingFactory()
    ListingFactory(need=True, commune=offer.commune)
    ListingFactory(status="withdrawn")
    row = {"insee": offer.commune_id, "name": offer.commune.name}
    answer = graphql("{ activity { insee name offers needs } }")
    assert answer["data"]["activity"] == [row | {"offers": 1, "needs": 1}]


def test_an_excerpt_is_short(graphql):
    ListingFactory(description="mot " * 100)
    answer = graphql("{ listings { edges { node { excerpt } } } }")
    [edge] = answer["data"]["listings"]["edges"]
    assert len(edge["node"]["excerpt"]) == 160
