import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from graphql_relay import to_global_id

from messaging.models import Conversation, Message
from tests.factories import (
    ConversationFactory,
    ListingFactory,
    MessagePhotoFactory,
    UserFactory,
    exchange,
)

pytestmark = pytest.mark.django_db
INBOX = """query ($first: Int, $last: Int) { me { unreadCount conversations {
  totalCount edges { node { id unreadCount lastMessageAt
    listing { title author { displayName } commune { name } category { name } }
    correspondent { displayName kind }
    messages(first: $first, last: $last) { totalCount edges { node {
      body isMine author { displayName } } }
      pageInfo { hasNextPage hasPreviousPage } } } } } } }"""
THREAD = """query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
  conversation(id: $id) { messages(first: $first, after: $after, last: $last,
    before: $before) { totalCount edges { cursor node { body } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }"""
READ = """mutation ($id: ID!, $upTo: ID) { markConversationRead(input: {
  conversation: $id, upTo: $upTo}) { conversation { unreadCount } errors { code } } }"""


def global_id(row):
    return to_global_id(type(row).__name__, row.public_id)


def nodes(connection_):
    return [edge["node"] for edge in connection_["edges"]]


def codes(answer):
    return [error["extensions"]["code"] for error in answer["errors"]]


def queries_of(graphql, query, **variables):
    with CaptureQueriesContext(connection) as queries:
        answer = graphql(query, **variables)
    assert "errors" not in answer
    return len(queries)


@pytest.mark.parametrize("paging", [{"first": 2}, {"last": 2}])
def test_the_inbox_and_its_messages_cost_the_same_whatever_their_number(
    client, graphql, paging
):
    me = UserFactory()
    client.force_login(me)
    counts = []
    for conversations, messages in ((1, 1), (14, 5)):
        for _number in range(conversations):
            exchange(ConversationFactory(listing__author=me), messages)
        counts.append(queries_of(graphql, INBOX, **paging))

    assert counts[0] == counts[1]


def test_each_conversation_of_a_list_has_its_own_messages(client, graphql):
    me = UserFactory()
    for how_many in (3, 1):
        exchange(ConversationFactory(listing__author=me), how_many)
    ConversationFactory(listing__author=me)
    client.force_login(me)

    conversations = nodes(graphql(INBOX, last=2)["data"]["me"]["conversations"])

    assert [
        (one["messages"]["totalCount"], [m["body"] for m in nodes(one["messages"])])
        for one in sorted(conversations, key=lambda one: one["messages"]["totalCount"])
    ] == [(0, []), (1, ["Message 0"]), (3, ["Message 1", "Message 2"])]


def test_a_thread_costs_the_same_whatever_its_length(client, graphql):
    thread = ConversationFactory()
    client.force_login(thread.initiator)
    counts = []
    for more, before in ((1, 0), (199, 1)):
        exchange(thread, more, before)
        counts.append(queries_of(graphql, THREAD, id=global_id(thread), last=50))

    assert counts[0] == counts[1]


def test_a_thread_pages_backwards_while_messages_arrive(client, graphql):
    thread = ConversationFactory()
    exchange(thread, 5)
    client.force_login(thread.initiator)

    def page(**paging):
        answer = graphql(THREAD, id=global_id(thread), **paging)
        return answer["data"]["conversation"]["messages"]

    newest = page(last=2)
    exchange(thread, 1, 5)
    older = page(last=2, before=newest["pageInfo"]["startCursor"])
    onwards = page(first=9, after=newest["pageInfo"]["endCursor"])

    assert [one["body"] for one in nodes(newest)] == ["Message 3", "Message 4"]
    assert [one["body"] for one in nodes(older)] == ["Message 1", "Message 2"]
    assert [one["body"] for one in nodes(onwards)] == ["Message 5"]
    assert (newest["totalCount"], older["totalCount"]) == (5, 6)
    assert older["pageInfo"]["hasPreviousPage"] is True
    assert older["pageInfo"]["hasNextPage"] is True


@pytest.mark.parametrize("signed_in", [False, True])
def test_the_conversation_of_other_people_is_nothing(client, graphql, signed_in):
    thread = ConversationFactory()
    exchange(thread, 1)
    if signed_in:
        client.force_login(UserFactory())

    assert graphql(THREAD, id=global_id(thread)) == {"data": {"conversation": None}}
    node = "query ($id: ID!) { node(id: $id) { id } }"
    assert graphql(node, id=global_id(thread)) == {"data": {"node": None}}


def test_nobody_marks_the_conversation_of_other_people(client, graphql):
    thread = ConversationFactory()
    exchange(thread, 1)
    owner = thread.listing.author

    assert codes(graphql(READ, id=global_id(thread))) == ["UNAUTHENTICATED"]
    client.force_login(UserFactory())
    assert codes(graphql(READ, id=global_id(thread))) == ["NOT_FOUND"]

    assert Message.objects.unread_by(owner).count() == 1


