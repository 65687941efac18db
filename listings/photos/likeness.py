"""What the photos of a listing look like, to know them again elsewhere."""

from collections.abc import Iterable

from django.core.files.storage import default_storage
from PIL import Image

from moderation.screening.pictures import picture_hash

from .models import Picture


def likeness_of(pictures: Iterable[Picture]) -> list[int]:
    """Return the 64 bits of each picture, read from the smallest of its files."""
    return [bits for picture in pictures if (bits := likeness(picture)) is not None]


def likeness(picture: Picture) -> int | None:
    """Return the 64 bits of one picture, None when its file is gone."""
    try:
        with default_storage.open(picture.file_name(min(picture.widths))) as file:
            return picture_hash(Image.open(file))
    except FileNotFoundError:
        return None
