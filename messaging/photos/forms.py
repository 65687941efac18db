"""The pictures of a message that is being written, and the form of a single upload."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.photos.actions import unknown_photo
from listings.photos.forms import (
    PhotosField,
    PictureUploadForm,
    SentPhotos,
    as_uuid,
)
from listings.photos.forms import about as said_of

from ..forms import MessageForm
from ..models import Message, MessagePhoto
from .actions import too_many_photos, upload


class MessageWithPhotosForm(MessageForm):
    """A message as the pages write it: words, then up to three pictures.

    A file is taken in at once, so that a mistake elsewhere does not lose it:
    `kept_photos` are those that the form shows again.
    """

    photos = PhotosField(label=gettext_lazy("Photos"), required=False)

    def __init__(self, *args, author, **kwargs):
        super().__init__(*args, **kwargs)
        self.author = author
        self.kept_photos: list[MessagePhoto] = []
        self.fields["photos"].help_text = advice()

    def submit(self, write: Callable[..., Message], about) -> Message | None:
        """Send what was typed through `write`: `send`, or `start_conversation`.

        What stands against it goes on the form, with the words still in it; a form
        that nothing was typed into yet sends nothing.
        """
        if not self.is_valid():
            return None
        data = self.cleaned_data
        try:
            return write(
                about,
                self.author,
                data["body"],
                data["idempotency_key"],
                photos=data["photos"],
            )
        except ValidationError as error:
            is_photo = str(error.code).startswith("photo")
            self.add_error("photos" if is_photo else "body", error)
            return None

    def clean_photos(self) -> list[MessagePhoto]:
        sent: SentPhotos = self.cleaned_data["photos"]
        mistakes: list[ValidationError] = []
        self.keep_shown(sent, mistakes)
        for file in sent.files:
            self.take_in(file, mistakes)
        if mistakes:
            raise ValidationError(mistakes)
        return self.kept_photos

    def keep_shown(self, sent: SentPhotos, mistakes: list) -> None:
        """Find the pictures sent earlier, without those that were ticked to go."""
        wanted = [as_uuid(row.id) for row in sent.rows if not row.removed]
        rows = MessagePhoto.objects.by(self.author).filter(
            public_id__in=[public_id for public_id in wanted if public_id]
        )
        found = {photo.public_id: photo for photo in rows}
        self.kept_photos = [found[one] for one in wanted if one in found]
        if len(found) < len(wanted):
            mistakes.append(unknown_photo())

    def take_in(self, file, mistakes: list) -> None:
        """Add `file`, or say by its name why it is not."""
        try:
            if len(self.kept_photos) >= settings.MESSAGE_PHOTOS_MAX:
                raise too_many_photos()
            photo = upload(file, self.author)
            if photo not in self.kept_photos:
                self.kept_photos.append(photo)
        except ValidationError as error:
            mistakes.append(said_of(file, error))


def advice() -> str:
    message = _(
        "Jusqu’à %(count)s photos, de %(size)s\u00a0Mo au plus chacune, que vous seuls "
        "verrez. Le lieu où elles ont été prises est effacé."
    )
    size = settings.PHOTO_MAX_BYTES // 1024**2
    return message % {"count": settings.MESSAGE_PHOTOS_MAX, "size": size}


class MessagePhotoUploadForm(PictureUploadForm):
    """One picture that waits for its message."""

    upload = staticmethod(upload)

    class Meta:
        model = MessagePhoto
        fields = ["alt"]
