"""The pages of conversations, without JavaScript."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from messaging.actions import send
from messaging.models import Conversation, Message
from tests.factories import (
    ConversationFactory,
    ListingFactory,
    MessageFactory,
    UserFactory,
    exchange,
)

pytestmark = pytest.mark.django_db


def bodies(page):
    return [message.body for message in page.context["thread"]]


def queries_of(client, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_inbox_costs_the_same_whatever_its_length(client):
    me = UserFactory()
    client.force_login(me)
    counts = []
    for more in (1, 14):
        for _number in range(more):
            exchange(ConversationFactory(listing__author=me), 2)
        counts.append(queries_of(client, reverse("messaging:inbox")))

    assert counts[0] == counts[1]


def test_a_row_of_the_inbox_says_who_wrote_what(client, resident):
    thread = ConversationFactory(initiator=resident)
    writer = thread.listing.author
    writer.first_name = "Gérard"
    writer.save()
    send(thread, writer, "Samedi me convient.")
    client.force_login(resident)

    page = client.get(reverse("messaging:inbox")).content.decode()

    assert "Gérard L." in page
    assert "Samedi me convient." in page


def test_a_thread_costs_the_same_whatever_its_length(client):
    thread = ConversationFactory()
    client.force_login(thread.initiator)
    counts = []
    for more in (1, 199):
        exchange(thread, more)
        counts.append(queries_of(client, thread.get_absolute_url()))

    assert counts[0] == counts[1]


def test_older_messages_are_a_link_away_while_new_ones_arrive(client):
    thread = ConversationFactory()
    exchange(thread, 120)
    client.force_login(thread.listing.author)
    address = thread.get_absolute_url()

    newest = client.get(address)
    MessageFactory(conversation=thread, body="Arrivé entre-temps")
    older = client.get(address + newest.context["older_url"])
    oldest = client.get(address + older.context["older_url"])

    assert "Messages plus anciens" in newest.content.decode()
    assert bodies(newest) == [f"Message {n}" for n in range(70, 120)]
    assert bodies(older) == [f"Message {n}" for n in range(20, 70)]
    assert bodies(oldest) == [f"Message {n}" for n in range(20)]
    assert oldest.context["older_url"] == ""
    assert (newest.context["newest_url"], older.context["newest_url"]) == ("", address)


def test_reading_old_messages_leaves_new_ones_unread(client):
    thread = ConversationFactory()
    exchange(thread, 60)
    owner = thread.listing.author
    client.force_login(owner)
    page = client.get(thread.get_absolute_url())
    MessageFactory(conversation=thread, body="Nouveau")

    client.get(thread.get_absolute_url() + page.context["older_url"])

    assert Message.objects.unread_by(owner).count() == 1


@pytest.mark.parametrize("before", ["x", "00000000-0000-0000-0000-000000000000"])
def test_older_than_nothing_is_not_found(client, before):
    thread = ConversationFactory()
    client.force_login(thread.initiator)

    assert client.get(f"{thread.get_absolute_url()}?avant={before}").status_code == 404


def test_a_message_of_another_thread_is_no_place_to_page_from(client):
    thread, other = ConversationFactory(), ConversationFactory()
    foreign = send(other, other.initiator, "Ailleurs")
    client.force_login(thread.initiator)

    page = client.get(f"{thread.get_absolute_url()}?avant={foreign.public_id}")

    assert page.status_code == 404


def test_the_writer_learns_that_the_message_was_read(client):
    thread = ConversationFactory()
    writer, owner = thread.initiator, thread.listing.author
    message = send(thread, writer, "Bonjour")
    client.force_login(writer)
    before = client.get(thread.get_absolute_url())
    client.force_login(owner)
    client.get(thread.get_absolute_url())
    client.force_login(writer)
    after = client.get(thread.get_absolute_url())

    assert before.context["read_by_other"] < message.created_at
    assert after.context["read_by_other"] >= message.created_at
    assert "lu par" not in before.content.decode()
    assert "Envoyé, lu par Martine" in after.content.decode()


@pytest.mark.parametrize("state", ["fulfilled", "hidden", "withdrawn"])
def test_a_conversation_goes_on_after_its_listing(client, state):
    thread = ConversationFactory(listing__status=state)
    client.force_login(thread.initiator)

    answer = client.post(thread.get_absolute_url(), {"body": "Merci encore"})

    assert answer.status_code == 302
    assert Message.objects.get().body == "Merci encore"


def test_nobody_writes_to_a_person_whose_account_is_closed(client):
    thread = ConversationFactory(listing__author__is_active=False)
    client.force_login(thread.initiator)
    address = thread.get_absolute_url()

    assert "plus joignable ici" in client.get(address).content.decode()
    answer = client.post(address, {"body": "Bonjour"})

    assert "body" in answer.context["form"].errors
    assert not Message.objects.exists()


def test_other_words_under_a_used_key_are_kept_and_can_be_sent(client):
    thread = ConversationFactory()
    client.force_login(thread.initiator)
    address = thread.get_absolute_url()
    client.post(address, {"body": "Bonjour", "idempotency_key": "k"})

    back = client.post(address, {"body": "Bonsoir", "idempotency_key": "k"})
    assert "Bonsoir" in back.content.decode()
    assert Message.objects.count() == 1
    fresh = str(back.context["key"])
    assert f'value="{fresh}"' in back.content.decode()
    client.post(address, {"body": "Bonsoir", "idempotency_key": fresh})

    assert list(Message.objects.values_list("body", flat=True)) == [
        "Bonjour",
        "Bonsoir",
    ]


@pytest.mark.parametrize("body", ["", "  \r\n ", "é" * 2001])
def test_an_empty_or_endless_message_is_refused(client, body):
    thread = ConversationFactory()
    client.force_login(thread.initiator)

    page = client.post(thread.get_absolute_url(), {"body": body})

    assert list(page.context["form"].errors) == ["body"]
    assert not Message.objects.exists()


def test_line_ends_count_once(client):
    thread = ConversationFactory()
    client.force_login(thread.initiator)

    client.post(thread.get_absolute_url(), {"body": "a\r\n" * 999 + "a"})

    assert len(Message.objects.get().body) == 1999


def test_html_is_shown_as_it_was_typed(client):
    thread = ConversationFactory()
    client.force_login(thread.initiator)
    send(thread, thread.initiator, "<script>alert(1)</script> 🥕")

    page = client.get(thread.get_absolute_url()).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt; 🥕" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_thread_of_other_people_is_not_found(client, resident, method):
    thread = ConversationFactory()
    message = send(thread, thread.initiator, "Entre nous")
    client.force_login(resident)

    for address in ("", f"?avant={message.public_id}"):
        url = thread.get_absolute_url() + address
        answer = getattr(client, method)(url, {"body": "Bonjour"})
        assert answer.status_code == 404
        assert "Entre nous" not in answer.content.decode()

    assert Message.objects.count() == 1
    assert Message.objects.unread_by(thread.listing.author).count() == 1


@pytest.mark.parametrize("name", ["inbox", "thread", "write"])
def test_a_visitor_signs_in_first(client, name):
    thread = ConversationFactory()
    places = {"inbox": [], "thread": [thread.public_id], "write": [thread.listing.code]}
    address = reverse(f"messaging:{name}", args=places[name])

    answer = client.get(address)

    assert answer.url == f"/compte/login/?next={address}"


def test_one_does_not_write_to_oneself(client):
    listing = ListingFactory()
    client.force_login(listing.author)

    page = client.post(reverse("messaging:write", args=[listing.code]), {"body": "Moi"})

    assert "Cette annonce est la vôtre." in page.content.decode()
    assert not Conversation.objects.exists()
