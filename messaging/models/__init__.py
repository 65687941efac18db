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
    MessageQuerySet,
    MessageSource,
    MessageState,
)
from .photos import MessagePhoto, MessagePhotoQuerySet

__all__ = [
    "Block",
    "Conversation",
    "ConversationQuerySet",
    "InboundMail",
    "Message",
    "MessagePhoto",
    "MessagePhotoQuerySet",
    "MessageQuerySet",
    "MessageSource",
    "MessageState",
    "Outcome",
    "OutcomeReason",
    "Participant",
    "PushSubscription",
]
