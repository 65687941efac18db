"""Words of many rows, of few and of none: the same answers, however they are found."""

import pytest

from graphql_api import pagination
from graphql_api.listings import searches, sources
from tests.factories import ListingFactory, UserFactory

pytestmark = pytest.mark.django_db

FOUND = """query ($words: String!, $after: String, $before: String,
    $first: Int, $last: Int) {
  listings(search: $words, kind: OFFER, category: "jardin-bois",
      first: $first, after: $after, last: $last, before: $before) {
    totalCount edges { node { title } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
HOW = [
    {"READ": 1, "TRIED": 1, "ONE_IN": 1},  # of what is read, little suffices
    {"READ": 4, "TRIED": 2, "ONE_IN": 2},
    {"READ": 1_000, "TRIED": 200, "ONE_IN": 8},
]
HOLDING = {
    "samedi": [8, 7, 6, 5, 4, 3, 2, 1, 0],
    "tracteur": [7, 6, 5, 4, 3, 2, 1, 0],
    "cheval": [8, 5, 2],
    "licorne": [0],
    "cheval licorne": [],
    "dragon": [],
}
COUNTED_UP_TO = 4


@pytest.fixture(params=HOW, ids=lambda how: f"{how['READ']} read")
def document(request, monkeypatch):
    """A document that is not compiled yet, so that it is under other limits."""
    for name, value in request.param.items():
        monkeypatch.setattr(searches, name, value)
    for module in (pagination, sources):
        monkeypatch.setattr(module, "MAX_COUNT", COUNTED_UP_TO)
    return f"# {request.param}\n{FOUND}"


@pytest.fixture
def rows():
    for number in range(9):
        words = "Avec un cheval" if number % 3 == 2 else "Le samedi"
        words += ", un tracteur" if number < 8 else ""
        words += ", une licorne" if number == 0 else ""
        ListingFactory(title=str(number), description=f"{words}, samedi.")
    unseen = {"description": "Samedi, tracteur, cheval, licorne, dragon."}
    ListingFactory(title="masquée", hidden=True, **unseen)
    ListingFactory(title="besoin", need=True, **unseen)
    ListingFactory(title="ailleurs", author=UserFactory(is_active=False), **unseen)


def read(graphql, document, words, **paging):
    found = graphql(document, words=words, **paging)["data"]["listings"]
    titles = [int(edge["node"]["title"]) for edge in found["edges"]]
    return titles, found["totalCount"], found["pageInfo"]


@pytest.mark.parametrize("words", HOLDING)
def test_the_pages_of_any_words_are_whole(graphql, rows, document, words):
    titles, total, info = read(graphql, document, words, first=2)
    while info["hasNextPage"]:
        after = info["endCursor"]
        more, counted, info = read(graphql, document, words, first=2, after=after)
        titles += more
        assert counted == total

    assert titles == HOLDING[words]
    assert total == min(len(HOLDING[words]), COUNTED_UP_TO + 1)


@pytest.mark.parametrize("words", ["samedi", "cheval", "licorne"])
def test_the_pages_of_any_words_are_whole_backwards(graphql, rows, document, words):
    titles, total, info = read(graphql, document, words, last=2)
    while info["hasPreviousPage"]:
        before = info["startCursor"]
        more, counted, info = read(graphql, document, words, last=2, before=before)
        titles = more + titles
        assert counted == total

    assert titles == HOLDING[words]
    assert total == min(len(HOLDING[words]), COUNTED_UP_TO + 1)


@pytest.mark.parametrize("words", ["samedi", "licorne"])
def test_words_of_many_and_of_few_take_one_statement(
    graphql, rows, document, words, django_assert_num_queries
):
    with django_assert_num_queries(1):
        assert read(graphql, document, words, first=2)[0] == HOLDING[words][:2]
