"""What one person decides of their own side; the other side is never asked."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Block, Conversation, Participant
from .turns import wait_for_people, wait_for_sides


def mute(conversation: Conversation, user, muted: bool = True) -> None:
    """Send `user` nothing about this conversation any more; it stays in the inbox."""
    conversation.participants.filter(user=user).update(muted=muted)


def archive(conversation: Conversation, user, archived: bool = True) -> None:
    """Put the conversation aside until its next message."""
    conversation.participants.filter(user=user).update(archived=archived)


@transaction.atomic
def leave(conversation: Conversation, user) -> None:
    """Take `user` out: they see it no more, and the other cannot write there.

    Whoever asked comes back by writing about the listing again.
    """
    wait_for_sides(conversation)
    conversation.participants.filter(user=user, left_at=None).update(
        left_at=timezone.now()
    )


@transaction.atomic
def block(user, other) -> None:
    """Let no word pass between two people any more, about any listing.

    Raises ValidationError `block_self`. Nobody else learns of it.
    """
    if user.pk == other.pk:
        raise ValidationError(_("On ne se bloque pas soi-même."), "block_self")
    wait_for_people(user, other)
    Block.objects.get_or_create(blocker=user, blocked=other)
    # « Lu » stays where it is: rereading what was said gives no sign either.
    shared_sides(user, other).filter(shown_up_to=None).update(
        shown_up_to=F("seen_up_to")
    )


@transaction.atomic
def unblock(user, other) -> None:
    """Take back a block of `user`; what `other` decided stays."""
    Block.objects.filter(blocker=user, blocked=other).delete()
    shared_sides(user, other).update(shown_up_to=None)


def shared_sides(user, other) -> QuerySet[Participant]:
    """Return the sides of `user` in all that they exchange with `other`."""
    shared = Conversation.objects.filter(participants__user=other)
    return Participant.objects.filter(user=user, conversation__in=shared)
