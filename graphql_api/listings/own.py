"""What authors want to change of their listings, until somebody has looked at it."""

from copy import copy

from listings import models
from listings.photos.models import Photo
from territory.models import Commune


class OwnEdits:
    """The changes of one person that wait, with what they name, in four queries."""

    def __init__(self, user):
        edits = models.ListingEdit.objects.filter(listing__author=user)
        self.edits = {edit.listing_id: edit for edit in edits}
        keys = {row["id"] for edit in edits for row in edit.photos}
        self.photos = Photo.objects.by(user).in_bulk(keys)
        self.categories = models.Category.objects.in_bulk(self.values("category"))
        self.communes = Commune.objects.in_bulk(self.values("commune"))

    def values(self, name: str) -> set:
        return {edit.values[name] for edit in self.edits.values()}

    def of(self, listing: models.Listing) -> models.Listing | None:
        """Return `listing` with the words that wait; None when none do."""
        edit = self.edits.get(listing.pk)
        if edit is None:
            return None
        edited = copy(listing)
        edit.show_on(edited)
        edited.category = self.categories[edited.category_id]
        edited.commune = self.communes[edited.commune_id]
        shown = [(self.photos.get(row["id"]), row["alt"]) for row in edit.photos]
        photos = [
            described(photo, alt, edited)
            for photo, alt in shown
            if photo and photo.listing_id in (None, listing.pk)
        ]
        vars(edited).update(waiting_photos=photos, waits_since=edit.created_at)
        return edited


def described(photo: Photo, alt: str, listing: models.Listing) -> Photo:
    shown = copy(photo)
    shown.alt, shown.listing = alt, listing
    return shown


def own_edits(request) -> OwnEdits:
    """Return the changes of the signed-in person that wait, read once in a request."""
    known = vars(request)
    if "_own_edits" not in known:
        known["_own_edits"] = OwnEdits(request.user)
    return known["_own_edits"]
