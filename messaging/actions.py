"""Writing to a neighbour: the message, its key and its mail are one transaction."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from listings.models import Listing

from .models import Conversation, Message, Participant


@transaction.atomic
def start_conversation(
    listing: Listing, initiator, body: str, key: str = ""
) -> Message:
    """Write to the author of `listing`, in the one conversation about it.

    Codes of the ValidationError: `own_listing`, `not_live`, `not_confirmed`.
    """
    refuse_unless_allowed(listing, initiator)
    conversation, created = Conversation.objects.get_or_create(
        listing=listing, initiator=initiator
    )
    if created:
        Participant.objects.bulk_create(
            Participant(conversation=conversation, user=user)
            for user in (initiator, listing.author)
        )
    return send(conversation, initiator, body, key)


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
def send(conversation: Conversation, author, body: str, key: str = "") -> Message:
    """Store `body` once per `key`, and queue the mail that tells the other person.

    Raises ValidationError `key_reused` when the key came with other words.
    """
    if key and (message := sent_before(author, body, key)):
        return message
    message = Message.objects.create(
        conversation=conversation, author=author, body=body, idempotency_key=key
    )
    Conversation.objects.filter(pk=conversation.pk).update(
        last_message_at=message.created_at
    )
    tell_the_other(message)
    return message


def sent_before(author, body: str, key: str) -> Message | None:
    message = Message.objects.filter(author=author, idempotency_key=key).first()
    if message and message.body != body:
        raise ValidationError(
            _("Cet envoi a déjà servi pour un autre message."), "key_reused"
        )
    return message


def mark_read(conversation: Conversation, user) -> None:
    """Move the watermark of `user` to now; nothing happens to anybody else's."""
    conversation.participants.filter(user=user).update(seen_up_to=timezone.now())


def tell_the_other(message: Message) -> None:
    """Queue a mail with the message, its author's public name and a link."""
    conversation = message.conversation
    for participant in conversation.participants.exclude(
        user=message.author
    ).select_related("user"):
        EmailMessage(
            subject=subject(message),
            body=words_of(message, settings.SITE_URL),
            to=[participant.user.email],
        ).send()


def subject(message: Message) -> str:
    names = {
        "name": message.author.display_name,
        "title": message.conversation.listing.title,
    }
    return " ".join((_("%(name)s vous écrit : %(title)s") % names).split())


def words_of(message: Message, site_url: str) -> str:
    return _(
        "%(name)s vous a écrit :\n\n%(body)s\n\nPour répondre : %(url)s\n\n"
        "Votre adresse de courriel reste cachée."
    ) % {
        "name": message.author.display_name,
        "body": message.body,
        "url": f"{site_url}{message.conversation.get_absolute_url()}",
    }
