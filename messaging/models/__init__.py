from .blocks import Block
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
)

__all__ = [
    "Block",
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
]
