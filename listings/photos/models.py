from datetime import timedelta
from functools import cache
from typing import Self
from uuid import UUID, uuid4

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from .pictures import proportional_height


class PhotoQuerySet(models.QuerySet["Photo"]):
    def by(self, user) -> Self:
        return self.filter(owner=user)

    def waiting(self) -> Self:
        """Uploads that no listing has taken yet."""
        return self.filter(listing=None)

    def abandoned(self) -> Self:
        """Uploads that no listing took in time, and that no change waits to show."""
        limit = timedelta(hours=settings.LISTING_PHOTOS_WAITING_HOURS)
        edits = apps.get_model("listings", "ListingEdit").objects
        shown = edits.values_list("photos", flat=True)
        kept = {row["id"] for photos in shown for row in photos}
        old = self.waiting().filter(created_at__lt=timezone.now() - limit)
        return old.exclude(pk__in=kept)

    def free_for(self, listing) -> Self:
        """What waits for a listing, and what `listing` shows already."""
        free = Q(listing=None)
        return self.filter(free | Q(listing=listing) if listing.pk else free)

    def sent_before(self, digest: str, owner, listing=None) -> "Photo | None":
        own = self.by(owner).filter(digest=digest)
        return (own.free_for(listing) if listing else own.waiting()).first()

    def visible_to(self, user) -> Self:
        """Photos of the listings that `user` may read, and their own uploads."""
        listings = apps.get_model("listings", "Listing").objects
        readable = Q(listing__in=listings.visible_to(user).order_by())
        if not user.is_authenticated:
            return self.filter(readable)
        return self.filter(readable | Q(owner=user))

    def attached(self) -> Self:
        return self.exclude(listing=None)


@cache
def photo_path(route: str) -> str:
    """The address of a photo, to fill in: a list has dozens of them."""
    example = reverse(route, args=[UUID(int=0), 1])
    return example.replace(str(UUID(int=0)), "{}").replace("/1.", "/{}.")


def new_stem() -> str:
    """A name nobody can guess, and that says nothing of the picture."""
    return f"photos/{uuid4().hex}"


class Picture(models.Model):
    """A picture kept as WebP files and nothing else, whatever shows it."""

    route: str  # name of the address that serves it

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    position = models.PositiveSmallIntegerField(_("rang"), default=0, editable=False)
    alt = models.CharField(_("ce qu’on voit"), max_length=200, blank=True)
    digest = models.CharField(max_length=64, editable=False)
    stem = models.CharField(
        max_length=60, default=new_stem, unique=True, editable=False
    )
    widths = models.JSONField(default=list, editable=False)
    width = models.PositiveSmallIntegerField(_("largeur"), editable=False)
    height = models.PositiveSmallIntegerField(_("hauteur"), editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    @property
    def src(self) -> str:
        """The file for a page read without `srcset`."""
        return self.url(min(self.widths, key=lambda width: abs(width - 800)))

    @property
    def srcset(self) -> str:
        return ", ".join(f"{self.url(width)} {width}w" for width in self.widths)

    def url(self, width: int) -> str:
        return photo_path(self.route).format(self.public_id, width)

    def height_of(self, width: int) -> int:
        return proportional_height(width, self.width, self.height)

    def file_name(self, width: int) -> str:
        """Return the name in storage, which never leaves the server."""
        return f"{self.stem}/{width}.webp"

    @property
    def file_names(self) -> list[str]:
        return [self.file_name(width) for width in self.widths]

    def wait_again(self, alt: str = "") -> None:
        """Give an upload that was sent twice its whole time again."""
        self.created_at, self.alt = timezone.now(), alt or self.alt
        self.save(update_fields=["created_at", "alt"])


class Photo(Picture):
    """A picture of a listing."""

    route = "listings:photo"

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="photos",
        verbose_name=_("auteur"),
    )
    listing = models.ForeignKey(
        "listings.Listing",
        models.CASCADE,
        null=True,
        editable=False,
        related_name="photos",
        verbose_name=_("annonce"),
    )

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("photo")
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "position"],
                name="listings_photo_position_once",
                violation_error_message=_("Deux photos ont le même rang."),
                violation_error_code="photo_position",
            )
        ]

    def __str__(self) -> str:
        return self.alt_text or str(self.public_id)

    @property
    def alt_text(self) -> str:
        return self.alt or (self.listing.title if self.listing else "")
