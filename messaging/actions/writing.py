"""Writing to a neighbour: the message, its key and its mail are one transaction."""

from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Case, F, When
from django.utils import timezone
from django.utils.translation import gettext as _

from listings.models import Listing

from ..models import (
    Conversation,
    Message,
    MessagePhoto,
    MessageSource,
    Participant,
)
from ..photos.actions import attach
from .limits import refuse_too_many_conversations, refuse_too_many_messages
from .reach import obstacle, obstacle_to_start
from .screening import bring_before_moderators, look_at, state_of_next
from .telling import tell_the_other
from .turns import (
    wait_for_conversation,
    wait_for_listing,
    wait_for_people,
    wait_for_sides,
)

TICK = timedelta(microseconds=1)  # what the databases tell apart


@transaction.atomic
def start_conversation(
    listing: Listing,
    initiator,
    body: str,
    key: str = "",
    source: str = MessageSource.WEB,
    photos: Iterable[MessagePhoto] = (),
) -> Message:
    """Write to the author of `listing`, in the one conversation about it.

    Codes of the ValidationError: `own_listing`, `not_live`, `not_confirmed`,
    `too_many_conversations`, and those of `send`.
    """
    wait_for_people(initiator, listing.author)
    known = Conversation.objects.filter(listing=listing, initiator=initiator).first()
    if known is not None:
        return send(known, initiator, body, key, source, photos)
    opened = open_conversation(listing, initiator)
    message = send(opened, initiator, body, key, source, photos, opens=True)
    refuse_unless_live(listing, message.created_at)  # its term may have come meanwhile
    return message


def open_conversation(listing: Listing, initiator) -> Conversation:
    """Create the conversation and its two sides while nobody can end the listing."""
    wait_for_listing(listing)
    now = timezone.now()
    refuse_unless_allowed(listing, initiator, now)
    conversation = Conversation.objects.create(
        listing=listing, initiator=initiator, created_at=now, last_message_at=now
    )
    # Nothing was said yet, so that the first message will be unread.
    before = now - TICK
    Participant.objects.bulk_create(
        Participant(
            conversation=conversation,
            user=user,
            seen_up_to=before,
            notified_up_to=before,
        )
        for user in (initiator, listing.author)
    )
    return conversation


def refuse_unless_allowed(listing: Listing, initiator, now) -> None:
    if listing.author_id == initiator.pk:
        raise ValidationError(_("Cette annonce est la vôtre."), "own_listing")
    refuse_unless_live(listing, now)
    if not initiator.is_confirmed:
        raise ValidationError(
            _("Confirmez d’abord votre adresse de courriel."), "not_confirmed"
        )
    if found := obstacle_to_start(initiator, listing.author):
        raise found
    refuse_too_many_conversations(initiator)


def refuse_unless_live(listing: Listing, moment) -> None:
    if not Listing.objects.live(moment).filter(pk=listing.pk).exists():
        raise ValidationError(_("Cette annonce n’est plus en ligne."), "not_live")


@transaction.atomic
def send(
    conversation: Conversation,
    author,
    body: str,
    key: str = "",
    source: str = MessageSource.WEB,
    photos: Iterable[MessagePhoto] = (),
    opens: bool = False,
) -> Message:
    """Store `body` once per `key`, and queue the mail that tells the other person.

    A conversation outlives its listing: closed or hidden, people still have to say
    whether and when. Codes of the ValidationError: `key_reused` when the key came
    with other words or for another person, `too_many_messages`, `refused_by_rule`,
    and those of `obstacle` and of `attach`.
    """
    people = wait_for_sides(conversation)
    locked = wait_for_conversation(conversation)
    if key and (message := sent_before(locked, author, body, key)):
        return message
    if found := obstacle(locked, people[author.pk]):
        raise found
    refuse_too_many_messages(author)
    photos = list(photos)
    look = look_at(body, people[author.pk], photos, opens)
    state = state_of_next(locked, people[author.pk], look)
    message = store(locked, people[author.pk], body, key, source, state)
    if photos:
        attach(message, photos)
    bring_back(message)
    bring_before_moderators(message, look, opens)
    if message.is_delivered:
        tell_the_other(message)
    return message


def store(
    conversation: Conversation, author, body: str, key: str, source: str, state: str
) -> Message:
    """Write the message, later than every other one that the lock let through.

    Whoever read up to some message therefore never skips one that was on its way.
    """
    try:
        with transaction.atomic():
            message = Message.objects.create(
                conversation=conversation,
                author=author,
                body=body,
                idempotency_key=key,
                source=source,
                state=state,
                created_at=next_moment(conversation),
            )
    except IntegrityError as error:  # at the same moment, in another conversation
        raise key_reused() from error
    return message


def next_moment(conversation: Conversation):
    """Return now, but after every message there is, whatever the clock says."""
    newest = conversation.messages.values_list("created_at", flat=True).last()
    now = timezone.now()
    return max(now, newest + TICK) if newest else max(now, conversation.created_at)


def bring_back(message: Message) -> None:
    """Show the conversation again, first, to those who may read `message`."""
    conversation = message.conversation
    sides = conversation.participants.all()
    if not message.is_delivered:
        sides.filter(user=message.author).update(left_at=None)
        return
    writes_again = When(user=message.author, then=None)
    sides.update(archived=False, left_at=Case(writes_again, default=F("left_at")))
    conversation.last_message_at = message.created_at
    conversation.save(update_fields=["last_message_at"])


def sent_before(conversation, author, body: str, key: str) -> Message | None:
    """Return what `key` stored already; refuse it for anything else."""
    message = Message.objects.filter(author=author, idempotency_key=key).first()
    if message is None:
        return None
    if (message.conversation_id, message.body) != (conversation.pk, body):
        raise key_reused()
    message.conversation = conversation
    return message


def key_reused() -> ValidationError:
    return ValidationError(
        _("Cet envoi a déjà servi pour un autre message."), "key_reused"
    )
