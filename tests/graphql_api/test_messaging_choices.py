"""What a person decides of a conversation through the API."""

import pytest

from messaging.actions import block, leave, send
from messaging.models import Block, Message, Participant
from tests.factories import ConversationFactory, UserFactory
from tests.graphql_api.test_messaging import codes, global_id

pytestmark = pytest.mark.django_db
ANSWER = "{ conversation { muted archived obstacle { code } } errors { field code } }"
STATE = f"""mutation ($id: ID!, $state: ConversationState!) {{ setConversationState(
  input: {{conversation: $id, state: $state}}) {ANSWER} }}"""
BLOCK = (
    f"mutation ($id: ID!) {{ blockResident(input: {{conversation: $id}}) {ANSWER} }}"
)
UNBLOCK = BLOCK.replace("blockResident", "unblockResident")
SEND = """mutation ($id: ID!) { sendMessage(input: {conversation: $id, body: "Oui"}) {
  message { body } errors { field code message } } }"""
CHANGES = [(STATE, {"state": "LEFT"}), (STATE, {"state": "MUTED"})]
CHANGES += [(BLOCK, {}), (UNBLOCK, {})]


@pytest.fixture
def thread(client):
    """A conversation, read by the person who asked."""
    thread = ConversationFactory()
    client.force_login(thread.initiator)
    return thread


def done(answer):
    assert "errors" not in answer, answer
    (payload,) = answer["data"].values()
    assert payload["errors"] == []
    return payload["conversation"]


def flags():
    sides = Participant.objects.order_by("pk")
    return list(sides.values_list("muted", "archived", "left_at"))


@pytest.mark.parametrize(
    ("state", "back", "flag"),
    [("MUTED", "UNMUTED", "muted"), ("ARCHIVED", "UNARCHIVED", "archived")],
)
def test_a_state_is_one_sided_and_taken_back(graphql, thread, state, back, flag):
    me, other = thread.initiator, thread.listing.author

    assert done(graphql(STATE, id=global_id(thread), state=state))[flag] is True
    assert getattr(thread.side_of(me), flag) is True
    assert getattr(thread.side_of(other), flag) is False

    assert done(graphql(STATE, id=global_id(thread), state=back))[flag] is False
    assert getattr(thread.side_of(me), flag) is False


def test_whoever_left_has_no_conversation_any_more(client, graphql, thread):
    where = global_id(thread)

    assert done(graphql(STATE, id=where, state="LEFT")) is None

    assert codes(graphql(STATE, id=where, state="UNARCHIVED")) == ["NOT_FOUND"]
    assert codes(graphql(SEND, id=where)) == ["NOT_FOUND"]
    client.force_login(thread.listing.author)
    refused = graphql(SEND, id=where)["data"]["sendMessage"]["errors"]
    assert [one["code"] for one in refused] == ["correspondent_left"]
    assert not Message.objects.exists()


def test_a_block_is_known_to_its_author_only(client, graphql, thread):
    where = global_id(thread)

    assert done(graphql(BLOCK, id=where))["obstacle"] == {"code": "blocked_by_you"}
    assert done(graphql(BLOCK, id=where))["obstacle"] == {"code": "blocked_by_you"}

    client.force_login(thread.listing.author)
    (refused,) = graphql(SEND, id=where)["data"]["sendMessage"]["errors"]
    assert refused["code"] == "correspondent_left"
    # Taking back what one did not do changes nothing.
    assert done(graphql(UNBLOCK, id=where))["obstacle"]["code"] == "correspondent_left"
    assert Block.objects.get().blocker == thread.initiator
    assert not Message.objects.exists()


def test_a_block_is_taken_back(graphql, thread):
    block(thread.initiator, thread.listing.author)

    assert done(graphql(UNBLOCK, id=global_id(thread)))["obstacle"] is None

    assert not Block.objects.exists()
    assert graphql(SEND, id=global_id(thread))["data"]["sendMessage"]["errors"] == []


@pytest.mark.parametrize("document", CHANGES)
def test_nobody_else_decides_of_a_conversation(client, graphql, document):
    query, more = document
    thread = ConversationFactory()
    before = flags()

    def refused():
        return codes(graphql(query, id=global_id(thread), **more))

    assert refused() == ["UNAUTHENTICATED"]
    client.force_login(UserFactory())
    assert refused() == ["NOT_FOUND"]
    leave(thread, thread.initiator)
    client.force_login(thread.initiator)
    assert refused() == ["NOT_FOUND"]

    assert [one[:2] for one in flags()] == [one[:2] for one in before]
    assert not Block.objects.exists()


def test_a_number_too_many_is_told_with_its_code(graphql, thread, settings):
    settings.MESSAGING_LIMITS = settings.MESSAGING_LIMITS | {"messages_per_hour": 1}
    send(thread, thread.initiator, "Bonjour")

    (refused,) = graphql(SEND, id=global_id(thread))["data"]["sendMessage"]["errors"]

    assert (refused["field"], refused["code"]) == (None, "too_many_messages")
    assert Message.objects.get().body == "Bonjour"
