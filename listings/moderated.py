"""Listings as moderators decide about them."""

from django.utils.functional import cached_property

from moderation.models import Action
from moderation.targets import Target

from . import editing
from .mail import tell_online
from .models import Category, Listing
from .reviewing import words_of
from .states import ListingStatus
from .trust import promote_trusted

# What can be decided in each state.
FITS = {
    ListingStatus.PENDING: [Action.PUBLISH, Action.CHANGES, Action.REFUSE],
    ListingStatus.PUBLISHED: [Action.KEEP, Action.HIDE],
    ListingStatus.RESERVED: [Action.KEEP, Action.HIDE],
    ListingStatus.HIDDEN: [Action.RESTORE, Action.REFUSE],
}
OF_CHANGE = [Action.PUBLISH, Action.REFUSE]


class ModeratedListing(Target):
    """A listing; when a change to it waits, publishing and refusing are about that."""

    kind = "listing"
    template = "moderation/listing.html"

    @classmethod
    def find(cls, public_id):
        rows = Listing.objects.with_card_data().filter(public_id=public_id)
        return next((cls(row) for row in rows), None)

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
    def url(self) -> str:
        return self.item.get_absolute_url()

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
        tell_online(self.item)
        promote_trusted(self.item.author)

    def refuse(self) -> None:
        if self.edit:
            editing.drop(self.item)
        else:
            self.item.refuse()

    def hide(self) -> None:
        self.item.hide()
        editing.drop(self.item)
