"""What a person reads of their conversations and messages."""

import pytest

from messaging.actions import archive, block, leave, mark_read, mute, send
from messaging.models import Message
from tests.factories import ConversationFactory, MessageFactory, UserFactory, exchange
from tests.graphql_api.test_messaging import codes, global_id, nodes

pytestmark = pytest.mark.django_db
INBOX = """query ($filter: ConversationFilter, $search: String, $first: Int,
  $after: String, $last: Int, $before: String) { me { conversations(filter: $filter,
    search: $search, first: $first, after: $after, last: $last, before: $before) {
      totalCount pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
      edges { node { id } } } } }"""
THREAD = """query ($id: ID!) { conversation(id: $id) {
  subject { kind title status } listing { code } decides deal muted archived
  correspondent { displayName } lastWords lastWordsAreMine readByOtherUpTo
  obstacle { code message }
  messages { advice { subject text } edges { node {
    body isMine source state notice } } } } }"""
HELD = "Gardé\u00a0: la modération le relit avant de le remettre."


@pytest.fixture
def me(client):
    me = UserFactory(first_name="Zoé")
    client.force_login(me)
    return me


@pytest.fixture
def found(graphql):
    def found_ids(**asked):
        answer = graphql(INBOX, **asked)
        assert "errors" not in answer, answer
        return [one["id"] for one in nodes(answer["data"]["me"]["conversations"])]

    return found_ids


@pytest.fixture
def read(client, graphql):
    def thread_of(thread, user):
        client.force_login(user)
        return graphql(THREAD, id=global_id(thread))["data"]["conversation"]

    return thread_of


def ids(*threads):
    return [global_id(thread) for thread in threads]


def test_the_shelves_are_those_of_the_site(me, found):
    unread, known, aside, gone = ConversationFactory.create_batch(4, listing__author=me)
    for thread in (aside, gone, known, unread):
        exchange(thread, 1)
    mark_read(known, me)
    archive(aside, me)
    leave(gone, me)

    assert found() == ids(unread, known)
    assert found(filter="ALL") == ids(unread, known)
    assert found(filter="UNREAD") == ids(unread)
    assert found(filter="ARCHIVED") == ids(aside)


def test_words_listings_and_people_are_searched(me, found):
    thread = ConversationFactory(
        listing__author=me,
        listing__title="Bois à fendre",
        initiator__first_name="Gérard",
    )
    MessageFactory(conversation=thread, body="J’ai des légumes d’été.")
    MessageFactory(conversation=thread, body="Un secret", held=True)
    ConversationFactory(listing__author=me)
    MessageFactory(conversation=ConversationFactory(), body="Des légumes aussi")

    for search in ("LEGUME", "fendre", "Gérard"):
        assert found(search=search) == ids(thread)
    assert found(search="secret") == []
    assert found(search="légumes", filter="ARCHIVED") == []


@pytest.mark.parametrize("search", ["x" * 101, "\x00"])
def test_a_search_that_cannot_be_is_refused(me, graphql, search):
    assert codes(graphql(INBOX, search=search)) == ["BAD_USER_INPUT"]


def test_a_shelf_is_paged_both_ways(me, graphql):
    threads = ConversationFactory.create_batch(5, listing__author=me)
    for thread in threads:
        exchange(thread, 1)

    def page(**paging):
        answer = graphql(INBOX, filter="UNREAD", search="message", **paging)
        return answer["data"]["me"]["conversations"]

    newest = page(first=2)
    older = page(first=2, after=newest["pageInfo"]["endCursor"])
    again = page(last=2, before=older["pageInfo"]["startCursor"])

    assert [one["id"] for one in nodes(newest)] == ids(threads[4], threads[3])
    assert [one["id"] for one in nodes(older)] == ids(threads[2], threads[1])
    assert nodes(again) == nodes(newest)
    assert newest["totalCount"] == 5
    assert newest["pageInfo"]["hasNextPage"] is True
    assert again["pageInfo"]["hasPreviousPage"] is False


def test_each_side_reads_the_same_thread_from_its_place(read):
    thread = ConversationFactory(listing__title="Bois à fendre")
    owner, asker = thread.listing.author, thread.initiator
    message = send(thread, asker, "Bonjour " + "oui " * 60)
    mark_read(thread, owner)
    mute(thread, owner)
    archive(thread, owner)

    seen, asked = read(thread, owner), read(thread, asker)

    assert seen["subject"] == {
        "kind": "OFFER",
        "title": "Bois à fendre",
        "status": "PUBLISHED",
    }
    assert seen["correspondent"]["displayName"] == asker.display_name
    assert (seen["decides"], seen["muted"], seen["archived"]) == (True, True, True)
    assert (asked["decides"], asked["muted"], asked["archived"]) == (False,) * 3
    assert (seen["lastWordsAreMine"], asked["lastWordsAreMine"]) == (False, True)
    assert len(asked["lastWords"]) == 160
    assert asked["readByOtherUpTo"] == message.created_at.isoformat()
    assert (seen["deal"], seen["obstacle"]) == ("OPEN", None)


