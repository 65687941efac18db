from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from territory.codes import code_of
from territory.models import Commune

from ..photos.models import Photo
from ..search import stems
from ..states import FROZEN, LIVE, ListingStatus, S, origins
from .categories import Category
from .choices import Audience, Group, ListingKind, Outcome, PriceKind
from .querysets import ListingQuerySet
from .wording import path_of, price_label

CODE_LENGTH = 6


def new_code() -> str:
    return code_of(CODE_LENGTH)


# What the lists of live listings are narrowed by, most of the time.
FEEDS: list[list[str]] = [
    [],
    ["kind"],
    ["audience"],
    ["audience", "kind"],
    ["category", "kind"],
]


class Listing(models.Model):
    """Help that somebody offers or needs."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(
        _("code"), max_length=CODE_LENGTH, default=new_code, unique=True, editable=False
    )
    kind = models.CharField(_("type"), max_length=5, choices=ListingKind)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="listings",
        verbose_name=_("auteur"),
    )
    category = models.ForeignKey(Category, models.PROTECT, verbose_name=_("catégorie"))
    title = models.CharField(_("titre"), max_length=80)
    description = models.TextField(_("description"), max_length=4000)
    commune = models.ForeignKey(Commune, models.PROTECT, verbose_name=_("commune"))
    reach_km = models.PositiveSmallIntegerField(_("rayon en km"), null=True, blank=True)
    price_kind = models.CharField(
        _("prix"), max_length=6, choices=PriceKind, default=PriceKind.FREE
    )
    price = models.DecimalField(
        _("montant"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    price_unit = models.CharField(_("unité"), max_length=40, blank=True)
    price_note = models.CharField(_("précision sur le prix"), max_length=80, blank=True)
    availability = models.CharField(_("disponibilités"), max_length=120, blank=True)
    urgent = models.BooleanField(_("urgent"), default=False)
    audience = models.CharField(_("visible par"), max_length=7, choices=Audience)
    status = models.CharField(
        max_length=17,
        choices=ListingStatus,
        default=ListingStatus.DRAFT,
        editable=False,
    )
    outcome = models.CharField(
        max_length=16, choices=Outcome, blank=True, editable=False
    )
    reserved_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="listings_reserved",
    )
    fulfilled_with = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="listings_fulfilled",
    )
    renewals = models.PositiveSmallIntegerField(default=0, editable=False)
    idempotency_key = models.CharField(max_length=64, blank=True, editable=False)
    search_words = models.TextField(editable=False, default="")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)  # nobody writes first
    expires_at = models.DateTimeField(editable=False)

    objects = ListingQuerySet.as_manager()

    group: str  # added by `in_groups()`
    reason: str | None  # added by `with_reason()`

    class Meta:
        ordering = ["-created_at", "-public_id"]  # pages need a total order
        verbose_name = _("annonce")
        permissions = [("moderate_listing", _("Peut masquer et rétablir une annonce"))]
        indexes = [
            models.Index(
                fields=[*narrowed_by, "-created_at", "-public_id"],
                condition=Q(status__in=LIVE),
                name="_".join(["listings_live", *narrowed_by]),
            )
            for narrowed_by in FEEDS
        ]
        # All that counting a kind of live listings reads.
        indexes.append(
            models.Index(
                fields=["kind", "audience", "author", "expires_at"],
                condition=Q(status__in=LIVE),
                name="listings_live_counted",
            )
        )
        constraints = [
            models.CheckConstraint(
                name="listings_price_with_amount",
                condition=Q(price_kind="amount", price__isnull=False, price__gt=0)
                | Q(price_kind__in=["free", "agreed"], price__isnull=True),
                violation_error_message=_(
                    "Indiquez un montant supérieur à zéro, ou choisissez « gratuit »."
                ),
                violation_error_code="price_amount",
            ),
            models.CheckConstraint(
                name="listings_reach_up_to_200_km",
                condition=Q(reach_km__isnull=True)
                | Q(reach_km__isnull=False, reach_km__range=(1, 200)),
                violation_error_message=_("Indiquez un rayon de 1 à 200 km."),
                violation_error_code="reach_range",
            ),
            models.UniqueConstraint(
                fields=["author", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="listings_key_once_per_author",
            ),
            models.CheckConstraint(
                name="listings_reserved_for_somebody_else",
                condition=Q(reserved_for__isnull=True)
                | (~Q(status="published") & ~Q(reserved_for=F("author"))),
                violation_error_message=_(
                    "Une annonce est réservée à une autre personne que son auteur."
                ),
                violation_error_code="reserved_for",
            ),
            models.CheckConstraint(
                name="listings_fulfilled_with_somebody_else",
                condition=Q(fulfilled_with__isnull=True)
                | (Q(status="fulfilled") & ~Q(fulfilled_with=F("author"))),
                violation_error_message=_(
                    "Une annonce aboutit avec une autre personne que son auteur."
                ),
                violation_error_code="fulfilled_with",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the derived columns in step with what was written."""
        self.search_words = " ".join(dict.fromkeys(stems(self.searchable_text)))
        if self.expires_at is None:
            self.expires_at = self.end_of_life()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return path_of(self.code, self.title, self.kind)

    @property
    def cover(self) -> Photo | None:
        """The first photo; asks nothing of the database after `with_card_data()`."""
        return next(iter(self.photos.all()), None)

    @property
    def searchable_text(self) -> str:
        return f"{self.title} {self.description} {self.category.name}"

    @property
    def price_label(self) -> str:
        return price_label(self.price_kind, self.price, self.price_unit)

    @property
    def group_label(self) -> str:
        return str(Group(self.group).label)

    def end_of_life(self):
        return timezone.now() + timedelta(days=self.category.duration_days)

    @property
    def is_past_term(self) -> bool:
        return self.status in LIVE and self.expires_at <= timezone.now()

    @property
    def can_be_edited(self) -> bool:
        return self.status not in FROZEN

    @property
    def can_be_closed(self) -> bool:
        return self.status in origins(S.FULFILLED)

    @property
    def can_be_withdrawn(self) -> bool:
        return self.status in origins(S.WITHDRAWN)

    @property
    def can_be_renewed(self) -> bool:
        """The same as `ListingQuerySet.renewable()`, for a row already loaded."""
        soon = timezone.now() + timedelta(days=settings.LISTING_RENEWABLE_DAYS)
        ran_out = self.status in LIVE and self.expires_at <= soon
        left = self.renewals < settings.LISTING_RENEWALS_MAX
        return left and (ran_out or self.status == S.EXPIRED)

    def publish(self) -> None:
        """Put a draft or a reviewed listing online."""
        self._move(
            ListingStatus.PUBLISHED, published_at=timezone.now(), reserved_for=None
        )

    def reserve(self, person=None) -> None:
        """Say that the listing is promised, to `person` when it was said here."""
        self._move(S.RESERVED, reserved_for=person)

    def free(self) -> None:
        """Offer again what was reserved."""
        self._move(S.PUBLISHED, only_from=[S.RESERVED], reserved_for=None)

    def close(self, outcome: str, person=None) -> None:
        """End the listing, saying what became of it, and with whom."""
        solved = outcome != Outcome.NOT_SOLVED
        target = ListingStatus.FULFILLED if solved else ListingStatus.WITHDRAWN
        ended = {"ended_at": timezone.now(), "fulfilled_with": person}
        self._move(target, outcome=outcome, **ended)

    def withdraw(self) -> None:
        self._move(ListingStatus.WITHDRAWN, ended_at=timezone.now())

    def hide(self) -> None:
        self._move(ListingStatus.HIDDEN)

    def restore(self) -> None:
        """Put what was hidden or refused online, as if it had not been."""
        free = {"reserved_for": None, "ended_at": None}
        seen = {"published_at": self.published_at or timezone.now()}
        self._move(S.PUBLISHED, only_from=[S.HIDDEN, S.REFUSED], **free, **seen)

    def ask_for_changes(self) -> None:
        self._move(S.CHANGES_REQUESTED)

    def refuse(self) -> None:
        """Keep it from ever being online, after review or after it was hidden."""
        self._move(S.REFUSED, ended_at=timezone.now())

    def submit(self) -> None:
        """Send a draft, or what was asked to change, to review."""
        self._move(S.PENDING)

    def renew(self) -> None:
        """Give a listing that ran out, or soon will, another life.

        Codes of the ValidationError: `renewed_enough`, `not_renewable`.
        """
        if self.renewals >= settings.LISTING_RENEWALS_MAX:
            message = _("Cette annonce a déjà été renouvelée autant que possible.")
            raise ValidationError(message, "renewed_enough")
        # `renewals` as it was read: of two simultaneous clicks, one counts.
        renewable = Listing.objects.renewable().filter(renewals=self.renewals)
        again = {
            "status": S.PUBLISHED,
            "renewals": self.renewals + 1,
            "expires_at": self.end_of_life(),
            "reserved_for": None,
            "ended_at": None,
        }
        if not renewable.filter(pk=self.pk).update(**again):
            message = _("Cette annonce ne peut pas être renouvelée pour le moment.")
            raise ValidationError(message, "not_renewable")
        self._show(again)

    def _move(self, target: ListingStatus, only_from=None, **changes: Any) -> None:
        # One conditional UPDATE: of two simultaneous moves, only one succeeds.
        movable = Listing.objects.filter(
            pk=self.pk, status__in=only_from or origins(target)
        )
        if not movable.update(status=target, **changes):
            raise ValidationError(
                _("Cette annonce a changé entre-temps. Rechargez la page."),
                "state_changed",
            )
        self._show({"status": target, **changes})

    def _show(self, changes: dict[str, Any]) -> None:
        """Bring this object in step with what was just written."""
        for field, value in changes.items():
            setattr(self, field, value)
