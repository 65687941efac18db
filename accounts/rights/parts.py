"""The shape of an archive: what each app gives, for people and for programs."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format


@dataclass
class Field:
    key: str  # for programs
    label: str  # for people
    value: Any

    @property
    def shown(self) -> str:
        if isinstance(self.value, datetime):
            return date_format(timezone.localtime(self.value), "j F Y, H:i")
        if isinstance(self.value, date):
            return date_format(self.value, "j F Y")
        return "" if self.value is None else str(self.value)


@dataclass
class Picture:
    """A file of the storage, and its name in the archive."""

    stored: str
    name: str
    alt: str = ""


@dataclass
class Entry:
    """One thing: a listing, a conversation, a message."""

    title: str
    fields: list[Field] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    entries: list["Entry"] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        data = {one.key: one.value for one in self.fields}
        if self.pictures:
            data["photos"] = [picture.name for picture in self.pictures]
        if self.entries:
            data["entries"] = [entry.as_data() for entry in self.entries]
        return data

    def all_pictures(self) -> list[Picture]:
        below = [one for entry in self.entries for one in entry.all_pictures()]
        return [*self.pictures, *below]


@dataclass
class Part:
    """What one app knows of a person."""

    name: str
    title: str
    entries: list[Entry]