def test_nothing_said_yet_is_no_words(read):
    thread = ConversationFactory()

    answer = read(thread, thread.initiator)

    assert (answer["lastWords"], answer["lastWordsAreMine"]) == ("", False)


def test_a_held_message_is_read_by_its_author_who_is_told(read):
    thread = ConversationFactory()
    send(thread, thread.initiator, "Bonjour")
    MessageFactory(conversation=thread, body="Un mandat cash ?", held=True)

    mine = read(thread, thread.initiator)
    other = read(thread, thread.listing.author)

    assert nodes(mine["messages"])[1] == {
        "body": "Un mandat cash ?",
        "isMine": True,
        "source": "WEB",
        "state": "HELD",
        "notice": HELD,
    }
    assert mine["lastWords"] == "Un mandat cash ?"
    assert [one["body"] for one in nodes(other["messages"])] == ["Bonjour"]
    assert other["lastWords"] == "Bonjour"
    assert other["messages"]["advice"] == []


def test_what_follows_a_held_message_is_held_and_its_sender_told(client, graphql):
    thread = ConversationFactory()
    MessageFactory(conversation=thread, held=True)
    client.force_login(thread.initiator)
    say = """mutation ($id: ID!) { sendMessage(input: {conversation: $id,
      body: "Alors ?"}) { message { state notice } errors { code } } }"""

    answer = graphql(say, id=global_id(thread))["data"]["sendMessage"]

    assert answer == {"message": {"state": "HELD", "notice": HELD}, "errors": []}
    assert not Message.objects.delivered().exists()


def test_a_refused_message_says_so_to_its_author_alone(read):
    thread = ConversationFactory()
    MessageFactory(conversation=thread, state="refused")

    (message,) = nodes(read(thread, thread.initiator)["messages"])

    assert message["state"] == "REFUSED"
    assert message["notice"] == "Non remis\u00a0: la modération a refusé ce message."
    assert nodes(read(thread, thread.listing.author)["messages"]) == []


def test_advice_stands_beside_the_words_that_call_for_it(read):
    thread = ConversationFactory()
    send(thread, thread.initiator, "Envoyez un virement, puis encore un virement.")

    (advice,) = read(thread, thread.listing.author)["messages"]["advice"]

    assert advice["subject"] == "money"
    assert advice["text"].endswith("de mandat ni de coupon de recharge.")


def test_what_an_application_writes_is_known_to_be_so(client, graphql, read):
    thread = ConversationFactory()
    client.force_login(thread.initiator)
    say = """mutation ($id: ID!, $listing: ID!) { NAME(input: {WHERE, body: "Bonjour"})
      { message { source state notice } errors { code } } }"""
    sent = {"source": "API", "state": "DELIVERED", "notice": ""}
    for name, where in (
        ("sendMessage", "conversation: $id"),
        ("startConversation", "listing: $listing"),
    ):
        document = say.replace("NAME", name).replace("WHERE", where)
        unused = "$id: ID!, " if name == "startConversation" else ", $listing: ID!"
        ids_ = {"id": global_id(thread), "listing": global_id(thread.listing)}
        answer = graphql(document.replace(unused, ""), **ids_)["data"]
        assert answer == {name: {"message": sent, "errors": []}}

    assert set(Message.objects.values_list("source", flat=True)) == {"api"}


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("blocks", "blocked_by_you"),
        ("is blocked", "correspondent_left"),
        ("is left", "correspondent_left"),
        ("is alone", "correspondent_left"),
    ],
)
def test_why_one_cannot_write_is_told_before_one_tries(read, how, code):
    thread = ConversationFactory()
    me, other = thread.initiator, thread.listing.author
    other.is_active = how != "is alone"
    other.save()
    if how == "blocks":
        block(me, other)
    elif how == "is blocked":
        block(other, me)
    elif how == "is left":
        leave(thread, other)

    assert read(thread, me)["obstacle"]["code"] == code


def test_the_obstacle_of_one_conversation_is_not_that_of_another(client, graphql):
    me = UserFactory()
    away, free, gone = ConversationFactory.create_batch(3, listing__author=me)
    block(away.initiator, me)
    leave(gone, gone.initiator)
    client.force_login(me)

    answer = graphql("{ me { conversations { edges { node { id obstacle { code }}}}}}")

    found = nodes(answer["data"]["me"]["conversations"])
    codes_ = {one["id"]: one["obstacle"] and one["obstacle"]["code"] for one in found}
    assert codes_ == {
        global_id(away): "correspondent_left",
        global_id(free): None,
        global_id(gone): "correspondent_left",
    }


def test_the_subject_outlives_the_listing(read):
    thread = ConversationFactory(listing__status="hidden")

    answer = read(thread, thread.initiator)

    assert answer["listing"] is None
    assert answer["subject"]["title"] == thread.listing.title
    assert (answer["subject"]["status"], answer["deal"]) == ("HIDDEN", "ENDED")
    assert read(thread, thread.listing.author)["listing"] == {
        "code": thread.listing.code
    }
