"""Who may be written to about a conversation, and what they were not told yet."""

import re

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from ..models import Block, Message, MessageState, Participant

# What a mail program would turn into a link: with a scheme, "www.", or a path.
LINK = re.compile(r"\b(?:\w+://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)


def reachable():
    """Sides of conversations to which mail may go, with what a mail shows.

    Not those who muted or left, nor when either blocked the other or has gone.
    """
    people = {"user__mail_bounced_at": None}
    both = ("conversation__initiator", "conversation__listing__author")
    rows = Participant.objects.filter(muted=False, left_at=None, **people)
    for one in both:
        rows = rows.filter(**{f"{one}__is_active": True, f"{one}__is_suspended": False})
    between = Block.objects.filter(
        Q(blocker=OuterRef(both[0]), blocked=OuterRef(both[1]))
        | Q(blocker=OuterRef(both[1]), blocked=OuterRef(both[0]))
    )
    return rows.exclude(Exists(between)).select_related("user", *both)


def participant_to_tell(key: int) -> Participant | None:
    return reachable().filter(pk=key).first()


def untold(participant: Participant):
    """What the other wrote that was neither read nor told by mail."""
    since = max(participant.seen_up_to, participant.notified_up_to)
    return Message.objects.filter(
        conversation=participant.conversation_id,
        state=MessageState.DELIVERED,
        created_at__gt=since,
    ).exclude(author=participant.user_id)


def untold_of_row():
    """The same as a subquery, for each row of a query of participants."""
    since = Greatest(OuterRef("seen_up_to"), OuterRef("notified_up_to"))
    return Message.objects.filter(
        conversation=OuterRef("conversation"),
        state=MessageState.DELIVERED,
        created_at__gt=since,
    ).exclude(author=OuterRef("user"))


def with_news():
    """Sides whose other person wrote something untold."""
    return reachable().filter(Exists(untold_of_row()))


def with_photo_count(messages):
    return messages.annotate(photo_count=Count("photos"))


def without_links(text: str) -> str:
    """Take links out of what strangers wrote: mail programs make them live.

    On the site they stay inert until the reader confirms.
    """
    return LINK.sub(str(_("(lien à ouvrir depuis le site)")), text)
