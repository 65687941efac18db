"""What is done to conversations; everything else of this package serves these."""

from .choices import archive, block, leave, mute, unblock
from .closing import thank_everybody_else
from .deal import free, fulfil, record_outcome, reserve
from .reading import mark_read
from .removing import delete_message
from .review import deliver
from .warning import warn_correspondents
from .writing import send, start_conversation

__all__ = [
    "archive",
    "block",
    "delete_message",
    "deliver",
    "free",
    "fulfil",
    "leave",
    "mark_read",
    "mute",
    "record_outcome",
    "reserve",
    "send",
    "start_conversation",
    "thank_everybody_else",
    "unblock",
    "warn_correspondents",
]
