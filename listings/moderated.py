"""Listings as moderators decide about them."""

from django.db.models import Count, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from moderation.models import Action
from moderation.targets import Target

from . import editing
from .models import Category, Listing
from .reviewing import words_of
from .states import LIVE, ListingStatus
from .trust import promote_trusted

# What can be decided in each state.
FITS = {
    ListingStatus.PENDING: [Action.PUBLISH, Action.CHANGES, Action.REFUSE],
    ListingStatus.CHANGES_REQUESTED: [Action.KEEP, Action.PUBLISH],
    ListingStatus.PUBLISHED: [Action.KEEP, Action.HIDE],
    ListingStatus.RESERVED: [Action.KEEP, Action.HIDE],
    ListingStatus.HIDDEN: [Action.RESTORE, Action.KEEP, Action.REFUSE],
    ListingStatus.REFUSED: [Action.KEEP, Action.RESTORE],
}
OF_CHANGE = [Action.PUBLISH, Action.REFUSE]


class ModeratedListing(Target):
    """A listing; when a change to it waits, publishing and refusing are about that."""

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

    @cached_property
    def edit(self):
        """The change that waits while the listing stays as it is; None without one."""
        return editing.edit_of(self.item) if self.item.status in editing.SHOWN else None

    @property
    def is_sensitive(self) -> bool:
        """Whether it, or the change that waits, is in a category always looked at."""
        chosen = [self.item.category_id]
        if self.edit:
            chosen.append(self.edit.values["category"])
        return Category.objects.filter(pk__in=chosen, sensitive=True).exists()

    @property
    def subject_line(self) -> str:
        return self.item.title

    @property
    def words(self) -> str:
        if not self.edit:
            return words_of(self.item)
        changed = Listing()
        self.edit.show_on(changed)
        return words_of(changed)

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
        if not self.edit:
            return FITS.get(self.item.status, [Action.KEEP])
        taken_down = Action.HIDE in FITS.get(self.item.status, [])
        return [*OF_CHANGE, Action.HIDE] if taken_down else OF_CHANGE

    def apply(self, action: Action, until=None) -> None:
        acts = {
            Action.PUBLISH: self.publish,
            Action.CHANGES: self.item.ask_for_changes,
            Action.REFUSE: self.refuse,
            Action.HIDE: self.hide,
            Action.RESTORE: self.item.restore,
        }
        if act := acts.get(action):
            act()

    def publish(self) -> None:
        if self.edit:
            editing.apply(self.item)
        else:
            self.item.publish()
        promote_trusted(self.item.author)

    def refuse(self) -> None:
        if self.edit:
            editing.drop(self.item)
        else:
            self.item.refuse()

    def hide(self) -> None:
        self.item.hide()
        editing.drop(self.item)


def facts_about(person) -> list[tuple]:
    """What moderators see of a person's listings before they decide."""
    own = Listing.objects.by(person).aggregate(
        all=Count("pk"), live=Count("pk", filter=Q(status__in=LIVE))
    )
    return [(_("annonces"), own["all"]), (_("en ligne"), own["live"])]
