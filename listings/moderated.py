"""Listings as moderators decide about them."""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from moderation.models import Action
from moderation.targets import Target

from .models import Listing
from .states import LIVE, ListingStatus

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
    name = _("annonce")
    template = "listings/admin/case.html"

    @classmethod
    def find_many(cls, public_ids):
        rows = Listing.objects.with_card_data().filter(public_id__in=public_ids)
        return {row.public_id: cls(row) for row in rows}

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
    def details(self) -> list[str]:
        """What is written besides the title and the description."""
        said = (self.item.availability, self.item.price_unit, self.item.price_note)
        return [words for words in said if words]

    @property
    def url(self) -> str:
        return self.item.get_absolute_url()

    @property
    def waits(self) -> bool:
        return self.item.status == ListingStatus.PENDING

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


def facts_about(person) -> list[tuple]:
    """What moderators see of a person's listings before they decide."""
    own = Listing.objects.by(person).aggregate(
        all=Count("pk"), live=Count("pk", filter=Q(status__in=LIVE))
    )
    return [(_("annonces"), own["all"]), (_("en ligne"), own["live"])]
