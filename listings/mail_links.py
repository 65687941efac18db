"""What an author does with one click of a mail: the address allows that, no more.

It names the listing, its author, one act and the term it was sent about, so that a
link used twice, or kept from an earlier term, renews nothing.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import actions
from .models import Listing, Outcome

SALT = "listings.mail_links"


class Act(models.TextChoices):
    RENEW = "renew", gettext_lazy("Toujours d’actualité")
    DONE = "done", gettext_lazy("C’est fait")
    WITHDRAW = "withdraw", gettext_lazy("Retirer mon annonce")


def act_url(listing: Listing, act: Act) -> str:
    """Return the full address where the author of `listing` can do `act`."""
    who = [listing.code, listing.author.public_id.hex, act.value, term_of(listing)]
    token = signing.dumps(who, salt=SALT)
    return f"{settings.SITE_URL}{reverse('listings:act', args=[token])}"


def act_of(token: str) -> tuple[Listing, Act, str]:
    """Return what may be done to which listing, and the term it was told about.

    Raises `signing.SignatureExpired`, or `signing.BadSignature` for any other reason.
    """
    seconds = timedelta(days=settings.LISTING_LINK_DAYS).total_seconds()
    code, person, act, term = signing.loads(token, salt=SALT, max_age=int(seconds))
    rows = Listing.objects.filter(
        code=code,
        author__public_id=person,
        author__is_active=True,
        author__is_suspended=False,
    )
    found = rows.with_card_data().first()
    if found is None:
        raise signing.BadSignature("This listing is gone.")
    return found, Act(act), term


def perform(listing: Listing, act: Act, term: str) -> None:
    """Do what the button says; raises the ValidationError of the act, or `done`."""
    if act == Act.DONE:
        actions.close(listing, Outcome.SOLVED_HERE)
    elif act == Act.WITHDRAW:
        actions.withdraw(listing)
    elif term != term_of(listing):
        raise ValidationError(_("Votre annonce est déjà renouvelée."), "done")
    else:
        listing.renew()


def term_of(listing: Listing) -> str:
    return listing.expires_at.isoformat()
