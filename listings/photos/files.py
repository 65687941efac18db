"""Files of photos in whatever storage is configured."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from background.jobs import job

from .models import Picture
from .pictures import Encoded


def write(picture: Picture, files: list[Encoded]) -> None:
    """Store every file of a picture, or none."""
    try:
        for file in files:
            name = picture.file_name(file.width)
            default_storage.save(name, ContentFile(file.content))
    except Exception:
        remove(picture.file_names)
        raise


def remove(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)


@job
def remove_files(names: list[str]) -> None:
    remove(names)


def forget(sender, instance: Picture, **kwargs) -> None:
    """Queue the removal of a deleted picture's files, whatever deleted its row.

    The queue is written in the same transaction, and tried again when storage fails.
    """
    remove_files.enqueue(instance.file_names)
