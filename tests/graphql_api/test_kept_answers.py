"""Answers that are kept are those of now, whoever changed what and from where."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import requests
import time_machine
from django.db import connections
from django.utils import timezone

from graphql_api.execution import answers
from listings.models import Listing
from tests.factories import ListingFactory, UserFactory
from tests.servers import Server

QUERY = "query ($code: String!) { listing(code: $code) { title } }"
WRITERS, WRITES = 4, 25


@pytest.fixture
def keeping(settings):
    settings.GRAPHQL_KEEP_ANSWERS = True
    answers.ANSWERS.values.clear()


@pytest.mark.django_db
def test_the_same_question_is_answered_from_memory(
    keeping, graphql, django_assert_num_queries
):
    code = ListingFactory(title="Bois").code
    first = graphql(QUERY, code=code)

    with django_assert_num_queries(1):  # the state of the content
        assert graphql(QUERY, code=code) == first

    assert first["data"] == {"listing": {"title": "Bois"}}
    assert graphql(QUERY, code="ABCDEF")["data"] == {"listing": None}


@pytest.mark.django_db
def test_what_one_person_reads_is_never_kept(keeping, client, graphql):
    mine = ListingFactory(status="hidden")
    client.force_login(mine.author)
    assert graphql(QUERY, code=mine.code)["data"]["listing"]

    client.logout()

    assert graphql(QUERY, code=mine.code)["data"]["listing"] is None
    assert len(answers.ANSWERS.values) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        '{ notice(number: "S-1") { status } }',
        '{ ... { other: notice(number: "S-1") { status } } }',
        "query { ...Followed }"
        ' fragment Followed on Query { notice(number: "S-1") { status } }',
    ],
)
def test_the_state_of_a_notice_is_never_kept(keeping, graphql, query):
    assert "errors" not in graphql(query)
    assert answers.ANSWERS.values == {}


@pytest.mark.django_db
def test_the_notice_of_a_category_is_no_reason_to_ask_again(keeping, graphql):
    assert graphql("{ categories { name notice } }")["data"]["categories"]
    assert len(answers.ANSWERS.values) == 1


@pytest.mark.django_db
def test_mistakes_are_not_kept(keeping, graphql):
    graphql('{ listings(category: "inconnue") { totalCount } }')

    assert answers.ANSWERS.values == {}


@pytest.mark.django_db
def test_an_answer_ends_with_the_first_listing_that_does(keeping, graphql):
    query = "{ listings { edges { node { title } } } }"
    soon = timezone.now() + timedelta(minutes=5)
    ListingFactory(title="Plus tard", created_at=timezone.now())
    ListingFactory(title="Bientôt", expires_at=soon)
    assert len(graphql(query)["data"]["listings"]["edges"]) == 2

    with time_machine.travel(soon + timedelta(seconds=1), tick=False):
        left = graphql(query)["data"]["listings"]["edges"]

    assert [edge["node"]["title"] for edge in left] == ["Plus tard"]


@pytest.fixture
def servers():
    """Two other processes that serve the same database; their addresses."""
    started = [Server() for _number in range(2)]
    for one in started:
        one.wait()
    yield [one.graphql for one in started]
    for one in started:
        one.kill()


def read(address: str, code: str) -> str:
    body = {"query": QUERY, "variables": {"code": code}}
    answer = requests.post(address, json=body, timeout=30)
    return answer.json()["data"]["listing"]["title"]


@pytest.mark.django_db(transaction=True)
def test_each_change_is_in_the_next_answer_of_every_process(servers):
    codes = [ListingFactory(author=UserFactory()).code for _one in range(WRITERS)]

    def write_and_read(code: str) -> list[tuple[str, list[str]]]:
        try:
            return [seen_after(f"Version {n}", code) for n in range(WRITES)]
        finally:
            connections.close_all()

    def seen_after(title: str, code: str) -> tuple[str, list[str]]:
        Listing.objects.filter(code=code).update(title=title)
        # Twice: the second answer is from memory, unless others wrote meanwhile.
        return title, [read(one, code) for one in (*servers, *servers)]

    with ThreadPoolExecutor(WRITERS) as pool:
        seen = [pair for pairs in pool.map(write_and_read, codes) for pair in pairs]

    assert len(seen) == WRITERS * WRITES
    assert [pair for pair in seen if pair[1] != [pair[0]] * 4] == []
