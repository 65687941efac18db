"""What is looked at before others read it, and what rules refuse at once.

A listing waits when a rule holds it, when its author is limited or not known yet, and
when its subject is sensitive; see `docs/decisions/0023-trust.md`.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation.actions import bring_up
from moderation.models import Case, Decision, Ground, Measure, Place, Urgency
from moderation.screening import Finding, Look, Verdict, remember, screen
from moderation.targets import target_of

from .mail import ask_whether_trade, tell_pending
from .models import Listing, Photo
from .photos.likeness import likeness_of

# Where the words of a listing are: a refusal names the field that holds them.
FIELDS = ("title", "description", "availability", "price_unit", "price_note")


def words_of(listing: Listing) -> str:
    """Return all that was written in it."""
    return "\n".join(getattr(listing, name) for name in FIELDS).strip()


def look_at(listing: Listing, photos: Iterable[Photo]) -> Look:
    """Ask the rules; raise ValidationError `refused_by_rule` where one refuses."""
    author, pictures = listing.author, likeness_of(photos)
    verdict = screen(
        words_of(listing),
        place=Place.LISTING,
        author=author,
        is_new=author.is_new,
        pictures=pictures,
    )
    if verdict.action == Measure.REFUSE:
        raise refused(listing, verdict)
    return Look(verdict, pictures)


def refused(listing: Listing, verdict: Verdict) -> ValidationError:
    mistakes: dict[str, dict[str, ValidationError]] = {}
    for found in verdict.findings:
        if found.action == Measure.REFUSE:
            mistake = ValidationError(found.message, "refused_by_rule")
            field = field_with(listing, found.words)
            mistakes.setdefault(field, {}).setdefault(found.message, mistake)
    return ValidationError(
        {name: list(said.values()) for name, said in mistakes.items()}
    )


def field_with(listing: Listing, words: str) -> str:
    held = (name for name in FIELDS[:4] if words and words in getattr(listing, name))
    return next(held, "description")


def must_wait(listing: Listing, look: Look, before: Listing | None = None) -> bool:
    """Whether somebody looks at it first; `before` is what is online of it already."""
    author = listing.author
    if look.verdict.action == Measure.HOLD or author.is_limited:
        return True
    moved = before is None or before.category_id != listing.category_id
    if moved and listing.category.sensitive and not author.verified_at:
        return True
    return not author.is_trusted and is_beginner(author)


def is_beginner(author) -> bool:
    """Whether too little of `author` was approved, or something was just sanctioned."""
    if Decision.objects.received_by(author).sanctions(since=a_while_ago()).exists():
        return True
    approved = Listing.objects.by(author).approved().count()
    return approved < settings.REVIEW_FIRST_LISTINGS


def a_while_ago():
    return timezone.now() - timedelta(days=settings.TRUSTED_AFTER_DAYS)


def keep_waiting(listing: Listing, look: Look) -> None:
    """Bring what waits before the moderators, and tell its author."""
    bring_up(target_of(listing), look.verdict, Urgency.WAITING)
    tell_pending(listing)
    note(listing, look)


def let_through(listing: Listing, look: Look) -> None:
    """Bring up what rules flag, without making anybody wait."""
    if look.verdict.action == Measure.FLAG:
        bring_up(target_of(listing), look.verdict, Urgency.CALM)
    note(listing, look)


def note(listing: Listing, look: Look) -> None:
    author, words = listing.author, words_of(listing)
    remember(words, place=Place.LISTING, author=author, pictures=look.pictures)


def ask_about_trade(listing: Listing) -> None:
    """Ask a private person who sells often whether it is their trade, once a term."""
    author, limits = listing.author, settings.PRIVATE_SALES
    since = timezone.now() - timedelta(days=limits["days"])
    sold = Listing.objects.by(author).paid().filter(created_at__gt=since).count()
    if author.is_professional or sold <= limits["listings"]:
        return
    target = target_of(author)
    asked = Case.objects.about(target.kind, target.public_id).filter(
        screenings__findings__0__rule="private_sales", opened_at__gt=since
    )
    if asked.exists():
        return
    words = _("%(count)s annonces payantes en %(days)s jours")
    found = Finding(
        "private_sales",
        Ground.UNDECLARED_TRADE,
        Measure.FLAG,
        words % {"count": sold, "days": limits["days"]},
        _("Un particulier qui vend beaucoup doit dire si c’est son métier."),
    )
    bring_up(target, Verdict([found]), Urgency.CALM)
    ask_whether_trade(author, sold)
