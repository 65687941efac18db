"""What one person decides of their own side of a conversation."""

from functools import partial

import graphene

from graphql_api.enums import stored
from messaging import actions

from .mutations import ConversationPayload

STATES = {
    "MUTED": "Send me no mail about it; it stays in the inbox.",
    "UNMUTED": "Tell me of its messages again.",
    "ARCHIVED": "Put it aside until its next message.",
    "UNARCHIVED": "Put it back in the inbox.",
    "LEFT": "Take me out: I see it no more and the other person cannot write there."
    " Whoever asked comes back by startConversation; the author does not.",
}
ACTS = {
    "muted": actions.mute,
    "unmuted": partial(actions.mute, muted=False),
    "archived": actions.archive,
    "unarchived": partial(actions.archive, archived=False),
    "left": actions.leave,
}


class ConversationState(graphene.Enum):
    """What to make of one's own side of a conversation; the other side is not told."""

    MUTED = "muted"
    UNMUTED = "unmuted"
    ARCHIVED = "archived"
    UNARCHIVED = "unarchived"
    LEFT = "left"

    @property
    def description(self):
        return STATES[self.name]


class SetConversationStateInput(graphene.InputObjectType):
    """Which conversation becomes what."""

    conversation = graphene.ID(required=True, description="Id of the conversation.")
    state = ConversationState(required=True, description="What it becomes.")


class BlockResidentInput(graphene.InputObjectType):
    """Whom to block: people have no ids."""

    conversation = graphene.ID(
        required=True, description="Id of a conversation with this person."
    )


class UnblockResidentInput(graphene.InputObjectType):
    """Whom to block no more."""

    conversation = graphene.ID(
        required=True, description="Id of a conversation with this person."
    )


class SetConversationState(ConversationPayload, graphene.Mutation):
    """Mute, archive or leave a conversation, or take the first two back."""

    class Arguments:
        input = SetConversationStateInput(required=True, description="What to do.")

    @classmethod
    def mutate(cls, root, info, input):
        return cls.after(info, input["conversation"], ACTS[stored(input["state"])])


class BlockResident(ConversationPayload, graphene.Mutation):
    """Let no word pass between two people, about any listing; the other is not told."""

    class Arguments:
        input = BlockResidentInput(required=True, description="What to do.")

    @classmethod
    def mutate(cls, root, info, input):
        def block(thread, user):
            actions.block(user, thread.correspondent_of(user))

        return cls.after(info, input["conversation"], block)


class UnblockResident(ConversationPayload, graphene.Mutation):
    """Take one's own block back; what the other person decided stays."""

    class Arguments:
        input = UnblockResidentInput(required=True, description="What to do.")

    @classmethod
    def mutate(cls, root, info, input):
        def unblock(thread, user):
            actions.unblock(user, thread.correspondent_of(user))

        return cls.after(info, input["conversation"], unblock)


class ChoiceMutations(graphene.ObjectType):
    set_conversation_state = SetConversationState.Field()
    block_resident = BlockResident.Field()
    unblock_resident = UnblockResident.Field()
