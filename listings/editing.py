"""Changes to what is online, that wait until somebody has looked at them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from moderation.actions import let_go
from moderation.targets import target_of

from .models import Listing, ListingEdit
from .photos.actions import arrange
from .states import LIVE, ListingStatus

# Others read it, or will as soon as it is renewed.
SHOWN = (*LIVE, ListingStatus.EXPIRED)


def edit_of(listing: Listing) -> ListingEdit | None:
    """Return the change that waits, if any; one query unless it was loaded."""
    return getattr(listing, "waiting_edit", None)


def as_edited(listing: Listing) -> Listing:
    """Give `listing` the words its author wrote last, to be edited again."""
    if edit := edit_of(listing):
        edit.show_on(listing)
    return listing


def set_aside(form) -> ListingEdit:
    """Keep what a valid `ListingForm` changes, in the place of an earlier change."""
    names, written = form._meta.fields, form.instance
    values = {
        name: getattr(written, written._meta.get_field(name).attname) for name in names
    }
    photos = [
        {"id": photo.pk, "alt": photo.alt} for photo in form.cleaned_data["photos"]
    ]
    edit, _created = ListingEdit.objects.update_or_create(
        listing=Listing.objects.get(pk=written.pk),
        defaults={"values": values, "photos": photos},
    )
    return edit


def apply(listing: Listing) -> None:
    """Show what waited; raises ValidationError `state_changed` when nothing does."""
    edit = ListingEdit.objects.filter(listing=listing).first()
    if edit is None or listing.status not in SHOWN:
        raise ValidationError(
            _("Ce changement n’attend plus. Rechargez la page."), "state_changed"
        )
    photos = edit.chosen_photos()
    edit.show_on(listing)
    listing.save(update_fields=[*edit.values, "search_words"])
    arrange(listing, photos)
    edit.delete()


def drop(listing: Listing) -> bool:
    """Forget the change that waits; return whether there was one."""
    return bool(ListingEdit.objects.filter(listing=listing).delete()[0])


@transaction.atomic
def take_back(listing: Listing) -> None:
    """Forget the change that waits, because its author does not want it any more."""
    if drop(listing):
        let_go(target_of(listing))
