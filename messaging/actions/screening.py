"""What rules say of a message before the other person reads it."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from listings.photos.likeness import likeness_of
from moderation.actions import bring_up
from moderation.models import Measure, Place, Urgency
from moderation.screening import Look, remember, screen
from moderation.targets import target_of

from ..models import Conversation, Message, MessagePhoto, MessageState


def look_at(body: str, author, photos: Iterable[MessagePhoto], opens: bool) -> Look:
    """Ask the rules; raise ValidationError `refused_by_rule` when one refuses."""
    pictures = likeness_of(photos)
    verdict = screen(
        body,
        place=Place.MESSAGE,
        author=author,
        is_new=author.is_new,
        opens=opens,
        pictures=pictures,
    )
    if verdict.action == Measure.REFUSE:
        raise ValidationError(verdict.findings[0].message, "refused_by_rule")
    return Look(verdict, pictures)


def state_of_next(
    conversation: Conversation, author, look: Look | None = None
) -> MessageState:
    """Once a message waits for review, what follows from its author waits as well.

    So does all that somebody limited writes; without a `look`, the site wrote it.
    """
    if look and (author.is_limited or look.verdict.action == Measure.HOLD):
        return MessageState.HELD
    waiting = conversation.messages.filter(author=author, state=MessageState.HELD)
    return MessageState.HELD if waiting.exists() else MessageState.DELIVERED


def bring_before_moderators(message: Message, look: Look, opens: bool) -> None:
    """Open a case for what waits or is flagged, and remember what was written."""
    if not message.is_delivered:
        bring_up(target_of(message), look.verdict, Urgency.WAITING)
    elif look.verdict.action == Measure.FLAG:
        bring_up(target_of(message), look.verdict, Urgency.CALM)
    remember(
        message.body,
        place=Place.MESSAGE,
        author=message.author,
        opens=opens,
        pictures=look.pictures,
    )
