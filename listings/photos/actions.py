"""What is done to photos: taking an upload in, giving it to a listing, sweeping."""

import hashlib
from typing import IO, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from . import files
from .models import Photo, Picture
from .pictures import (
    Damaged,
    Encoded,
    NotAPicture,
    TooManyPixels,
    in_widths,
    opened,
    upright,
)

FORMATS = ["JPEG", "PNG", "GIF", "WEBP", "HEIF"]
Kept = TypeVar("Kept", bound=Picture)


def unknown_photo() -> ValidationError:
    """The same answer for what does not exist and what belongs to somebody else."""
    return ValidationError(
        _("Cette photo n’est plus là. Envoyez-la de nouveau."), "photo_unknown"
    )


def too_many_photos() -> ValidationError:
    message = _("Une annonce montre %(count)s photos au plus.")
    return ValidationError(
        message, "photos_too_many", {"count": settings.LISTING_PHOTOS_MAX}
    )


def too_large() -> ValidationError:
    message = _("Cette photo pèse trop lourd\u00a0: %(limit)s\u00a0Mo au plus.")
    limit = settings.PHOTO_MAX_BYTES // 1024**2
    return ValidationError(message, "photo_too_large", {"limit": limit})


def upload(file: UploadedFile, owner, alt: str = "", listing=None) -> Photo:
    """Take in a photo that no listing shows yet.

    Sending the same file again gives the same photo, also when `listing` shows it
    already. Raises ValidationError with one of the codes `photo_…`.
    """
    check_bytes(file)
    digest = digest_of(file)
    if photo := Photo.objects.sent_before(digest, owner, listing):
        photo.wait_again(alt)
        return photo
    if Photo.objects.by(owner).waiting().count() >= settings.LISTING_PHOTOS_WAITING_MAX:
        raise ValidationError(
            _("Trop de photos attendent une annonce. Publiez-en une d’abord."),
            "photos_waiting",
        )
    return keep(encode(file), Photo(owner=owner, digest=digest, alt=alt))


def keep(encoded: list[Encoded], picture: Kept) -> Kept:
    """Store the files of a new picture, then its row."""
    biggest = encoded[-1]
    picture.widths = [file.width for file in encoded]
    picture.width, picture.height = biggest.width, biggest.height
    files.write(picture, encoded)
    try:
        with transaction.atomic():
            picture.save()
    except Exception:
        files.remove(picture.file_names)
        raise
    return picture


def check_bytes(file: UploadedFile) -> None:
    if not file.size:
        raise ValidationError(_("Ce fichier est vide."), "photo_empty")
    if file.size > settings.PHOTO_MAX_BYTES:
        raise too_large()


def digest_of(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(2**16):
        digest.update(chunk)
    return digest.hexdigest()


def encode(file: IO[bytes]) -> list[Encoded]:
    """Return the files to keep of a picture, or raise ValidationError."""
    widths = settings.PHOTO_WIDTHS
    try:
        with opened(file, FORMATS, settings.PHOTO_MAX_PIXELS) as image:
            check_shape(*image.size)
            picture = upright(image, max(widths))
    except (NotAPicture, Damaged, TooManyPixels) as error:
        raise refusal_of(error) from error
    return in_widths(picture, widths, settings.PHOTO_QUALITY)


def refusal_of(error: Exception) -> ValidationError:
    if isinstance(error, TooManyPixels):
        message = _("Cette photo est trop grande\u00a0: %(limit)s mégapixels au plus.")
        limit = settings.PHOTO_MAX_PIXELS // 1_000_000
        return ValidationError(message, "photo_too_many_pixels", {"limit": limit})
    if isinstance(error, Damaged):
        message = _("Cette photo est incomplète ou abîmée. Choisissez-en une autre.")
        return ValidationError(message, "photo_damaged")
    message = _(
        "Ce fichier n’est pas une photo que nous savons lire. "
        "Choisissez une photo JPEG, PNG, WebP, GIF ou HEIC."
    )
    return ValidationError(message, "photo_format")


def check_shape(width: int, height: int) -> None:
    if max(width, height) > settings.PHOTO_MAX_RATIO * min(width, height):
        raise ValidationError(
            _("Cette photo est trop allongée. Recadrez-la avant de l’envoyer."),
            "photo_too_long",
        )
    if min(width, height) < settings.PHOTO_MIN_SIDE:
        raise ValidationError(
            _("Cette photo est trop petite\u00a0: %(limit)s pixels de côté au moins."),
            "photo_too_small",
            {"limit": settings.PHOTO_MIN_SIDE},
        )


@transaction.atomic
def arrange(listing, photos: list[Photo]) -> None:
    """Make `photos`, in this order, the only ones of `listing`.

    Raises ValidationError on `photos` when another listing took one meanwhile.
    """
    Listing = type(listing)
    Listing.objects.select_for_update(of=("self",)).get(pk=listing.pk)
    if len(photos) > settings.LISTING_PHOTOS_MAX:
        raise ValidationError({"photos": too_many_photos()})
    kept = {photo.pk for photo in photos}
    Photo.objects.filter(listing=listing).exclude(pk__in=kept).delete()
    # Positions are unique in a listing: all are given up before any is taken.
    Photo.objects.filter(listing=listing).update(listing=None)
    free = Photo.objects.waiting().by(listing.author_id)
    for position, photo in enumerate(photos):
        taken = free.filter(pk=photo.pk).update(
            listing=listing, position=position, alt=photo.alt
        )
        if not taken:
            raise ValidationError({"photos": unknown_photo()})
    getattr(listing, "_prefetched_objects_cache", {}).pop("photos", None)


@transaction.atomic
def sweep_unattached(dry_run: bool = False) -> int:
    """Delete the uploads that no listing took in time; return how many."""
    if dry_run:
        return Photo.objects.abandoned().count()
    # Locked, so that a listing cannot take one while it goes.
    abandoned = Photo.objects.abandoned().select_for_update()
    for photo in abandoned:
        photo.delete()
    return len(abandoned)
