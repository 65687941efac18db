"""What is new in a conversation, asked again and again: docs/decisions/0015-live.md.

Most answers are « nothing »: they cost one query, which `look` makes.
"""

import hashlib
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from uuid6 import uuid7

from moderation.screening import advice_on

from .actions import mark_read
from .models import Conversation, Message, MessageState, Participant
from .models.conversations import SHOWN_UP_TO, SubqueryCount


class Look(NamedTuple):
    """All that can change in what one person sees of one conversation."""

    seen: datetime  # up to where this person has read
    read_by_other: datetime
    newest: datetime | None  # message that this person may read
    shown: int  # messages that they may read
    deleted: int  # of these
    held: int  # of these
    unread: int  # messages that wait for them, in all their conversations

    @property
    def etag(self) -> str:
        told = repr(self[1:])
        return f'"{hashlib.sha256(told.encode()).hexdigest()[:20]}"'

    @property
    def is_behind(self) -> bool:
        return self.newest is not None and self.newest > self.seen


def look(public_id: UUID, user) -> Look:
    """Look at a conversation in one query; anybody else's is a 404."""
    mine = Participant.objects.filter(user=user, left_at=None)
    same = Participant.objects.filter(conversation=OuterRef("conversation"))
    others = same.exclude(user=user).values(shown=SHOWN_UP_TO)[:1]
    said = Message.objects.filter(conversation=OuterRef("conversation"))
    visible = said.visible_to(user).order_by()
    newest = visible.order_by("-created_at").values("created_at")[:1]
    found = (
        mine.filter(conversation__public_id=public_id)
        .annotate(
            read_by_other=Subquery(others),
            newest=Subquery(newest),
            shown=SubqueryCount(visible),
            deleted=SubqueryCount(visible.filter(state=MessageState.DELETED)),
            held=SubqueryCount(visible.filter(state=MessageState.HELD)),
            unread=SubqueryCount(Message.objects.unread_by(user)),
        )
        .values_list("seen_up_to", *Look._fields[1:])
        .first()
    )
    if found is None:
        raise Http404
    return Look(*found)


class News:
    """The newest messages of a conversation, from one that is known already on.

    The known one, `after`, comes first: whether it was read since is news as well.
    Without it, or when it cannot be read any more, the newest page is told. `earlier`
    is the page before it, where words may have been deleted or judged since.
    """

    def __init__(self, public_id: UUID, user, after: str = ""):
        mine = Conversation.objects.of(user).with_people()
        self.conversation = get_object_or_404(mine, public_id=public_id)
        self.user = user
        visible = self.conversation.messages.visible_to(user)
        known = visible.filter(public_id=as_uuid(after)) if after else visible.none()
        self.after = known.first()
        rows = visible.with_all_shown()
        most = settings.THREAD_PAGE_SIZE
        found = list(
            rows.since(self.after)[: most + 1] if self.after else rows.reverse()[:most]
        )
        self.more = len(found) > most
        self.messages = found[:most] if self.after else found[::-1]
        self.earlier = (
            list(rows.before(self.after).reverse()[:most])[::-1] if self.after else []
        )

    def mark_read(self) -> None:
        """Note that this person saw what is told here, and no more."""
        if self.messages:
            mark_read(self.conversation, self.user, self.messages[-1])

    @property
    def fresh(self) -> list[Message]:
        """What came after the known message."""
        return [one for one in self.messages if one != self.after]

    @property
    def changed(self) -> list[Message]:
        """What the page shows already and may show otherwise than it is."""
        return [one for one in self.earlier if not one.is_delivered]

    def page(self, now: Look) -> dict:
        """What the fragment of the site shows."""
        return {
            "conversation": self.conversation,
            "correspondent": self.conversation.correspondent_of(self.user),
            "thread": self.messages,
            "earlier": self.earlier,
            "changed": self.changed,
            "advice": advice_on(message.body for message in self.fresh),
            "read_by_other": now.read_by_other,
            "unread": now.unread,
            "key": uuid7(),
        }


def as_uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def look_and_read(public_id: UUID, user, after: str) -> Look:
    """Look, and note as read what is shown to somebody who has it before their eyes."""
    now = look(public_id, user)
    if now.is_behind:
        News(public_id, user, after).mark_read()
        now = look(public_id, user)
    return now
