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
    MessageQuerySet,
    MessageSource,
    MessageState,
    searchable,
)
from .photos import MessagePhoto, MessagePhotoQuerySet

__all__ = [
    "Block",
    "BlockQuerySet",
    "Conversation",
    "ConversationQuerySet",
    "Deal",
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
    "searchable",
]
