"""Cursors of every list: signed, of one list, and exact from end to end."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from django.utils import timezone
from graphql_relay import to_global_id

from graphql_api import cursors
from listings.models import Listing
from messaging.actions import send
from territory.models import Commune
from tests.factories import (
    ConversationFactory,
    InfoPageFactory,
    ListingFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PAGE = """edges { cursor node { %s } }
  pageInfo { startCursor endCursor hasNextPage hasPreviousPage }"""
PAGING = "first: $first, after: $after, last: $last, before: $before"
ALL = "($first: Int, $after: String, $last: Int, $before: String)"
FORWARDS = "($first: Int, $after: String)"
LISTS = {
    "newest": (f"query {ALL} {{ listings({PAGING}) {{ {PAGE} }} }}", "title"),
    "by kind": (
        f"query {ALL} {{ listings(kind: OFFER, {PAGING}) {{ {PAGE} }} }}",
        "id",
    ),
    "nearest": (
        f"""query {ALL} {{ listings(commune: "58127", orderBy: NEAREST, {PAGING}) {{
        {PAGE} }} }}""",
        "title distanceKm",
    ),
    "nearest to elsewhere": (
        f"""query {ALL} {{ listings(commune: "58194", orderBy: NEAREST, {PAGING}) {{
        {PAGE} }} }}""",
        "title",
    ),
    "mine": (f"query {ALL} {{ me {{ listings({PAGING}) {{ {PAGE} }} }} }}", "id"),
    "conversations": (
        f"query {ALL} {{ me {{ conversations({PAGING}) {{ {PAGE} }} }} }}",
        "id",
    ),
    "messages": (
        f"""query {ALL} {{ node(id: "THREAD") {{ ... on Conversation {{
        messages({PAGING}) {{ {PAGE} }} }} }} }}""",
        "body",
    ),
    "communes": (
        f"""query {ALL} {{ communes(search: "saint-a", {PAGING}) {{ {PAGE} }} }}""",
        "insee",
    ),
    "pages": (f"query {ALL} {{ pages({PAGING}) {{ {PAGE} }} }}", "path"),
    "search": (
        f"""query {FORWARDS} {{ search(words: "pelouse", first: $first,
        after: $after) {{ {PAGE} }} }}""",
        "title url",
    ),
}
SAME_LIST = ({"newest", "by kind"},)


@pytest.fixture
def ask(client, graphql):
    """Ask one of the lists, each of three rows and more; return its connection."""
    me = UserFactory()
    client.force_login(me)
    same = timezone.now()
    for name in ("Prémery", "Giry", "Nevers", "Giry"):
        listing = ListingFactory(author=me, commune=Commune.objects.get(name=name))
        Listing.objects.filter(pk=listing.pk).update(created_at=same)  # ties
        InfoPageFactory(title="Tondre la pelouse")
        thread = ConversationFactory(listing=listing, initiator=UserFactory())
        for words in ("Bonjour", "Demain ?", "Entendu"):
            send(thread, thread.initiator, words)

    def send_(name, **paging):
        query, fields = LISTS[name]
        thread_id = to_global_id("Conversation", thread.public_id)
        answer = graphql(query.replace("THREAD", thread_id) % fields, **paging)
        if "errors" in answer:
            [error] = answer["errors"]
            return error["extensions"]["code"], error["message"]
        found = answer["data"]
        while "edges" not in found:
            [found] = found.values()
        return found

    return send_


REFUSED = ("BAD_USER_INPUT", "Ce curseur n’est pas valable pour cette liste.")


def nodes(connection):
    return [edge["node"] for edge in connection["edges"]]


def walked(ask, name):
    """Return the pages of one row of a list, from first to last."""
    pages = [ask(name, first=1)]
    while pages[-1]["pageInfo"]["hasNextPage"]:
        pages.append(ask(name, first=1, after=pages[-1]["pageInfo"]["endCursor"]))
    return pages


@pytest.mark.parametrize("name", LISTS)
def test_pages_of_one_row_make_the_whole_list(ask, name):
    whole, pages = ask(name, first=50), walked(ask, name)
    assert [node for page in pages for node in nodes(page)] == nodes(whole)
    assert [page["edges"][0]["cursor"] for page in pages] == [
        edge["cursor"] for edge in whole["edges"]
    ]
    assert len(pages) >= 3


@pytest.mark.parametrize("name", [name for name in LISTS if name != "search"])
def test_pages_backwards_make_the_whole_list(ask, name):
    whole, pages = ask(name, first=50), [ask(name, last=1)]
    while pages[0]["pageInfo"]["hasPreviousPage"]:
        before = pages[0]["pageInfo"]["startCursor"]
        pages.insert(0, ask(name, last=1, before=before))
    assert [node for page in pages for node in nodes(page)] == nodes(whole)


def altered(cursor):
    """Other texts than `cursor`, some of which base64 reads as the same bytes."""
    kind, colon, token = cursor.rpartition(":")
    raw = urlsafe_b64decode(token)
    other_values = raw[:-2] + bytes([raw[-2] ^ 1]) + raw[-1:]
    other_signature = bytes([raw[0] ^ 1]) + raw[1:]
    tokens = [
        urlsafe_b64encode(one).decode() for one in (other_values, other_signature)
    ]
    unsigned = urlsafe_b64encode(raw[cursors.SIGNATURE :]).decode()
    tokens += [unsigned, f"{token}=", f"{token}\n", f"!{token}", token[:-4], token[:8]]
    return [f"{kind}{colon}{one}" for one in tokens] + ["", "é", "[" * 5_000]


@pytest.mark.parametrize("name", LISTS)
def test_an_altered_cursor_is_refused(ask, name):
    cursor = ask(name, first=1)["pageInfo"]["endCursor"]
    for wrong in altered(cursor):
        assert ask(name, first=1, after=wrong) == REFUSED, wrong
    if name != "search":
        assert ask(name, last=1, before=altered(cursor)[0]) == REFUSED


def test_the_cursor_of_another_list_is_refused(ask):
    found = {name: ask(name, first=1)["pageInfo"]["endCursor"] for name in LISTS}
    for name in LISTS:
        for other, cursor in found.items():
            refused = ask(name, first=1, after=cursor) == REFUSED
            alike = name == other or {name, other} in SAME_LIST
            assert refused != alike, (name, other)


EACH = """query ($after: String) { me { conversations { edges { node {
  messages(first: 1, after: $after) { edges { cursor node { body } } } } } } } }"""


def test_lists_inside_a_list_take_their_own_cursors_only(ask, graphql):
    def each(after):
        me = graphql(EACH, after=after)["data"]["me"]
        return me and [nodes(one["messages"]) for one in nodes(me["conversations"])]

    cursor = ask("messages", first=3)["pageInfo"]["endCursor"]
    assert each(cursor) == [[]] * 4  # the newest words of all
    assert each(None) == [[{"body": "Bonjour"}]] * 4
    for wrong in (*altered(cursor), ask("newest", first=1)["pageInfo"]["endCursor"]):
        assert each(wrong) is None


def test_the_two_parts_of_a_search_do_not_take_each_others_cursors(ask):
    pages = walked(ask, "search")
    page, listing = (pages[place]["pageInfo"]["endCursor"] for place in (0, -1))
    assert page.startswith("page:")
    for wrong in (
        page.replace("page:", "listing:"),
        listing.replace("listing", "page"),
    ):
        assert ask("search", first=1, after=wrong) == REFUSED


NEWEST = "query ($after: String) { listings(first: 1, after: $after) { %s } }" % (
    PAGE % "title"
)


def test_a_cursor_outlives_its_secret_as_a_fallback(graphql, settings):
    for title in ("Deux", "Un"):
        ListingFactory(title=title)
    old = settings.SECRET_KEY
    cursor = graphql(NEWEST)["data"]["listings"]["pageInfo"]["endCursor"]

    settings.SECRET_KEY = "another"
    [error] = graphql(NEWEST, after=cursor)["errors"]
    settings.SECRET_KEY_FALLBACKS = ["a third", old]
    second = graphql(NEWEST, after=cursor)["data"]["listings"]
    renewed = graphql(NEWEST)["data"]["listings"]["pageInfo"]["endCursor"]

    assert (error["extensions"]["code"], error["message"]) == REFUSED
    assert nodes(second) == [{"title": "Deux"}]
    assert renewed != cursor


def test_only_the_cursors_asked_for_are_written(graphql, monkeypatch):
    ListingFactory.create_batch(3)
    asked = set()
    written = cursors.written

    def noted(scope, values):
        asked.add(str(values[-1]))
        return written(scope, values)

    monkeypatch.setattr(cursors, "written", noted)
    graphql("{ listings { edges { node { title } } pageInfo { hasNextPage } } }")
    assert asked == set()
    graphql("{ listings { edges { node { title } } pageInfo { endCursor } } }")
    assert asked == {str(Listing.objects.last().public_id)}
