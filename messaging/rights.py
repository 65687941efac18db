"""What conversations give to the archive of a person, and forget: accounts call these.

A conversation belongs to two people: what one wrote stays for the other, until it ends.
"""

import re

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.rights.parts import Entry, Field, Part
from background.retention import before, remove
from listings.rights import pictures_of

from .models import (
    Block,
    Conversation,
    Message,
    MessagePhoto,
    MessageSource,
    MessageState,
    Participant,
    PushSubscription,
)

CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:\+|00)?\d(?:[ .\-\u00a0]?\d){8,}"
)


def export(user) -> Part:
    """Give the conversations, with what the other person wrote and not who they are."""
    rows = Conversation.objects.filter(participants__user=user).with_people()
    rows = rows.prefetch_related("messages__author", "messages__photos").distinct()
    entries = [thread(one, user) for one in rows.order_by("created_at", "pk")]
    entries += [
        Entry(
            _("Personne bloquée"),
            [
                Field("blocked", _("Nom"), block.blocked.display_name),
                Field("blockedAt", _("Depuis"), block.created_at),
            ],
        )
        for block in user.blocks.select_related("blocked").order_by("pk")
    ]
    entries += [
        Entry(_("Navigateur averti"), [Field("since", _("Depuis"), browser.created_at)])
        for browser in user.push_subscriptions.all()
    ]
    return Part("conversations", _("Mes conversations"), entries)


def thread(conversation: Conversation, user) -> Entry:
    other = conversation.correspondent_of(user)
    shown = [one for one in conversation.messages.all() if is_readable(one, user)]
    about = masked(conversation.listing.title)
    return Entry(
        f"{other.display_name}, {about}",
        [
            Field("listing", _("Annonce"), about),
            Field("with", _("Avec"), other.display_name),
            Field("startedAt", _("Commencée le"), conversation.created_at),
        ],
        entries=[words(message, user) for message in shown],
    )


def is_readable(message: Message, user) -> bool:
    own = message.author_id == user.pk and message.state != MessageState.DELETED
    return own or message.is_delivered


def words(message: Message, user) -> Entry:
    own = message.author_id == user.pk
    who = _("Vous") if own else message.author.display_name
    fields = [
        Field("author", _("De"), who),
        Field("sentAt", _("Le"), message.created_at),
        Field("body", _("Message"), message.body if own else masked(message.body)),
        Field("state", _("État"), message.get_state_display()),
    ]
    return Entry(who, fields, pictures_of(message.photos.all()) if own else [])


def masked(text: str) -> str:
    """Leave out the addresses and the numbers that another person confided."""
    return CONTACT.sub(_("[coordonnées masquées]"), text)


def erase(user) -> None:
    """Leave of `user` the words that somebody received, and nothing else."""
    MessagePhoto.objects.by(user).delete()
    mine = Message.objects.filter(author=user)
    mine.exclude(state=MessageState.DELIVERED).delete()
    mine.update(idempotency_key="")
    for message in mine.filter(source=MessageSource.SITE):  # it names its author
        message.body = _("Cette annonce est terminée. Merci d’avoir écrit !")
        message.save(update_fields=["body", "search_words"])
    Participant.objects.filter(user=user).update(
        outcome="", outcome_reason="", outcome_note="", outcome_at=None
    )
    Block.objects.filter(Q(blocker=user) | Q(blocked=user)).delete()
    PushSubscription.objects.filter(user=user).delete()
    read_by_nobody(user).delete()


def read_by_nobody(user) -> QuerySet[Conversation]:
    """Conversations without a word, and those whose other person is gone as well."""
    gone = "erased_at__isnull"
    started = Q(initiator=user, **{f"listing__author__{gone}": False})
    received = Q(listing__author=user, **{f"initiator__{gone}": False})
    said = Message.objects.filter(conversation=OuterRef("pk"))
    silent = ~Exists(said) & Q(Q(initiator=user) | Q(listing__author=user))
    rows = Conversation.objects.filter(started | received | silent)
    return Conversation.objects.filter(pk__in=rows.order_by().values("pk"))


def wrote_since(moment) -> QuerySet:
    """The keys of those who wrote, on the site or from their mailbox."""
    said = Message.objects.exclude(source=MessageSource.SITE)
    return said.filter(created_at__gte=moment).order_by().values("author")


def forget_conversations(dry_run: bool = False) -> int:
    """Delete the conversations that fell silent long ago, with their pictures."""
    return remove(Conversation.objects.over(), dry_run)


def forget_keys(dry_run: bool = False) -> int:
    """Empty the keys that recognised a second copy of a message."""
    old = Message.objects.exclude(idempotency_key="").filter(
        created_at__lt=before(settings.KEY_HOURS / 24)
    )
    return old.count() if dry_run else old.update(idempotency_key="")
