from .blocks import Block, BlockQuerySet
from .channels import InboundMail, PushSubscription
from .conversations import (
    Conversation,
    ConversationQuerySet,
    Deal,
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
    "Deal",
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
