"""What tells the other person of a message."""

from ..models import Message
from ..notifications.messages import notify_later
from ..push.sending import push_later


def tell_the_other(message: Message) -> None:
    """Queue a mail and a notification, in the transaction that delivers `message`."""
    notify_later(message)
    push_later(message)
