"""Files of photos in whatever storage is configured."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from background.jobs import job

from .models import Photo
from .pictures import Encoded


def write(photo: Photo, files: list[Encoded]) -> None:
    """Store every file of a photo, or none."""
    try:
        for file in files:
            default_storage.save(photo.file_name(file.width), ContentFile(file.content))
    except Exception:
        remove(photo.file_names)
        raise


def remove(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)


@job
def remove_files(names: list[str]) -> None:
    remove(names)


def forget(sender, instance: Photo, **kwargs) -> None:
    """Queue the removal of a deleted photo's files, whatever deleted its row.

    The queue is written in the same transaction, and tried again when storage fails.
    """
    remove_files.enqueue(instance.file_names)
