"""What tells the other person of a message."""

from ..models import Message
from ..notifications.messages import notify_later
from ..push.sending import push_later


def tell_the_other(message: Message) -> None:
    """Queue a mail and a notification, in the transaction that delivers `message`."""
    conversation = message.conversation
    other = conversation.side_of(conversation.correspondent_of(message.author))
    notify_later(message, other)
    push_later(message, other)
