import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField

from territory.forms import CommuneField
from territory.models import Commune

from .models import Category, Listing, ListingKind, PriceKind
from .search import search_query

NEWEST, NEAREST = "newest", "nearest"
ORDERS = [(NEWEST, _("Les plus récentes")), (NEAREST, _("Les plus proches"))]
COLUMNS = {
    NEWEST: ["-created_at", "-public_id"],
    NEAREST: ["distance_km", "-created_at", "-public_id"],
}
DISTANCES = [(km, f"{km}\u00a0km") for km in (5, 10, 25, 50, 100)]
MAX_KM = 200
BAD_DISTANCE = _("Indiquez une commune et une distance de 1 à 200 km.")


class WordsField(forms.Field):
    """Gives the `search_query` of what was typed, None when it holds no word."""

    def to_python(self, value):
        return search_query(value or "", DEFAULT_DB_ALIAS)


class WordsFilter(django_filters.Filter):
    field_class = WordsField


class KnownField(ModelChoiceField):
    """A row by its key; an empty key is as unknown as another."""

    empty_values = [None]


class KnownFilter(django_filters.ModelChoiceFilter):
    field_class = KnownField


class DistanceFilter(django_filters.Filter):
    field_class = forms.IntegerField


class CommuneFilter(django_filters.Filter):
    field_class = CommuneField


class PlacedForm(forms.Form):
    """Refuses a distance that is measured from nowhere."""

    def clean(self):
        asked = self.cleaned_data
        if self.errors or asked["commune"]:
            return
        if asked["within_km"]:
            raise ValidationError(BAD_DISTANCE)
        if asked["order"] == NEAREST:
            raise ValidationError(_("Indiquez une commune pour trier par distance."))


class ListingFilter(django_filters.FilterSet):
    """What may be asked of a list of listings, what it does and what is refused.

    The API asks in these very terms; `ListingSearch` lets people ask the same.
    """

    search = WordsFilter(
        method="filter_search",
        label=_("Mots"),
        widget=forms.TextInput({"maxlength": 100}),
    )
    kind = django_filters.ChoiceFilter(
        choices=ListingKind, label=_("Type"), empty_label=_("Offres et besoins")
    )
    category: django_filters.Filter = KnownFilter(
        queryset=Category.objects.all(),
        label=_("Quelle aide ?"),
        error_messages={"invalid_choice": _("Catégorie inconnue.")},
    )
    commune: django_filters.Filter = KnownFilter(
        method="leave",
        queryset=Commune.objects.all(),
        label=_("Autour de"),
        error_messages={"invalid_choice": _("Commune inconnue.")},
    )
    within_km: django_filters.Filter = DistanceFilter(
        method="leave",
        label=_("Jusqu’à"),
        min_value=1,
        max_value=MAX_KM,
        error_messages={"min_value": BAD_DISTANCE, "max_value": BAD_DISTANCE},
    )
    free = django_filters.BooleanFilter(
        method="filter_free", label=_("Gratuit seulement")
    )
    order = django_filters.ChoiceFilter(
        method="leave", label=_("Trier"), choices=ORDERS, empty_label=None
    )

    class Meta:
        model = Listing
        form: type[forms.Form] = PlacedForm
        fields: list[str] = []

    def narrowed(self, wanted: dict):
        """Return what `wanted` leaves: clean values, or expressions of them."""
        found = self.queryset
        for name, value in wanted.items():
            found = self.filters[name].filter(found, value)
        return found

    def filter_queryset(self, queryset):
        found = self.around(super().filter_queryset(queryset))
        return found.order_by(*self.columns)

    @property
    def origin(self) -> Commune | None:
        """The commune from which distances are measured."""
        return self.form.cleaned_data.get("commune")

    @property
    def nearest_first(self) -> bool:
        nearest = self.form.cleaned_data.get("order") == NEAREST
        return nearest and self.origin is not None

    @property
    def columns(self) -> list[str]:
        """What the list is sorted by, a total order."""
        return COLUMNS[NEAREST if self.nearest_first else NEWEST]

    def leave(self, queryset, name, value):
        """Place, distance and order are decided together, by `around`."""
        return queryset

    def around(self, queryset):
        """Keep the commune alone, or up to a distance; nearest first, everything."""
        if self.origin is None:
            return queryset
        measured = queryset.with_distance_from(self.origin)
        commune = self.form.cleaned_data.get("commune")
        km = self.form.cleaned_data.get("within_km", 0)
        if commune is None or (km is None and self.nearest_first):
            return measured
        return measured.within(commune, km) if km else measured.filter(commune=commune)

    def filter_search(self, queryset, name, value):
        return queryset.holding(value)

    def filter_free(self, queryset, name, value):
        free = {"price_kind": PriceKind.FREE}
        return queryset.filter(**free) if value else queryset.exclude(**free)


class Ticked(forms.CheckboxInput):
    """A box that asks nothing unless it is ticked."""

    def value_from_datadict(self, data, files, name):
        return super().value_from_datadict(data, files, name) or None


class ListingSearch(ListingFilter):
    """The same, as people ask it on the site, where a slip is forgiven."""

    category = django_filters.ModelChoiceFilter(
        queryset=Category.objects.all(),
        label=_("Quelle aide ?"),
        empty_label=_("Toutes"),
    )
    commune = CommuneFilter(method="leave", label=_("Autour de"))
    within_km = django_filters.TypedChoiceFilter(
        method="leave",
        label=_("Jusqu’à"),
        choices=[("", _("cette commune")), *DISTANCES],
        coerce=int,
        empty_value=0,
    )
    free = django_filters.BooleanFilter(
        method="filter_free", label=_("Gratuit seulement"), widget=Ticked()
    )

    class Meta(ListingFilter.Meta):
        form = forms.Form

    def __init__(self, data=None, *args, home: Commune | None = None, **kwargs):
        """Measure from `home`, nearest first, for a reader who names no commune."""
        self.home = home
        asked = data.copy() if data else QueryDict(mutable=True)
        asked.setdefault("order", NEAREST if home else NEWEST)
        super().__init__(asked, *args, **kwargs)

    @property
    def origin(self) -> Commune | None:
        return super().origin or self.home

    def count_everywhere(self) -> int:
        """How many listings answer when the place is forgotten."""
        elsewhere = {**self.data.dict(), "commune": "", "within_km": "", "order": ""}
        return type(self)(elsewhere, queryset=self.queryset).qs.count()
