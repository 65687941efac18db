"""Which conversations the inbox shows, and what it says when there is none."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from messaging.actions import archive, delete_message, leave, mark_read, mute, send
from tests.factories import (
    ConversationFactory,
    ListingFactory,
    MessageFactory,
    PhotoFactory,
    UserFactory,
    exchange,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(client):
    person = UserFactory(first_name="Odile")
    client.force_login(person)
    return person


def inbox(client, **asked):
    return client.get(reverse("messaging:inbox"), asked)


def shown(page):
    return list(page.context["page_obj"])


def test_the_inbox_costs_the_same_at_one_and_at_fifty(client, me, settings):
    settings.INBOX_PAGE_SIZE = 50
    counts = []
    for more in (1, 49):
        for _number in range(more):
            thread = ConversationFactory(listing__author=me)
            PhotoFactory(listing=thread.listing)
            exchange(thread, 2)
        with CaptureQueriesContext(connection) as queries:
            page = inbox(client, search="message")
        counts.append(len(queries))

    assert len(shown(page)) == 50
    assert counts[0] == counts[1]


def test_the_shelves_part_what_is_read_and_what_is_put_aside(client, me):
    unread, read, aside, gone = ConversationFactory.create_batch(4, listing__author=me)
    for thread in (aside, gone, read, unread):
        exchange(thread, 1)
    mark_read(read, me)
    archive(aside, me)
    leave(gone, me)

    assert shown(inbox(client)) == [unread, read]
    assert shown(inbox(client, shelf="toutes")) == [unread, read]
    assert shown(inbox(client, shelf="a-lire")) == [unread]
    assert shown(inbox(client, shelf="archivees")) == [aside]
    assert shown(inbox(client, shelf="nonsense")) == [unread, read]


def test_words_are_found_whatever_their_accents_and_endings(client, me):
    thread = ConversationFactory(listing__author=me)
    other = ConversationFactory(listing__author=me)
    foreign = ConversationFactory()
    MessageFactory(conversation=thread, body="J’ai des légumes d’été.")
    MessageFactory(conversation=other, body="Je viens samedi, au vin près.")
    MessageFactory(conversation=foreign, body="Des légumes aussi")

    assert shown(inbox(client, search="LEGUME")) == [thread]
    assert shown(inbox(client, search="légumes été")) == [thread]
    assert shown(inbox(client, search="légumes samedi")) == []
    assert shown(inbox(client, search="vin")) == [other]
    assert shown(inbox(client, search="vi")) == []


def test_the_listing_and_the_other_person_are_found_too(client, me):
    thread = ConversationFactory(
        listing__author=me,
        listing__title="Bois à fendre",
        initiator__first_name="Gérard",
    )
    mine = ConversationFactory(initiator=me, listing__author__first_name="Zoé")

    assert shown(inbox(client, search="fendre")) == [thread]
    assert shown(inbox(client, search="Gérard")) == [thread]
    assert shown(inbox(client, search="zo")) == [mine]
    assert shown(inbox(client, search="Odile")) == []


@pytest.mark.parametrize("search", ["\x00", "'", '"', "%", "_", "x" * 101, "  "])
def test_anything_may_be_looked_for(client, me, search):
    ConversationFactory(listing__author=me)

    assert inbox(client, search=search).status_code == 200


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "Aucun message pour le moment."),
        ({"shelf": "a-lire"}, "Vous avez tout lu."),
        ({"shelf": "archivees"}, "Aucune conversation archivée."),
        ({"search": "<poireau>"}, "Rien trouvé pour «\u00a0&lt;poireau&gt;\u00a0»."),
    ],
)
def test_an_empty_shelf_says_what_to_do(client, me, asked, words):
    assert words in inbox(client, **asked).content.decode()


def test_a_row_shows_the_listing_and_its_state(client, me):
    listing = ListingFactory(author=me, status="reserved", title="Bois à fendre")
    photo = PhotoFactory(listing=listing)
    thread = ConversationFactory(listing=listing)
    mute(thread, me)
    send(thread, me, "Bonjour Martine")

    page = inbox(client).content.decode()

    assert photo.url(400) in page
    assert "Bois à fendre" in page
    assert "Réservée" in page
    assert "Vous\u00a0: Bonjour Martine" in page
    assert "En sourdine" in page


def test_the_pages_of_a_shelf_keep_what_was_asked(client, me, settings):
    settings.INBOX_PAGE_SIZE = 1
    for _number in range(2):
        exchange(ConversationFactory(listing__author=me), 1)

    page = inbox(client, shelf="a-lire", search="message").content.decode()

    assert "shelf=a-lire&amp;search=message&amp;page=2" in page


# --- Up to date by itself -------------------------------------------------------------


def news(client, known="", **asked):
    headers = {"if-none-match": known}
    return client.get(reverse("messaging:inbox_news"), asked, headers=headers)


def test_the_page_and_its_script_get_the_same_list(client, me):
    thread = ConversationFactory(listing__author=me)
    exchange(thread, 1)
    page = inbox(client, search="message", page="1")

    told = news(client, search="message", page="1")

    assert told.content.decode() in page.content.decode()
    assert told["ETag"] == page.context["etag"]
    assert told["Cache-Control"] == "private, no-cache"
    assert 'data-count="1"' in told.content.decode()


def test_nothing_new_in_the_inbox_is_304(client, me):
    exchange(ConversationFactory(listing__author=me), 1)
    etag = inbox(client).context["etag"]

    told = news(client, etag)

    assert (told.status_code, told.content) == (304, b"")


def test_everything_a_row_shows_is_news(client, me):
    first, last = ConversationFactory.create_batch(2, listing__author=me)
    exchange(first, 1)
    exchange(last, 1)
    steps = [
        lambda: send(first, first.initiator, "Samedi ?"),
        lambda: delete_message(first.messages.last(), first.initiator),
        lambda: mark_read(first, me),
        lambda: mute(first, me),
        lambda: first.listing.reserve(last.initiator),
        lambda: archive(last, me),
        lambda: leave(first, me),
    ]
    etags = [news(client)["ETag"]]
    for step in steps:
        step()
        etags.append(news(client)["ETag"])

    assert len(set(etags)) == len(steps) + 1


def test_what_is_held_is_no_news(client, me):
    thread = ConversationFactory(listing__author=me)
    exchange(thread, 1)
    etag = news(client)["ETag"]

    MessageFactory(conversation=thread, author=thread.initiator, held=True)

    assert news(client, etag).status_code == 304


@pytest.mark.parametrize("how_many", [1, 15])
def test_news_of_the_inbox_cost_the_same(
    client, me, django_assert_num_queries, how_many
):
    for _number in range(how_many):
        thread = ConversationFactory(listing__author=me)
        PhotoFactory(listing=thread.listing)
        exchange(thread, 1)
    etag = news(client)["ETag"]

    # Session, person, how many rows, the page, its photos, what waits.
    with django_assert_num_queries(6):
        assert news(client, etag).status_code == 304
    with django_assert_num_queries(6):
        assert news(client).content.decode().count("talk-row") == how_many


def test_who_signed_out_learns_no_news_of_the_inbox(client):
    assert news(client).status_code == 401
