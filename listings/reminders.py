"""Mails before a listing ends, and once it has: one a day for all those of an author.

docs/decisions/0027-reminders.md
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.mailing.letters import letter, message_id
from accounts.mailing.outbox import hand_over_once
from accounts.models import (
    MailEvent,
    NotificationKind,
    NotificationPreference,
    Rhythm,
    User,
)
from background.jobs import job

from .mail_links import Act, act_url
from .models import Listing
from .states import LIVE, ListingStatus

KIND = NotificationKind.LISTINGS
TEMPLATE = "listings/mails/reminder.html"
ENDED = 0  # days left


def remind_authors() -> None:
    """Queue today's mail of each author of whom a listing ends soon, or just did.

    A day is named by its date in Nièvre and has one mail: running this again, or twice
    at once, changes nothing.
    """
    now = timezone.localtime()
    if now.hour >= settings.LISTING_REMINDER_HOUR:
        authors = {listing.author_id for listing in due()}
        for author_key in sorted(authors):
            remind.enqueue(author_key, now.date().isoformat())


def due(**author) -> list[Listing]:
    """Return the listings to tell of, the first to end first."""
    now = timezone.now()
    soon = now + timedelta(days=max(settings.LISTING_REMINDER_DAYS))
    lately = now - timedelta(days=settings.LISTING_ENDED_DAYS)
    declined = NotificationPreference.objects.filter(
        user=OuterRef("author"), kind=KIND, rhythm=Rhythm.NONE
    )
    rows = Listing.objects.filter(
        Q(status__in=LIVE, expires_at__gt=now, expires_at__lte=soon)
        | Q(status=ListingStatus.EXPIRED, expires_at__gt=lately),
        ~Exists(declined),
        author__is_active=True,
        author__is_suspended=False,
        author__mail_bounced_at=None,
        **author,
    )
    found = list(rows.select_related("author").order_by("expires_at", "pk"))
    told = told_of(found)
    return [one for one in found if (one.pk, occasion(one)) not in told]


def told_of(listings: list[Listing]) -> set[tuple[int, str]]:
    events = MailEvent.objects.filter(
        kind=KIND,
        subject__in=[one.pk for one in listings],
        handed_over_at__isnull=False,
    )
    return set(events.values_list("subject", "occasion"))


def stage(listing: Listing) -> int:
    """Return the smallest number of days before which the end is told; 0 after it."""
    if listing.status == ListingStatus.EXPIRED:
        return ENDED
    left = listing.expires_at - timezone.now()
    days = sorted(settings.LISTING_REMINDER_DAYS)
    return next((one for one in days if left <= timedelta(days=one)), days[-1])


def occasion(listing: Listing) -> str:
    """Name what is told: a listing that was renewed ends once more."""
    return f"{stage(listing)} {listing.expires_at:%Y-%m-%d %H:%M}"


@job
def remind(author_key: int, day: str) -> None:
    """Send the mail of one day, unless there is nothing to tell any more."""
    listings = due(author=author_key)
    if not listings or day != timezone.localdate().isoformat():
        return  # what could not leave is told by the mail of a later day
    author = listings[0].author
    what = {"user": author, "kind": KIND, "occasion": day}
    if event := MailEvent.objects.claim(**what):
        mail = mail_of_day(author, day, listings)
        told = [(one.pk, occasion(one)) for one in listings]
        hand_over_once(event, mail, lambda: keep(author, told))
    elif MailEvent.objects.filter(**what, handed_over_at=None).exists():
        lease = timedelta(seconds=settings.MAIL_LEASE_SECONDS)
        remind.using(run_after=timezone.now() + lease).enqueue(author_key, day)


def keep(author: User, told: list[tuple[int, str]]) -> None:
    """Note what was told of each listing, as it was when the mail was written."""
    at = timezone.now()
    MailEvent.objects.bulk_create(
        [
            MailEvent(
                user=author, kind=KIND, subject=key, occasion=about, handed_over_at=at
            )
            for key, about in told
        ],
        ignore_conflicts=True,
    )


def mail_of_day(author: User, day: str, listings: list[Listing]):
    about = {
        "subject": subject(listings),
        "listings": [facts(listing) for listing in listings],
        "days": settings.LISTING_LINK_DAYS,
    }
    mail = letter(author, KIND, TEMPLATE, about)
    stamp = message_id(author.public_id.hex, KIND, day)
    mail.extra_headers["Message-ID"] = stamp
    return mail


def subject(listings: list[Listing]) -> str:
    first = listings[0]
    if len(listings) == 1:
        ended = stage(first) == ENDED
        words = (
            _("Votre annonce a pris fin\u00a0: %(title)s")
            if ended
            else _("Votre annonce prend bientôt fin\u00a0: %(title)s")
        )
        return words % {"title": first.title}
    words = ngettext(
        "%(count)d annonce arrive à son terme",
        "%(count)d de vos annonces arrivent à leur terme",
        len(listings),
    )
    return words % {"count": len(listings)}


def facts(listing: Listing) -> dict[str, str | bool | datetime]:
    """Return what the mail says of one listing; addresses are empty where useless."""
    ended = stage(listing) == ENDED
    renewable = listing.renewals < settings.LISTING_RENEWALS_MAX
    return {
        "title": listing.title,
        "url": f"{settings.SITE_URL}{listing.get_absolute_url()}",
        "ended": ended,
        "ends_at": listing.expires_at,
        "renew_url": act_url(listing, Act.RENEW) if renewable else "",
        "done_url": "" if ended else act_url(listing, Act.DONE),
        "withdraw_url": "" if ended else act_url(listing, Act.WITHDRAW),
    }
