"""Editors' pictures, stored upright and without where or by whom they were taken."""

from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from listings.photos.pictures import Damaged, NotAPicture, TooManyPixels, opened

# MPO is how phones name a JPEG that carries a second, smaller picture.
SUFFIXES = {
    "JPEG": ".jpg",
    "MPO": ".jpg",
    "PNG": ".png",
    "WEBP": ".webp",
    "GIF": ".gif",
}
FORMATS = ["JPEG", "PNG", "WEBP", "GIF"]
KEPT = {"icc_profile", "transparency", "duration", "loop", "background", "disposal"}


class StrippedFile(ContentFile):
    """A picture that was already re-encoded, so that it is done once."""


def stripped(file: File) -> StrippedFile:
    """Return `file` re-encoded upright without metadata, or raise ValidationError."""
    limit = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    try:
        with opened(file, FORMATS, limit) as image:
            if image.width * image.height * getattr(image, "n_frames", 1) > limit:
                raise TooManyPixels  # all frames are kept, so they count together
            return encoded(image, str(file.name))
    except TooManyPixels as error:
        message = _("Cette image est trop grande. Réduisez-la avant de l’envoyer.")
        raise ValidationError(message, "too_large") from error
    except (NotAPicture, Damaged) as error:
        message = _(
            "Cette image est illisible. Choisissez un fichier JPEG, PNG ou WebP."
        )
        raise ValidationError(message, "unreadable") from error


def encoded(image: Image.Image, name: str) -> StrippedFile:
    kind = image.format or ""
    animated = kind in ("GIF", "WEBP") and getattr(image, "n_frames", 1) > 1
    upright = image if animated else ImageOps.exif_transpose(image)
    if kind in ("JPEG", "MPO") and upright.mode not in ("RGB", "L"):
        upright = upright.convert("RGB")
        upright.info.pop("icc_profile", None)
    upright.info = {key: upright.info[key] for key in KEPT & upright.info.keys()}
    output = BytesIO()
    upright.save(output, "JPEG" if kind == "MPO" else kind, **options(kind, animated))
    stem = PurePath(name.replace("\\", "/")).stem or "image"
    return StrippedFile(output.getvalue(), name=stem + SUFFIXES[kind])


def options(kind: str, animated: bool) -> dict[str, Any]:
    """Return what Pillow is asked for; comments and EXIF are never among it."""
    if kind in ("JPEG", "MPO"):
        return {"quality": 88, "comment": b"", "exif": b"", "optimize": True}
    if kind == "GIF":
        return {"save_all": animated, "comment": b""}
    return {"exif": b"", "xmp": b"", **({"save_all": True} if animated else {})}
