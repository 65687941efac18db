"""The photo part of a listing's form, and the form of a single upload."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .actions import arrange, too_many_photos, unknown_photo, upload
from .models import Photo, Picture

ALT = forms.CharField(max_length=200, required=False)
ACCEPTED = "image/jpeg,image/png,image/webp,image/gif,image/heic,image/heif"


@dataclass
class PhotoRow:
    """A photo already sent, as it stands in the form; no `alt` keeps the photo's."""

    id: str
    rank: int
    shown: int = 0
    alt: str | None = None
    removed: bool = False
    photo: Photo | None = None


def shown_row(photo: Photo, rank: int = 0) -> PhotoRow:
    return PhotoRow(str(photo.public_id), rank, alt=photo.alt, photo=photo)


@dataclass
class SentPhotos:
    """What a form says of its photos: those shown in it, then new files."""

    rows: list[PhotoRow] = field(default_factory=list)
    files: list[Any] = field(default_factory=list)


class PhotosInput(forms.FileInput):
    """Several files at once, beside the photos that the form already shows."""

    allow_multiple_selected = True

    def __init__(self):
        super().__init__({"multiple": True, "accept": ACCEPTED})

    def value_from_datadict(self, data, files, name) -> SentPhotos:
        ids = dict.fromkeys(map(str, listed(data, "photo")))
        rows = [row_of(data, key, shown) for shown, key in enumerate(ids, start=1)]
        return SentPhotos(sorted(rows, key=place), listed(files, name))

    def value_omitted_from_data(self, data, files, name) -> bool:
        return not (listed(data, "photo") or listed(files, name))


def row_of(data, key: str, shown: int) -> PhotoRow:
    """Return the photo `key`, which the form showed in place `shown`."""
    typed = data.get(f"photo-{key}-position", "").strip()
    return PhotoRow(
        id=key,
        rank=int(typed) if re.fullmatch("[0-9]{1,3}", typed) else shown,
        shown=shown,
        alt=data.get(f"photo-{key}-alt"),
        removed=bool(data.get(f"photo-{key}-remove")),
    )


def place(row: PhotoRow) -> tuple[int, int]:
    """Sort by rank: a photo moved up goes before the one it meets, else after."""
    return row.rank, (row.rank > row.shown) - (row.rank < row.shown)


def listed(data, name: str) -> list:
    """Return every value under `name`, of a request or of a plain dictionary."""
    if isinstance(data, MultiValueDict):
        return data.getlist(name)
    value = data.get(name, [])
    return list(value) if isinstance(value, list | tuple) else [value]


class PhotosField(forms.Field):
    widget = PhotosInput

    def clean(self, value: SentPhotos) -> SentPhotos:
        return value

    def has_changed(self, initial, data) -> bool:
        return bool(data.files or data.rows)


