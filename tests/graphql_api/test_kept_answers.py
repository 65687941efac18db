"""Answers that are kept are those of now, whoever changed what and from where."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import requests
import time_machine
from django.core.cache import cache
from django.db import DatabaseError, connections
from django.utils import timezone

from config.logs import request_id
from graphql_api import kept_answers as kept
from graphql_api.execution import operations
from listings.models import Listing
from tests.factories import ListingFactory, UserFactory
from tests.servers import Server
from tests.wsgi import ask, the_long_way, told

QUERY = "query ($code: String!) { listing(code: $code) { title } }"
LISTINGS = "{ listings { totalCount edges { node { code title url } } } }"
TITLES = "{ listings { edges { node { title } } } }"
WRITERS, WRITES = 4, 25


def posted(query, headers=None, **variables):
    return ask("post", {"query": query, "variables": variables}, headers or {})


@pytest.fixture
def graphql(keeping):
    """Send one document to a server; return its data and its errors."""

    def send(query, **variables):
        answer = json.loads(posted(query, **variables).content)
        answer.pop("extensions", None)
        return answer

    return send


@pytest.mark.django_db
def test_the_same_question_is_answered_from_memory(graphql, django_assert_num_queries):
    code = ListingFactory(title="Bois").code
    first = graphql(QUERY, code=code)

    with django_assert_num_queries(1):  # the state of the content
        assert graphql(QUERY, code=code) == first

    assert first["data"] == {"listing": {"title": "Bois"}}
    assert graphql(QUERY, code="ABCDEF")["data"] == {"listing": None}


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "get"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"accept": "application/graphql-response+json"},
        {"accept-encoding": "gzip"},
        {"origin": "https://mairie.example.org"},
        {"if-none-match": "*"},
        {"if-match": '"another"'},
    ],
)
def test_what_is_kept_is_what_the_site_answers(
    keeping, method, headers, django_assert_num_queries
):
    ListingFactory.create_batch(3)
    asking = (method, {"query": LISTINGS}, headers)
    first = ask(*asking)

    with django_assert_num_queries(1):
        again = ask(*asking)

    assert told(again) == told(first) == told(the_long_way(*asking))
    assert again.headers["X-Request-ID"] != first.headers["X-Request-ID"]


@pytest.mark.django_db
def test_who_has_the_answer_is_told_so_from_memory(keeping, django_assert_num_queries):
    ListingFactory()
    tag = ask("get", {"query": LISTINGS}, {}).headers["ETag"]
    asking = ("get", {"query": LISTINGS}, {"if-none-match": tag})
    ask(*asking)

    with django_assert_num_queries(1):
        again = ask(*asking)
    ListingFactory()

    assert (again.status_code, again.content) == (304, b"")
    assert told(again)[:3] != told(ask(*asking))[:3]
    assert ask(*asking).status_code == 200


@pytest.mark.django_db
def test_what_comes_from_memory_is_counted_and_logged(keeping, settings, caplog):
    allowed = settings.GRAPHQL_ALLOWANCES["visitor"] | {"requests": 3, "points": 0}
    settings.GRAPHQL_ALLOWANCES = settings.GRAPHQL_ALLOWANCES | {"visitor": allowed}
    ask("post", {"query": "{ __typename }"}, {})  # settings changed, ways are forgotten
    caplog.set_level("INFO", "site.requests")

    statuses = [posted(LISTINGS).status_code for _time in range(4)]

    assert statuses == [200, 200, 429, 429]
    lines = [one.facts for one in caplog.records if one.name == "site.requests"]
    assert [line["status"] for line in lines] == statuses
    assert {(line["method"], line["path"]) for line in lines} == {("POST", "/graphql/")}


@pytest.mark.django_db
def test_what_is_logged_on_the_way_to_memory_bears_the_number(keeping, monkeypatch):
    posted(LISTINGS)
    numbers, now = [], kept.generations_now
    monkeypatch.setattr(
        kept, "generations_now", lambda: numbers.append(request_id.get()) or now()
    )

    answer = posted(LISTINGS)

    assert numbers == [answer.headers["X-Request-ID"]]


@pytest.mark.django_db
def test_an_address_that_is_shared_asks_more_from_memory_too(keeping, settings):
    allowed = settings.GRAPHQL_ALLOWANCES["visitor"] | {"requests": 2, "points": 0}
    settings.GRAPHQL_ALLOWANCES = settings.GRAPHQL_ALLOWANCES | {"visitor": allowed}
    settings.SHARED_ADDRESSES, settings.SHARED_ADDRESS_FACTOR = ["127.0.0.0/8"], 2
    ask("post", {"query": "{ __typename }"}, {})  # settings changed, ways are forgotten

    statuses = [posted(LISTINGS).status_code for _time in range(4)]

    assert statuses == [200, 200, 200, 429]


@pytest.mark.django_db
def test_an_answer_that_is_no_longer_that_of_now_is_paid_for_once(keeping, settings):
    allowed = settings.GRAPHQL_ALLOWANCES["visitor"] | {"requests": 3}
    settings.GRAPHQL_ALLOWANCES = settings.GRAPHQL_ALLOWANCES | {"visitor": allowed}
    ask("post", {"query": "{ __typename }"}, {})  # settings changed, ways are forgotten
    assert posted(TITLES).status_code == 200

    ListingFactory(title="Bois")
    changed = posted(TITLES)

    assert changed.status_code == 200
    assert "Bois" in changed.content.decode()
    assert posted(TITLES).status_code == 429


@pytest.mark.django_db
def test_what_one_person_reads_is_never_kept(graphql, client):
    mine = ListingFactory(status="hidden")
    client.force_login(mine.author)
    key = client.cookies["sessionid"].value
    token = {"x-session-token": key}
    cookie = {"cookie": f"sessionid={key}; csrftoken=c", "x-csrftoken": "c"}
    assert graphql(QUERY, code=mine.code)["data"]["listing"] is None
    before = dict(kept.ANSWERS.values)

    assert json.loads(posted(QUERY, token, code=mine.code).content)["data"]["listing"]
    posted(QUERY, cookie, code=mine.code)

    assert kept.ANSWERS.values == before
    assert graphql(QUERY, code=mine.code)["data"]["listing"] is None


@pytest.mark.django_db
def test_nothing_is_kept_past_a_term_that_comes_meanwhile(graphql, monkeypatch):
    soon = timezone.now() + timedelta(minutes=5)
    ListingFactory(title="Bientôt", expires_at=soon)
    ListingFactory(title="Plus tard", created_at=timezone.now())
    answer = operations.read

    def slow(*asked):
        result = answer(*asked)
        clock.move_to(soon + timedelta(seconds=1))
        return result

    with time_machine.travel(soon - timedelta(seconds=1), tick=False) as clock:
        monkeypatch.setattr(operations, "read", slow)
        assert len(graphql(TITLES)["data"]["listings"]["edges"]) == 2
        monkeypatch.setattr(operations, "read", answer)
        assert len(graphql(TITLES)["data"]["listings"]["edges"]) == 1


@pytest.mark.django_db
def test_a_text_with_its_hash_is_registered_each_time(keeping):
    query = "{ site { name } }"
    digest = hashlib.sha256(query.encode()).hexdigest()
    wanted = {"persistedQuery": {"version": 1, "sha256Hash": digest}}
    for _time in range(2):
        ask("post", {"query": query, "extensions": wanted}, {})
    cache.clear()
    ask("post", {"query": query, "extensions": wanted}, {})

    assert cache.get(f"graphql-document-{digest}") == query


@pytest.mark.django_db
@pytest.mark.parametrize("odd", [{"REMOTE_ADDR": ""}, {"CONTENT_LENGTH": "²"}])
def test_what_django_refuses_it_refuses(keeping, settings, odd):
    allowed = settings.GRAPHQL_ALLOWANCES["visitor"] | {"requests": 60}
    settings.GRAPHQL_ALLOWANCES = settings.GRAPHQL_ALLOWANCES | {"visitor": allowed}
    ask("post", {"query": "{ __typename }"}, {})  # settings changed, ways are forgotten
    asking = ("post", {"query": LISTINGS}, {})
    assert ask(*asking).status_code == 200

    short, long = (way(*asking, environ=odd) for way in (ask, the_long_way))

    assert short.status_code == long.status_code >= 400


@pytest.mark.django_db
def test_long_questions_and_long_answers_are_not_kept(keeping, monkeypatch):
    assert posted("{ site { name } } #" + "x" * kept.LONGEST).status_code == 200
    monkeypatch.setattr(kept, "LARGEST", 10)
    assert posted("{ site { name } }").status_code == 200

    assert kept.ANSWERS.values == {}


@pytest.mark.django_db
def test_long_headers_are_not_kept(keeping):
    posted("{ site { name } }", {"accept": "*/*" + " " * kept.LONGEST})

    assert kept.ANSWERS.values == {}


@pytest.mark.django_db
def test_what_fails_on_the_way_to_memory_is_left_to_the_view(keeping, monkeypatch):
    first = posted(LISTINGS)
    monkeypatch.setattr(kept, "generations_now", fail)

    assert told(posted(LISTINGS)) == told(first)


def fail():
    raise DatabaseError


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
def test_the_state_of_a_notice_is_never_kept(graphql, query):
    assert "errors" not in graphql(query)
    assert kept.ANSWERS.values == {}


@pytest.mark.django_db
def test_the_notice_of_a_category_is_no_reason_to_ask_again(graphql):
    assert graphql("{ categories { name notice } }")["data"]["categories"]
    assert len(kept.ANSWERS.values) == 1


@pytest.mark.django_db
def test_mistakes_are_not_kept(graphql):
    graphql('{ listings(category: "inconnue") { totalCount } }')

    assert kept.ANSWERS.values == {}


@pytest.mark.django_db
def test_an_answer_ends_with_the_first_listing_that_does(graphql):
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
