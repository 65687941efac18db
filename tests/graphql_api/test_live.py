"""What is new in a conversation, asked by front ends."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from graphql_relay import to_global_id

from messaging.actions import mark_read, send
from messaging.models import Message
from tests.factories import ConversationFactory, MessagePhotoFactory, UserFactory

pytestmark = pytest.mark.django_db
LIVE_URL = """query ($id: ID!) { conversation(id: $id) { liveUrl } }"""


@pytest.fixture
def thread():
    thread = ConversationFactory()
    send(thread, thread.initiator, "Bonjour.")
    mark_read(thread, thread.initiator)
    return thread


def ask(client, thread, **asked):
    headers = {"If-None-Match": asked.pop("known", "")}
    address = reverse("conversation_news", args=[thread.public_id])
    return client.get(address, asked, headers=headers)


def test_a_front_end_learns_where_to_ask(client, graphql, thread):
    client.force_login(thread.initiator)

    answer = graphql(LIVE_URL, id=to_global_id("Conversation", thread.public_id))

    path = f"/api/conversations/{thread.public_id}/news/"
    assert answer["data"]["conversation"]["liveUrl"] == f"http://127.0.0.1:8000{path}"


def test_what_followed_is_told_and_where_to_ask_next(client, thread):
    known = thread.messages.get()
    new = send(thread, thread.listing.author, "Samedi ?")
    photo = MessagePhotoFactory(message=new, alt="La branche")
    client.force_login(thread.initiator)

    told = ask(client, thread, after=known.public_id).json()

    address = f"http://127.0.0.1:8000/api/conversations/{thread.public_id}/news/"
    moment = new.created_at.astimezone(UTC).isoformat(timespec="milliseconds")
    assert datetime.fromisoformat(told.pop("readByOtherUpTo"))
    assert told == {
        "messages": [
            {
                "id": to_global_id("Message", new.public_id),
                "body": "Samedi ?",
                "author": {"displayName": "Martine L."},
                "isMine": False,
                "state": "DELIVERED",
                "isAutomatic": False,
                "createdAt": moment.replace("+00:00", "Z"),
                "photos": [
                    {
                        "id": to_global_id("MessagePhoto", photo.public_id),
                        "url": f"http://127.0.0.1:8000{photo.url(800)}",
                        "width": 800,
                        "height": 600,
                        "alt": "La branche",
                    }
                ],
            }
        ],
        "changed": [],
        "unreadCount": 1,
        "more": False,
        "next": f"{address}?after={new.public_id}",
        "everySeconds": 3,
    }


def test_nothing_new_is_304(client, thread):
    client.force_login(thread.initiator)
    first = ask(client, thread)

    assert first["Cache-Control"] == "private, no-cache"
    assert ask(client, thread, known=first["ETag"]).status_code == 304
    send(thread, thread.listing.author, "Samedi ?")
    assert ask(client, thread, known=first["ETag"]).status_code == 200


def test_reading_is_noted_when_it_is_said(client, thread):
    send(thread, thread.listing.author, "Samedi ?")
    client.force_login(thread.initiator)

    assert ask(client, thread).json()["unreadCount"] == 1
    assert ask(client, thread, seen=1).json()["unreadCount"] == 0
    assert not Message.objects.unread_by(thread.initiator).exists()


def test_refusals(client, thread):
    codes = [ask(client, thread)]
    codes.append(
        client.get(
            reverse("conversation_news", args=[thread.public_id]),
            headers={"X-Session-Token": "nonsense"},
        )
    )
    client.force_login(UserFactory(is_superuser=True))
    codes += [ask(client, thread), ask(client, ConversationFactory(), after="x")]
    codes.append(client.post(reverse("conversation_news", args=[thread.public_id])))

    assert [(one.status_code, one.json()["errors"][0]["code"]) for one in codes] == [
        (401, "UNAUTHENTICATED"),
        (401, "UNAUTHENTICATED"),
        (404, "NOT_FOUND"),
        (404, "NOT_FOUND"),
        (405, "BAD_USER_INPUT"),
    ]


def test_a_script_of_another_site_may_ask_with_a_token(thread):
    answer = Client().options(
        reverse("conversation_news", args=[thread.public_id]),
        headers={
            "Origin": "https://mairie.example.org",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "x-session-token",
        },
    )

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "x-session-token" in answer["Access-Control-Allow-Headers"]


# --- The list of conversations --------------------------------------------------------


def ask_inbox(client, known="", **asked):
    headers = {"If-None-Match": known}
    return client.get(reverse("inbox_news"), asked, headers=headers)


def test_the_newest_conversations_are_told_until_something_changes(client, thread):
    new = send(thread, thread.listing.author, "Samedi ?")
    client.force_login(thread.initiator)

    answer = ask_inbox(client)

    told = answer.json()
    moment = new.created_at.astimezone(UTC).isoformat(timespec="milliseconds")
    assert told == {
        "conversations": [
            {
                "id": to_global_id("Conversation", thread.public_id),
                "correspondent": {"displayName": "Martine L."},
                "lastWords": "Samedi ?",
                "lastWordsAreMine": False,
                "lastMessageAt": moment.replace("+00:00", "Z"),
                "unreadCount": 1,
                "liveUrl": f"http://127.0.0.1:8000/api/conversations/{thread.public_id}"
                "/news/",
            }
        ],
        "unreadCount": 1,
        "everySeconds": 3,
    }
    same = ask_inbox(client, answer["ETag"])
    assert (same.status_code, same.content) == (304, b"")
    assert same["Cache-Control"] == "private, no-cache"
    mark_read(thread, thread.initiator)
    assert ask_inbox(client, answer["ETag"]).json()["unreadCount"] == 0


def test_the_list_is_narrowed_as_in_graphql(client, thread):
    client.force_login(thread.initiator)

    def how_many(**asked):
        return len(ask_inbox(client, **asked).json()["conversations"])

    assert how_many(filter="UNREAD") == how_many(filter="ARCHIVED") == 0
    assert (how_many(search="bonjour"), how_many(search="tracteur")) == (1, 0)
    for wrong in ({"filter": "LOST"}, {"search": "x" * 101}):
        refused = ask_inbox(client, **wrong)
        assert refused.status_code == 400
        assert refused.json()["errors"][0]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize("how_many", [1, 15])
def test_the_list_costs_the_same(client, django_assert_num_queries, how_many):
    person = UserFactory()
    for _number in range(how_many):
        other = ConversationFactory(initiator=person)
        send(other, other.listing.author, "Bonjour.")
    client.force_login(person)

    with django_assert_num_queries(6):
        assert ask_inbox(client).json()["unreadCount"] == how_many


def test_the_list_is_for_who_is_signed_in_and_read_only(client, thread):
    assert ask_inbox(client).status_code == 401
    client.force_login(thread.initiator)
    assert client.post(reverse("inbox_news")).status_code == 405
