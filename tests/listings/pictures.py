"""Pictures to send: those of `tests/uploads/`, and some drawn on the spot."""

from io import BytesIO
from pathlib import Path

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

UPLOADS = Path(__file__).parent.parent / "uploads"


def awkward(name, content_type="image/jpeg"):
    return SimpleUploadedFile(name, (UPLOADS / name).read_bytes(), content_type)


def drawn(color="red", size=(300, 200), name="photo.png", kind="PNG", **options):
    output = BytesIO()
    Image.new("RGB", size, color).save(output, kind, **options)
    return SimpleUploadedFile(name, output.getvalue(), f"image/{kind.lower()}")


def stored_bytes(photo):
    """Return the content of each file of `photo`, narrowest first."""
    files = []
    for name in photo.file_names:
        with default_storage.open(name) as file:
            files.append(file.read())
    return files


def stored_pictures(photo):
    return [Image.open(BytesIO(content)) for content in stored_bytes(photo)]
