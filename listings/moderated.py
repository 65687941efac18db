"""Listings as moderators decide about them."""

from moderation.models import Action
from moderation.targets import Target

from .models import Listing
from .states import ListingStatus

# What can be decided in each state.
FITS = {
    ListingStatus.PENDING: [Action.PUBLISH, Action.CHANGES, Action.REFUSE],
    ListingStatus.CHANGES_REQUESTED: [Action.KEEP, Action.PUBLISH],
    ListingStatus.PUBLISHED: [Action.KEEP, Action.HIDE],
    ListingStatus.RESERVED: [Action.KEEP, Action.HIDE],
    ListingStatus.HIDDEN: [Action.RESTORE, Action.KEEP, Action.REFUSE],
    ListingStatus.REFUSED: [Action.KEEP, Action.RESTORE],
}


class ModeratedListing(Target):
    kind = "listing"
    template = "moderation/listing.html"

    @classmethod
    def find(cls, public_id):
        rows = Listing.objects.with_card_data().filter(public_id=public_id)
        return next((cls(row) for row in rows), None)

    @classmethod
    def at(cls, match, fragment, user):
        if match.view_name != "listings:detail":
            return None
        return cls.called(match.kwargs["code"])

    @classmethod
    def called(cls, name):
        return cls(Listing.objects.with_card_data().get(code=name.upper()))

    @property
    def subject_line(self) -> str:
        return self.item.title

    @property
    def words(self) -> str:
        said = (self.item.title, self.item.description, self.item.availability)
        return "\n".join([*said, self.item.price_unit, self.item.price_note]).strip()

    @property
    def url(self) -> str:
        return self.item.get_absolute_url()

    def may_be_reported_by(self, user) -> bool:
        if self.item.author == user:
            return False
        rows = Listing.objects.visible_to(user)
        return rows.filter(pk=self.item.pk).exists()

    def actions(self) -> list[Action]:
        return FITS.get(self.item.status, [Action.KEEP])

    def apply(self, action: Action, until=None) -> None:
        acts = {
            Action.PUBLISH: self.item.publish,
            Action.CHANGES: self.item.ask_for_changes,
            Action.REFUSE: self.item.refuse,
            Action.HIDE: self.item.hide,
            Action.RESTORE: self.item.restore,
        }
        if act := acts.get(action):
            act()
