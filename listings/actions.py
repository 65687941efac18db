"""What is done to listings that touches more than one row or the outside world."""

from django.db import transaction

from moderation.models import Action, Decision

from .models import Listing


@transaction.atomic
def publish_new(form) -> Listing:
    """Store the listing of a valid `ListingForm` and put it online."""
    listing = form.save()
    listing.publish()
    return listing


@transaction.atomic
def save_edited(form) -> Listing:
    """Write what a valid `ListingForm` edits and nothing else.

    The state may have moved since the form was opened, and must not move back.
    """
    listing = form.save(commit=False)
    listing.save(update_fields=[*form._meta.fields, "search_words"])
    form.save_m2m()
    return listing


@transaction.atomic
def hide(listing: Listing, moderator, reason: str) -> Decision:
    """Take `listing` down everywhere and keep the reasons for it.

    Raises ValidationError `state_changed` when it is no longer online.
    """
    listing.hide()
    return Decision.objects.create(
        action=Action.HIDE,
        target_kind="listing",
        target_id=listing.public_id,
        owner=listing.author,
        moderator=moderator,
        facts=reason,
    )
