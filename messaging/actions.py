"""Writing to a neighbour: the message, its key and its mail are one transaction."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from listings.models import Listing

from .models import Conversation, Message, Participant
from .photos.actions import attach

TICK = timedelta(microseconds=1)  # what the databases tell apart


@transaction.atomic
def start_conversation(
    listing: Listing, initiator, body: str, key: str = "", photos=()
) -> Message:
    """Write to the author of `listing`, in the one conversation about it.

    Codes of the ValidationError: `own_listing`, `not_live`, `not_confirmed`, and
    those of `send`.
    """
    known = Conversation.objects.filter(listing=listing, initiator=initiator).first()
    if known is None:
        refuse_unless_allowed(listing, initiator)
    return send(known or opened(listing, initiator), initiator, body, key, photos)


def opened(listing: Listing, initiator) -> Conversation:
    """Return the conversation with its two sides; of two writers, one creates it."""
    conversation, created = Conversation.objects.get_or_create(
        listing=listing, initiator=initiator
    )
    if created:
        # Nothing was said yet, so that the first message will be unread.
        Participant.objects.bulk_create(
            Participant(
                conversation=conversation,
                user=user,
                seen_up_to=conversation.created_at,
                notified_up_to=conversation.created_at,
            )
            for user in (initiator, listing.author)
        )
    return conversation


def refuse_unless_allowed(listing: Listing, initiator) -> None:
    if listing.author_id == initiator.pk:
        raise ValidationError(_("Cette annonce est la vôtre."), "own_listing")
    if not Listing.objects.live().filter(pk=listing.pk).exists():
        raise ValidationError(_("Cette annonce n’est plus en ligne."), "not_live")
    if not initiator.is_confirmed:
        raise ValidationError(
            _("Confirmez d’abord votre adresse de courriel."), "not_confirmed"
        )


@transaction.atomic
def send(
    conversation: Conversation, author, body: str, key: str = "", photos=()
) -> Message:
    """Store `body` once per `key`, and queue the mail that tells the other person.

    A conversation outlives its listing: closed or hidden, people still have to say
    whether and when. Codes of the ValidationError: `key_reused` when the key came
    with other words or for another person, `correspondent_left`.
    """
    locked = lock(conversation)
    if key and (message := sent_before(locked, author, body, key)):
        return message
    if not locked.correspondent_of(author).is_active:
        raise ValidationError(
            _("Cette personne a quitté le site : elle ne lirait pas votre message."),
            "correspondent_left",
        )
    message = store(locked, author, body, key)
    attach(message, photos)
    tell_the_other(message)
    return message


def lock(conversation: Conversation) -> Conversation:
    """Make writers of one conversation take turns, and read it again in one's turn."""
    rows = Conversation.objects.with_people().select_for_update(of=("self",))
    return rows.get(pk=conversation.pk)


def store(conversation: Conversation, author, body: str, key: str) -> Message:
    """Write the message, later than every other one that the lock let through.

    Whoever read up to some message therefore never skips one that was on its way.
    """
    now = max(timezone.now(), conversation.last_message_at + TICK)
    try:
        with transaction.atomic():
            message = Message.objects.create(
                conversation=conversation,
                author=author,
                body=body,
                idempotency_key=key,
                created_at=now,
            )
    except IntegrityError as error:  # at the same moment, in another conversation
        raise key_reused() from error
    conversation.last_message_at = now
    conversation.save(update_fields=["last_message_at"])
    return message


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


def mark_read(conversation: Conversation, user, up_to: Message | None = None) -> None:
    """Move the watermark of `user` to `up_to`, or to the newest message; never back."""
    seen = up_to or conversation.messages.last()
    if seen is not None:
        conversation.participants.filter(
            user=user, seen_up_to__lt=seen.created_at
        ).update(seen_up_to=seen.created_at)


def tell_the_other(message: Message) -> None:
    """Queue a mail with the message, its author's public name and a link."""
    conversation = message.conversation
    about = {
        "message": message,
        "name": message.author.display_name,
        "title": conversation.listing.title,
        "url": f"{settings.SITE_URL}{conversation.get_absolute_url()}",
    }
    mail = EmailMultiAlternatives(
        subject=one_line(_("%(name)s vous écrit : %(title)s") % about),
        body=render_to_string("messaging/mail.txt", about),
        to=[conversation.correspondent_of(message.author).email],
    )
    mail.attach_alternative(render_to_string("messaging/mail.html", about), "text/html")
    mail.send()


def one_line(text: str) -> str:
    """Leave no line break that could start another header of a mail."""
    return " ".join(text.splitlines())