def test_what_arrived_after_the_last_message_shown_stays_unread(client, graphql):
    thread = ConversationFactory()
    exchange(thread, 3)
    shown = thread.messages.all()[1]
    client.force_login(thread.listing.author)

    def unread(**variables):
        answer = graphql(READ, id=global_id(thread), **variables)
        return answer["data"]["markConversationRead"]["conversation"]["unreadCount"]

    assert unread(upTo=global_id(shown)) == 1
    assert unread() == 0
    assert unread(upTo=global_id(shown)) == 0


def test_a_message_of_elsewhere_marks_nothing(client, graphql):
    thread, other = ConversationFactory.create_batch(2)
    exchange(thread, 1)
    exchange(other, 1)
    client.force_login(thread.listing.author)

    answer = graphql(READ, id=global_id(thread), upTo=global_id(Message.objects.last()))

    assert codes(answer) == ["NOT_FOUND"]
    assert Message.objects.unread_by(thread.listing.author).count() == 1


def test_a_person_who_left_gets_no_message(client, graphql):
    thread = ConversationFactory(listing__author__is_active=False)
    client.force_login(thread.initiator)
    send_ = """mutation ($id: ID!) { sendMessage(input: {conversation: $id,
      body: "Bonjour"}) { message { id } errors { code } } }"""

    answer = graphql(send_, id=global_id(thread))["data"]["sendMessage"]

    assert answer == {"message": None, "errors": [{"code": "correspondent_left"}]}
    assert not Message.objects.exists()


def test_one_key_never_sends_two_texts(client, graphql, resident):
    listing = ListingFactory()
    client.force_login(resident)
    start = """mutation ($id: ID!, $body: String!) { startConversation(input: {
      listing: $id, body: $body, idempotencyKey: "k"}) {
        message { id } errors { code } } }"""

    first, again, other = (
        graphql(start, id=global_id(listing), body=body)["data"]["startConversation"]
        for body in ("Bonjour", "Bonjour", "Bonsoir")
    )

    assert first == again
    assert other == {"message": None, "errors": [{"code": "key_reused"}]}
    assert Conversation.objects.get().messages.count() == 1


LISTED = """{ me { listings { totalCount edges { node { title status
  price { label } author { displayName } commune { name } category { name } } } } } }"""
COUNTED = """{ listings { totalCount edges { node { title canContact
  author { displayName } commune { name } category { name } } } } }"""


@pytest.mark.parametrize("query", [LISTED, COUNTED])
def test_lists_of_a_signed_in_person_cost_the_same_whatever_their_length(
    client, graphql, query
):
    me = UserFactory()
    client.force_login(me)
    counts = []
    for more in (1, 14):
        ListingFactory.create_batch(more, author=me)
        counts.append(queries_of(graphql, query))

    assert counts[0] == counts[1]


SEND_PHOTOS = """mutation ($id: ID!, $photos: [ID!]) { sendMessage(input: {
  conversation: $id, body: "La voici.", photos: $photos, idempotencyKey: "k"}) {
    message { photos { id url width alt } } errors { field code } } }"""


def test_pictures_go_with_a_message_once(client, graphql):
    thread = ConversationFactory()
    sent = MessagePhotoFactory(waiting=True, owner=thread.initiator, alt="La serre")
    photo = to_global_id("MessagePhoto", str(sent.public_id))
    client.force_login(thread.initiator)

    first, again = (
        graphql(SEND_PHOTOS, id=global_id(thread), photos=[photo])["data"]
        for _time in range(2)
    )

    (shown,) = first["sendMessage"]["message"]["photos"]
    assert (shown["id"], shown["alt"]) == (photo, "La serre")
    assert first == again
    assert thread.messages.get().photos.get() == sent


@pytest.mark.parametrize("whose", ["somebody else’s", "nobody’s", "no id"])
def test_only_own_pictures_go_with_a_message(client, graphql, whose):
    thread = ConversationFactory()
    client.force_login(thread.initiator)
    other = MessagePhotoFactory(waiting=True)
    photo = {
        "somebody else’s": to_global_id("MessagePhoto", str(other.public_id)),
        "nobody’s": to_global_id(
            "MessagePhoto", "01890a5d-ac96-774b-bcce-b302099a8057"
        ),
        "no id": "photo",
    }[whose]

    answer = graphql(SEND_PHOTOS, id=global_id(thread), photos=[photo])["data"]

    refused = [{"field": "photos", "code": "photo_unknown"}]
    assert answer["sendMessage"] == {"message": None, "errors": refused}
    assert not Message.objects.exists()
