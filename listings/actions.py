"""What is done to listings that touches more than one row or the outside world."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.durations import review_delay
from accounts.models import Act
from accounts.rights.connections import keep_connection
from moderation import actions as moderation
from moderation.models import Action
from moderation.targets import target_of

from . import editing
from .editing import SHOWN
from .mail import tell_online
from .models import Listing
from .moderated import ModeratedListing
from .reviewing import (
    Look,
    ask_about_trade,
    keep_waiting,
    let_through,
    look_at,
    must_wait,
)
from .states import LIVE, ListingStatus


def publish_new(form) -> Listing:
    """Put the listing of a valid `ListingForm` online, once per author and key.

    Or have it looked at first: see `reviewing`. Codes of the ValidationError:
    `not_confirmed`; `key_reused` when the key came with other words; at their field,
    `refused_by_rule`.
    """
    if not form.instance.author.is_confirmed:
        raise ValidationError(
            _("Confirmez d’abord votre adresse de courriel."), "not_confirmed"
        )
    if earlier := published_before(form):
        return same_or_refused(form, earlier)
    look = look_at(form.instance, form.cleaned_data["photos"])
    try:
        return store(form, look)
    except IntegrityError:  # the same click, a moment earlier, in another process
        if earlier := published_before(form):
            return same_or_refused(form, earlier)
        raise


@transaction.atomic
def store(form, look: Look) -> Listing:
    form.instance.idempotency_key = form.cleaned_data["idempotency_key"]
    form.save_declaration()
    listing = form.save()
    form.save_photos()
    keep_connection(listing.author, Act.PUBLISHED, listing.public_id)
    if must_wait(listing, look):
        listing.submit()
        keep_waiting(listing, look)
    else:
        listing.publish()
        let_through(listing, look)
    ask_about_trade(listing)
    return listing


def published_before(form) -> Listing | None:
    """Return what the author of a valid form already published with its key.

    Or with the same words a moment ago: a browser that goes back may ask for the
    empty form again, whose key is new, and fill in what was typed.
    """
    key = form.cleaned_data["idempotency_key"]
    rows = Listing.objects.by(form.instance.author).with_card_data()
    return (key and rows.filter(idempotency_key=key).first()) or twin(form, rows)


def twin(form, rows) -> Listing | None:
    moment = timezone.now() - timedelta(minutes=settings.LISTING_TWIN_MINUTES)
    rows = rows.filter(status__in=[*LIVE, ListingStatus.PENDING])
    recent = rows.filter(title=form.instance.title, created_at__gt=moment)
    return next((row for row in recent if same_words(form.instance, row)), None)


def same_or_refused(form, earlier: Listing) -> Listing:
    if same_words(form.instance, earlier):
        return earlier
    raise ValidationError(
        _("Cet envoi a déjà servi pour une autre annonce."), "key_reused"
    )


def same_words(one: Listing, other: Listing) -> bool:
    """Whether two listings say the same in everything a person fills in."""
    written, stored = model_to_dict(one), model_to_dict(other)
    return {**written, "id": None} == {**stored, "id": None}


@transaction.atomic
def save_edited(form) -> Listing:
    """Write what a valid `ListingForm` edits and nothing else.

    What is online stays as it was when somebody must look at the change first: the
    listing then has a `waiting_edit`. Raises ValidationError `not_editable` when the
    listing is closed or hidden meanwhile, for the state may have moved since the form
    was opened, and must not move back; at their field, `refused_by_rule`.
    """
    locked = Listing.objects.select_for_update(of=("self",)).get(pk=form.instance.pk)
    if not locked.can_be_edited:
        raise ValidationError(
            _("Cette annonce est terminée ou masquée : elle ne se modifie plus."),
            "not_editable",
        )
    look = look_at(form.instance, form.cleaned_data["photos"])
    form.save_declaration()
    if locked.status in SHOWN and must_wait(form.instance, look, before=locked):
        editing.set_aside(form)
        keep_waiting(form.instance, look)
        return Listing.objects.with_card_data().get(pk=locked.pk)
    return write_edited(form, locked, look)


def write_edited(form, locked: Listing, look: Look) -> Listing:
    listing = form.save(commit=False)
    listing.status = locked.status
    listing.save(update_fields=[*form._meta.fields, "search_words"])
    form.save_photos()
    if listing.status in SHOWN:
        editing.take_back(listing)
        let_through(listing, look)
        return listing
    if listing.status == ListingStatus.CHANGES_REQUESTED:
        listing.submit()
    keep_waiting(listing, look)
    return listing


@transaction.atomic
def close(listing: Listing, outcome: str, person=None) -> None:
    """End `listing`, with `person` when it came about here, and say so above.

    Raises ValidationError `state_changed` when it is not online any more.
    """
    wait_for_turn(listing)
    listing.close(outcome, person)
    editing.take_back(listing)
    tell_ended(listing)


@transaction.atomic
def withdraw(listing: Listing) -> None:
    """Take `listing` down because its author wants it, and say so above.

    Raises ValidationError `state_changed` when it has ended already.
    """
    wait_for_turn(listing)
    waited = listing.status == ListingStatus.PENDING
    listing.withdraw()
    if waited:
        moderation.let_go(target_of(listing))
    editing.take_back(listing)
    tell_ended(listing)


def wait_for_turn(listing: Listing) -> None:
    """Let who is writing about `listing` finish: they were before its end."""
    rows = Listing.objects.select_for_update(of=("self",), no_key=True)
    rows.only("pk").get(pk=listing.pk)


def tell_ended(listing: Listing) -> None:
    """Call what the apps above registered in `LISTING_ENDED`."""
    for path in settings.LISTING_ENDED:
        import_string(path)(listing)


def expire_due() -> int:
    """End the listings whose term has passed; return how many.

    They may be renewed, so that nobody is told anything yet.
    """
    return Listing.objects.past_term().update(
        status=ListingStatus.EXPIRED, ended_at=F("expires_at")
    )


def publish_unreviewed() -> int:
    """Put online what nobody looked at in time, where no rule found fault.

    Never in a sensitive category. Run twice, or twice at once, it publishes once.
    """
    return sum(published_alone(listing) for listing in Listing.objects.left_waiting())


@transaction.atomic
def published_alone(listing: Listing) -> bool:
    target = ModeratedListing(listing)
    if target.is_sensitive:
        return False
    facts = _("Aucune règle n’a rien relevé en %(delay)s.") % {"delay": review_delay()}
    try:
        moderation.decide(target, moderation.Judgment(Action.PUBLISH, facts))
    except ValidationError:  # somebody decided meanwhile
        return False
    tell_online(listing)
    return True
