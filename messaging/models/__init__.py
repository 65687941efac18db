from .blocks import Block, BlockQuerySet
from .channels import InboundMail, PushSubscription
from .conversations import (
    Conversation,
    ConversationQuerySet,
    Outcome,
    OutcomeReason,
    Participant,
)
from .messages import (
    Message,
    MessagePhoto,
    MessageQuerySet,
    MessageSource,
    MessageState,
    searchable,
)

__all__ = [
    "Block",
    "BlockQuerySet",
    "Conversation",
    "ConversationQuerySet",
    "InboundMail",
    "Message",
    "MessagePhoto",
    "MessageQuerySet",
    "MessageSource",
    "MessageState",
    "Outcome",
    "OutcomeReason",
    "Participant",
    "PushSubscription",
    "searchable",
]
