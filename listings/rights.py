"""What listings give to the archive of a person, and forget: accounts call these."""

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from accounts.rights.erasure import unreferenced
from accounts.rights.parts import Entry, Field, Part, Picture
from background.retention import before

from .models import EndedListings, Listing, PriceKind
from .photos.models import Photo
from .states import LIVE, ListingStatus

NO_TITLE = "Annonce supprimée"
ENDED = [status for status in ListingStatus.values if status not in LIVE]


def export(user) -> Part:
    rows = Listing.objects.by(user).with_card_data().order_by("created_at", "pk")
    return Part("listings", _("Mes annonces"), [entry(listing) for listing in rows])


def entry(listing: Listing) -> Entry:
    fields = [
        Field("code", _("Code"), listing.code),
        Field("kind", _("Type"), listing.get_kind_display()),
        Field("title", _("Titre"), listing.title),
        Field("category", _("Catégorie"), listing.category.name),
        Field("description", _("Description"), listing.description),
        Field("commune", _("Commune"), listing.commune.name),
        Field("price", _("Prix"), listing.price_label),
        Field("priceNote", _("Précision sur le prix"), listing.price_note),
        Field("availability", _("Disponibilités"), listing.availability),
        Field("audience", _("Visible par"), listing.get_audience_display()),
        Field("status", _("État"), listing.get_status_display()),
        Field("outcome", _("Issue"), listing.get_outcome_display()),
        Field("createdAt", _("Écrite le"), listing.created_at),
        Field("expiresAt", _("Terme"), listing.expires_at),
        Field("endedAt", _("Terminée le"), listing.ended_at),
    ]
    return Entry(listing.title, fields, pictures_of(listing.photos.all()))


def pictures_of(photos) -> list[Picture]:
    """The largest file of each."""
    return [
        Picture(
            photo.file_name(max(photo.widths)),
            f"photos/{photo.public_id}.webp",
            photo.alt_text,
        )
        for photo in photos
    ]


def erase(user) -> None:
    """Delete the listings of `user`; of those that people wrote about, the words."""
    Photo.objects.by(user).delete()
    promised = Listing.objects.filter(reserved_for=user, status=ListingStatus.RESERVED)
    promised.update(status=ListingStatus.PUBLISHED, reserved_for=None)
    mine = Listing.objects.by(user)
    empty(mine)
    # A promise ends with the listing; the person with whom it came about stays.
    mine.exclude(status=ListingStatus.FULFILLED).update(
        status=ListingStatus.WITHDRAWN, reserved_for=None
    )
    remove(mine)


def empty(rows: QuerySet[Listing]) -> int:
    """Take from `rows` what a person wrote."""
    return rows.update(
        title=NO_TITLE,
        description="",
        price_kind=PriceKind.FREE,
        price=None,
        price_unit="",
        price_note="",
        availability="",
        search_words="",
        idempotency_key="",
    )


@transaction.atomic
def remove(rows: QuerySet[Listing]) -> int:
    """Delete what no conversation needs, and keep how many there were."""
    free = unreferenced(rows).select_for_update(of=("self",))
    keys = [listing.pk for listing in free.only("pk")]
    # What is deleted does not appear in two counts: the rows are locked.
    gone = Listing.objects.filter(pk__in=keys)
    count(gone)
    return gone.delete()[1].get("listings.Listing", 0)


def count(rows: QuerySet[Listing]) -> None:
    groups = (
        rows.annotate(month=TruncMonth("created_at"))
        .order_by()
        .values_list("month", "kind", "category", "outcome")
        .annotate(number=Count("pk"))
    )
    for month, kind, category, outcome, number in groups:
        group = {
            "month": month.date(),
            "kind": kind,
            "category_id": category,
            "outcome": outcome,
        }
        EndedListings.objects.get_or_create(**group)
        EndedListings.objects.filter(**group).update(number=F("number") + number)


def ended_before(days: int) -> QuerySet[Listing]:
    """Listings of any state that nobody sees any more, for more than `days`."""
    moment = before(days)
    ended = Q(ended_at__lt=moment) | Q(ended_at=None, expires_at__lt=moment)
    return Listing.objects.filter(ended, status__in=ENDED)


def forget_listings(dry_run: bool = False) -> int:
    """Delete old listings; those that people still write about lose their words."""
    old = ended_before(settings.RETENTION_DAYS["listing"])
    old |= Listing.objects.filter(author__erased_at__isnull=False)
    written = old.exclude(title=NO_TITLE, description="")
    if dry_run:
        return old.filter(
            Q(pk__in=unreferenced(old).values("pk")) | Q(pk__in=written.values("pk"))
        ).count()
    Photo.objects.filter(listing__in=old.order_by().values("pk")).delete()
    removed = remove(old)
    return removed + empty(written)


def forget_photos(dry_run: bool = False) -> int:
    """Delete the photos of listings that ended a while ago, and their files."""
    old = ended_before(settings.RETENTION_DAYS["listing_photos"])
    photos = Photo.objects.filter(listing__in=old.order_by().values("pk"))
    return photos.count() if dry_run else photos.delete()[1].get("listings.Photo", 0)


def forget_keys(dry_run: bool = False) -> int:
    """Empty the keys that recognised a second copy of what was sent."""
    old = Listing.objects.exclude(idempotency_key="").filter(
        created_at__lt=before(settings.KEY_HOURS / 24)
    )
    return old.count() if dry_run else old.update(idempotency_key="")
