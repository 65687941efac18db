"""What becomes of a message that waited for review."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Message, MessageState
from .reach import obstacle
from .telling import tell_the_other
from .turns import wait_for_conversation, wait_for_sides
from .writing import bring_back, next_moment


@transaction.atomic
def deliver(message: Message, origin: str = MessageState.HELD) -> None:
    """Let the other person read a held or refused message, as one that arrives now.

    It is dated anew: whoever read later messages meanwhile must find it unread.
    Codes of the ValidationError: `state_changed` when it is not in the state `origin`
    any more, and those of `obstacle` when its author could not write it any more.
    """
    people = wait_for_sides(message.conversation)
    conversation = wait_for_conversation(message.conversation)
    if found := obstacle(conversation, people[message.author_id]):
        raise found
    moment = next_moment(conversation)
    kept = Message.objects.filter(pk=message.pk, state=origin)
    if not kept.update(state=MessageState.DELIVERED, created_at=moment):
        raise ValidationError(
            _("Ce message a changé entre-temps. Rechargez la page."), "state_changed"
        )
    message.conversation = conversation
    message.state, message.created_at = MessageState.DELIVERED, moment
    bring_back(message)
    tell_the_other(message)