class ListingPhotosForm(forms.ModelForm):
    """The photos of a listing: those kept, those removed, those added.

    A file is taken in at once, so that a mistake elsewhere does not lose it.
    """

    photos = PhotosField(label=gettext_lazy("Photos"), required=False)

    def __init__(self, *args, author, **kwargs):
        super().__init__(*args, **kwargs)
        self.photo_owner = author
        self.photo_rows = [
            shown_row(photo, rank)
            for rank, photo in enumerate(self.attached_photos(), start=1)
        ]
        self.fields["photos"].help_text = advice()

    def attached_photos(self) -> list[Photo]:
        if edit := getattr(self.instance, "waiting_edit", None):
            return edit.chosen_photos()
        return list(self.instance.photos.all()) if self.instance.pk else []

    def clean_photos(self) -> list[Photo]:
        sent: SentPhotos = self.cleaned_data["photos"]
        mistakes: list[ValidationError] = []
        self.photo_rows = self.known_rows(sent.rows, mistakes)
        for file in sent.files:
            self.take_in(file, mistakes)
        for rank, row in enumerate(self.photo_rows, start=1):
            row.rank = rank
        if len(self.chosen()) > settings.LISTING_PHOTOS_MAX:
            mistakes.append(too_many_photos())
        if mistakes:
            raise ValidationError(mistakes)
        return self.chosen()

    def chosen(self, removed: bool = False) -> list[Photo]:
        return [
            row.photo for row in self.photo_rows if row.photo and row.removed == removed
        ]

    def known_rows(self, rows: list[PhotoRow], mistakes: list) -> list[PhotoRow]:
        """Find the photos of `rows`, then those of the listing that were not named."""
        # For a new listing `arrange` decides: a form sent twice must not fail here.
        usable = Photo.objects.by(self.photo_owner)
        if self.instance.pk:
            usable = usable.free_for(self.instance)
        asked = {row.id: row for row in rows}
        found = usable.filter(public_id__in=filter(None, map(as_uuid, asked)))
        photos = {str(photo.public_id): photo for photo in found}
        known = [row for row in asked.values() if row.id in photos]
        for row in known:
            row.photo = photos[row.id]
            describe(row, row.photo, mistakes)
        if len(known) < len(asked):
            mistakes.append(unknown_photo())
        return known + [row for row in self.photo_rows if row.id not in asked]

    def take_in(self, file, mistakes: list) -> None:
        """Add a row for `file`, or say by its name why there is none."""
        try:
            if len(self.chosen()) >= settings.LISTING_PHOTOS_MAX:
                raise too_many_photos()
            self.show(upload(file, self.photo_owner, listing=self.instance))
        except ValidationError as error:
            mistakes.append(about(file, error))

    def show(self, photo: Photo) -> None:
        for row in self.photo_rows:
            if row.photo == photo:  # the same file, sent again
                row.removed = False
                return
        self.photo_rows.append(shown_row(photo))

    def save_photos(self) -> None:
        """Attach what was chosen to the stored listing, forget what was removed."""
        arrange(self.instance, self.cleaned_data["photos"])
        for photo in self.chosen(removed=True):
            Photo.objects.waiting().filter(pk=photo.pk).delete()


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def describe(row: PhotoRow, photo: Photo, mistakes: list) -> None:
    """Give `photo` the words typed for it, or the row those of the photo."""
    if row.alt is None:
        row.alt = photo.alt
    try:
        photo.alt = ALT.clean(row.alt)
    except ValidationError as error:
        mistakes.extend(error.error_list)


def advice() -> str:
    message = _(
        "Jusqu’à %(count)s photos, de %(size)s\u00a0Mo au plus chacune. "
        "Le lieu où elles ont été prises est effacé."
    )
    size = settings.PHOTO_MAX_BYTES // 1024**2
    return message % {"count": settings.LISTING_PHOTOS_MAX, "size": size}


def about(file, error: ValidationError) -> ValidationError:
    """Return `error` with the name of the file it is about."""
    message = _("«\u00a0%(name)s\u00a0»\u00a0: %(message)s")
    params = {"name": file.name, "message": error.messages[0]}
    return ValidationError(message, error.code, params)


class PictureUploadForm(forms.ModelForm):
    """One picture that waits for what will show it; `upload` takes it in."""

    file = forms.FileField(label=gettext_lazy("Photo"), allow_empty_file=True)
    upload: Callable[..., Picture]

    def __init__(self, *args, owner, **kwargs):
        super().__init__(*args, **kwargs)
        self.owner = owner

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if not self.errors:
            self.take_in(data["file"], data["alt"])
        return data

    def take_in(self, file, alt: str) -> None:
        try:
            self.photo = self.upload(file, self.owner, alt)
        except ValidationError as error:
            self.add_error("file", error)


class PhotoUploadForm(PictureUploadForm):
    """One photo that waits for its listing."""

    upload = staticmethod(upload)

    class Meta:
        model = Photo
        fields = ["alt"]
