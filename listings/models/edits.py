from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..photos.models import Photo


class ListingEdit(models.Model):
    """What an author wants to change of a listing, until somebody has looked at it.

    The listing stays as it was meanwhile, for everybody.
    """

    listing = models.OneToOneField(
        "listings.Listing",
        models.CASCADE,
        related_name="waiting_edit",
        verbose_name=_("annonce"),
    )
    # By the names of the columns, as a valid form gave them.
    values: models.JSONField[Any] = models.JSONField(
        _("changements"), encoder=DjangoJSONEncoder
    )
    # [{"id": key of a Photo, "alt": what is seen}], in order
    photos: models.JSONField[Any] = models.JSONField(_("photos"), default=list)
    created_at = models.DateTimeField(_("date"), default=timezone.now)

    class Meta:
        verbose_name = _("changement en relecture")
        verbose_name_plural = _("changements en relecture")

    def __str__(self) -> str:
        return str(self.values.get("title", ""))

    def show_on(self, listing) -> None:
        """Give `listing`, which is not stored, the words of the change."""
        for name, value in self.values.items():
            field = listing._meta.get_field(name)
            setattr(listing, field.attname, field.to_python(value))

    def chosen_photos(self) -> list[Photo]:
        """Return the photos that are still there, with their new words."""
        keys = [row["id"] for row in self.photos]
        found = Photo.objects.free_for(self.listing).in_bulk(keys)
        chosen = [row for row in self.photos if row["id"] in found]
        for row in chosen:
            found[row["id"]].alt = row["alt"]
        return [found[row["id"]] for row in chosen]
