from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

FIELD = "photos"


class ForgottenFile(UploadedFile):
    """A file of which only name and size were kept."""


class PhotoUploadHandler(FileUploadHandler):
    """Drops what cannot become a photo while it arrives, and keeps the form's words.

    Past the size of a photo, or past the number of photos of a listing, nothing more
    of a file is written anywhere; the form still learns its name and its size.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self.photos = 0

    def new_file(self, field_name, *args, **kwargs):
        super().new_file(field_name, *args, **kwargs)
        self.is_photo = field_name == FIELD
        self.photos += self.is_photo

    @property
    def limit(self) -> int | None:
        if not self.is_photo:
            return None
        surplus = self.photos > settings.LISTING_PHOTOS_MAX
        return 0 if surplus else settings.PHOTO_MAX_BYTES

    def receive_data_chunk(self, raw_data, start):
        too_much = self.limit is not None and start + len(raw_data) > self.limit
        return None if too_much else raw_data

    def file_complete(self, file_size):
        if self.limit is None or file_size <= self.limit:
            return None
        assert self.request is not None  # given before any file is read
        for handler in self.request.upload_handlers:
            handler.upload_interrupted()  # close and remove what was begun on disk
        return ForgottenFile(BytesIO(), self.file_name, self.content_type, file_size)
