import secrets
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from territory.models import Commune, km_from

from .photos.models import Photo
from .search import matching_ids, stems
from .states import LIVE, ListingStatus, origins

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base 32: no I L O U
CODE_LENGTH = 6


class ListingKind(models.TextChoices):
    OFFER = "offer", _("Je propose mon aide")
    NEED = "need", _("J’ai besoin d’aide")


class Paid(models.TextChoices):
    NEVER = "never", _("jamais")
    RARE = "rare", _("rare")
    POSSIBLE = "possible", _("possible")
    USUAL = "usual", _("habituel")


class PriceKind(models.TextChoices):
    FREE = "free", _("gratuit")
    AMOUNT = "amount", _("un prix")
    AGREED = "agreed", _("à convenir")


class Audience(models.TextChoices):
    PUBLIC = "public", _("tout le monde")
    MEMBERS = "members", _("les personnes inscrites")


class Outcome(models.TextChoices):
    SOLVED_HERE = "solved_here", _("oui, grâce au site")
    SOLVED_ELSEWHERE = "solved_elsewhere", _("oui, autrement")
    NOT_SOLVED = "not_solved", _("non")


class Category(models.Model):
    """A subject of listings; rows come from `listings/data/categories.yaml`."""

    slug = models.SlugField(_("adresse"), primary_key=True)
    position = models.PositiveSmallIntegerField(_("rang"))
    name = models.CharField(_("nom"), max_length=60)
    short_name = models.CharField(_("nom court"), max_length=20)
    description = models.CharField(_("description"), max_length=300)
    icon = models.CharField(_("icône"), max_length=40)
    kinds = models.JSONField(_("types d’annonces"), default=list)
    paid = models.CharField(_("prix"), max_length=8, choices=Paid)
    duration_days = models.PositiveSmallIntegerField(_("durée en jours"))
    notice = models.CharField(_("rappel"), max_length=400, blank=True)
    keywords = models.JSONField(_("mots-clés"), default=list)

    class Meta:
        ordering = ["position"]
        verbose_name = _("catégorie")

    def __str__(self) -> str:
        return self.name


class ListingQuerySet(models.QuerySet["Listing"]):
    def live(self) -> Self:
        """Listings in force, of people whose account is active."""
        return self.filter(
            status__in=LIVE, expires_at__gt=timezone.now(), author__is_active=True
        )

    def by(self, user) -> Self:
        return self.filter(author=user)

    def visible_to(self, user) -> Self:
        """Everything `user` may read: the one rule of every page, query and feed."""
        if user.is_authenticated:
            return self.live() | self.filter(author=user)
        return self.live().filter(audience=Audience.PUBLIC)

    def matching(self, text: str) -> Self:
        """Listings that hold every word of `text`, whatever its accents or endings."""
        ids = matching_ids(text, self.db)
        return self if ids is None else self.filter(pk__in=ids)

    def within(self, commune: Commune, km: int) -> Self:
        return self.filter(commune__in=Commune.objects.near(commune, km))

    def with_distance_from(self, commune: Commune) -> Self:
        """Add `distance_km` between village centres."""
        return self.annotate(distance_km=km_from(commune, "commune__"))

    def with_card_data(self) -> Self:
        """Everything a listing card shows, in two queries."""
        rows = self.select_related("author", "commune", "category")
        return rows.prefetch_related("photos")


def new_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _i in range(CODE_LENGTH))


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
    renewals = models.PositiveSmallIntegerField(default=0, editable=False)
    search_words = models.TextField(editable=False, default="")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(editable=False)

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-public_id"]  # pages need a total order
        verbose_name = _("annonce")
        indexes = [
            models.Index(
                fields=["kind", "status", "-created_at", "-public_id"],
                name="listings_feed",
            ),
            models.Index(
                fields=["kind", "status", "category", "-created_at", "-public_id"],
                name="listings_category_feed",
            ),
        ]
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
        slug = slugify(self.title) or self.kind
        return reverse("listings:detail", args=[self.code, slug])

    @property
    def cover(self) -> Photo | None:
        """The first photo; asks nothing of the database after `with_card_data()`."""
        return next(iter(self.photos.all()), None)

    @property
    def searchable_text(self) -> str:
        return f"{self.title} {self.description} {self.category.name}"

    @property
    def price_label(self) -> str:
        """The price in words: « Gratuit », « 14 € le panier », « Prix à convenir »."""
        if self.price_kind == PriceKind.FREE:
            return str(_("Gratuit"))
        if self.price is None:
            return str(_("Prix à convenir"))
        whole = self.price == self.price.to_integral_value()
        amount = f"{self.price:.0f}" if whole else f"{self.price:.2f}"
        return f"{amount.replace('.', ',')}\u00a0€ {self.price_unit}".strip()

    def end_of_life(self):
        return timezone.now() + timedelta(days=self.category.duration_days)

    def publish(self) -> None:
        """Put a draft or a reviewed listing online."""
        self._move(ListingStatus.PUBLISHED, published_at=timezone.now())

    def reserve(self) -> None:
        self._move(ListingStatus.RESERVED)

    def close(self, outcome: str) -> None:
        """End the listing, saying what became of it."""
        solved = outcome != Outcome.NOT_SOLVED
        target = ListingStatus.FULFILLED if solved else ListingStatus.WITHDRAWN
        self._move(target, outcome=outcome)

    def withdraw(self) -> None:
        self._move(ListingStatus.WITHDRAWN)

    def hide(self) -> None:
        self._move(ListingStatus.HIDDEN)

    def restore(self) -> None:
        self._move(ListingStatus.PUBLISHED, only_from=[ListingStatus.HIDDEN])

    def renew(self) -> None:
        """Give a listing that ran out another life, at most three times."""
        if self.renewals >= settings.LISTING_RENEWALS_MAX:
            raise ValidationError(
                _("Cette annonce a déjà été renouvelée trois fois."), "renewed_enough"
            )
        self._move(
            ListingStatus.PUBLISHED,
            only_from=[ListingStatus.EXPIRED],
            renewals=self.renewals + 1,
            expires_at=self.end_of_life(),
        )

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
        for field, value in {"status": target, **changes}.items():
            setattr(self, field, value)
