import django_filters
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from territory.forms import CommuneField
from territory.models import Commune

from .models import Category, Listing, ListingKind, PriceKind

NEWEST, NEAREST = "newest", "nearest"
ORDERS = [(NEWEST, _("Les plus récentes")), (NEAREST, _("Les plus proches"))]
DISTANCES = [(km, f"{km}\u00a0km") for km in (5, 10, 25, 50, 100)]


class CommuneFilter(django_filters.Filter):
    field_class = CommuneField


class ListingFilter(django_filters.FilterSet):
    """What a reader may ask of a list of listings; the site and the API share it."""

    search = django_filters.CharFilter(
        method="filter_search", label=_("Mots"), max_length=100
    )
    kind = django_filters.ChoiceFilter(
        choices=ListingKind, label=_("Type"), empty_label=_("Offres et besoins")
    )
    category = django_filters.ModelChoiceFilter(
        queryset=Category.objects.all(),
        label=_("Quelle aide ?"),
        empty_label=_("Toutes"),
    )
    commune = CommuneFilter(method="filter_place", label=_("Autour de"))
    within_km = django_filters.ChoiceFilter(
        method="filter_place",
        label=_("Jusqu’à"),
        choices=DISTANCES,
        empty_label=_("cette commune"),
    )
    free = django_filters.BooleanFilter(
        method="filter_free",
        label=_("Gratuit seulement"),
        widget=forms.CheckboxInput(),
    )
    order = django_filters.ChoiceFilter(
        method="leave", label=_("Trier"), choices=ORDERS, empty_label=None
    )

    class Meta:
        model = Listing
        fields: list[str] = []

    def __init__(self, data=None, *args, home: Commune | None = None, **kwargs):
        """Measure from `home`, nearest first, for a reader who names no commune."""
        self.home = home
        asked = data.copy() if data else QueryDict(mutable=True)
        asked.setdefault("order", NEAREST if home else NEWEST)
        super().__init__(asked, *args, **kwargs)

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        if self.origin == self.home and self.home:
            found = found.with_distance_from(self.home)
        if self.nearest_first:
            return found.order_by("distance_km", "-created_at", "-public_id")
        return found

    @property
    def origin(self) -> Commune | None:
        """The commune from which distances are measured."""
        return self.form.cleaned_data.get("commune") or self.home

    @property
    def nearest_first(self) -> bool:
        nearest = self.form.cleaned_data.get("order") == NEAREST
        return nearest and self.origin is not None

    def leave(self, queryset, name, value):
        """The order is decided once the place is known."""
        return queryset

    def filter_search(self, queryset, name, value):
        return queryset.matching(value)

    def filter_free(self, queryset, name, value):
        return queryset.filter(price_kind=PriceKind.FREE) if value else queryset

    def filter_place(self, queryset, name, value):
        commune = self.form.cleaned_data.get("commune")
        if name != "commune" or commune is None:
            return queryset
        km = int(self.form.cleaned_data.get("within_km") or 0)
        return queryset.within(commune, km).with_distance_from(commune)

    def count_everywhere(self) -> int:
        """How many listings answer when the place is forgotten."""
        elsewhere = {**self.data.dict(), "commune": "", "within_km": "", "order": ""}
        return type(self)(elsewhere, queryset=self.queryset).qs.count()
