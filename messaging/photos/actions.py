"""What is done to pictures of messages: taking in, giving to a message, sweeping."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from listings.photos.actions import (
    check_bytes,
    digest_of,
    encode,
    keep,
    unknown_photo,
)

from ..models import Message, MessagePhoto


def too_many_photos() -> ValidationError:
    message = _("Un message porte %(count)s photos au plus.")
    return ValidationError(
        message, "photos_too_many", {"count": settings.MESSAGE_PHOTOS_MAX}
    )


def upload(file: UploadedFile, owner, alt: str = "") -> MessagePhoto:
    """Take in a picture that no message shows yet.

    Sending the same file again gives the same picture while it waits. Raises
    ValidationError with one of the codes `photo_…`.
    """
    check_bytes(file)
    digest = digest_of(file)
    waiting = MessagePhoto.objects.by(owner).waiting()
    if photo := waiting.filter(digest=digest).first():
        photo.wait_again(alt)
        return photo
    if waiting.count() >= settings.MESSAGE_PHOTOS_WAITING_MAX:
        raise ValidationError(
            _("Trop de photos attendent un message. Envoyez-en un d’abord."),
            "photos_waiting",
        )
    return keep(encode(file), MessagePhoto(owner=owner, digest=digest, alt=alt))


def own_photos(public_ids: Iterable[UUID], owner) -> list[MessagePhoto]:
    """Return uploads of `owner`, in this order, for `attach`.

    One that a message took already is among them: that message may be sent again.
    Codes of the ValidationError: `photos_too_many`, and `photo_unknown` for what does
    not exist or is somebody else’s.
    """
    wanted = list(dict.fromkeys(public_ids))
    if len(wanted) > settings.MESSAGE_PHOTOS_MAX:
        raise too_many_photos()
    rows = MessagePhoto.objects.by(owner).filter(public_id__in=wanted)
    found = {photo.public_id: photo for photo in rows}
    if len(found) < len(wanted):
        raise unknown_photo()
    return [found[public_id] for public_id in wanted]


@transaction.atomic
def attach(message: Message, photos: Iterable[MessagePhoto]) -> None:
    """Give `photos`, in this order, to a message that its author just wrote.

    Call it in the transaction that stores the message. Codes of the ValidationError:
    `photos_too_many`, and `photo_unknown` when another message took one meanwhile.
    """
    free = MessagePhoto.objects.by(message.author).waiting()
    for position, photo in enumerate(photos):
        if position >= settings.MESSAGE_PHOTOS_MAX:
            raise too_many_photos()
        # One conditional UPDATE: of two messages, only one takes it.
        if not free.filter(pk=photo.pk).update(message=message, position=position):
            raise unknown_photo()


@transaction.atomic
def sweep_unattached(dry_run: bool = False) -> int:
    """Delete the uploads that no message took in time; return how many."""
    if dry_run:
        return MessagePhoto.objects.abandoned().count()
    # Locked, so that a message cannot take one while it goes.
    abandoned = MessagePhoto.objects.abandoned().select_for_update()
    for photo in abandoned:
        photo.delete()
    return len(abandoned)
