import graphene
from django.utils.translation import gettext as _

from graphql_api.enums import stored
from graphql_api.errors import bad_input
from graphql_api.nodes import key_of
from graphql_api.pagination import paginate, paging_arguments
from listings import models
from listings.places import counted_places
from territory.models import Commune

from .types import (
    Activity,
    Category,
    Listing,
    ListingConnection,
    ListingKind,
    ListingOrder,
)

NEWEST = ["-created_at", "-public_id"]
NEAREST = ["distance_km", "-public_id"]
PAGING = ("first", "after", "last", "before")
MAX_KM = 200


class ListingQueries(graphene.ObjectType):
    listings = graphene.Field(
        ListingConnection,
        required=True,
        description="Listings in force that the caller may see.",
        kind=ListingKind(description="Both without it."),
        category=graphene.String(description="Slug of a category."),
        commune=graphene.String(description="INSEE code, not a postcode."),
        within_km=graphene.Int(
            description="Around the centre of `commune`, 1 to 200. Without it, NEWEST"
            " keeps that commune alone and NEAREST sorts everything."
        ),
        free=graphene.Boolean(description="True: only free; false: only the others."),
        search=graphene.String(description="French words, all of them wanted."),
        order_by=ListingOrder(description="NEAREST needs `commune`; default NEWEST."),
        **paging_arguments(),
    )
    listing = graphene.Field(
        Listing,
        description="By `id` or by `code`; null when it is not visible.",
        id=graphene.ID(description="As it was answered."),
        code=graphene.String(description="Six characters, in either case."),
    )
    categories = graphene.List(
        graphene.NonNull(Category),
        required=True,
        description="In the order of the site.",
    )

    activity = graphene.List(
        graphene.NonNull(Activity),
        required=True,
        description="Communes where something goes on, by name: the map of the site.",
    )

    def resolve_activity(self, info):
        return [place for place, _area in counted_places()]

    def resolve_listings(self, info, **arguments):
        paging = {name: arguments.pop(name, None) for name in PAGING}
        wanted = {name: stored(value) for name, value in arguments.items()}
        commune = known(Commune, wanted.get("commune"), _("Commune inconnue."))
        rows = chosen(Listing.get_queryset(info).live(), wanted)
        order = NEAREST if wanted.get("order_by") == "nearest" else NEWEST
        if order is NEAREST and commune is None:
            raise bad_input(_("Indiquez une commune pour trier par distance."))
        rows = around(rows, commune, wanted.get("within_km"), order is NEAREST)
        answer = paginate(ListingConnection, rows, order, **paging)
        refuse_unknown(wanted, answer)
        return answer

    def resolve_listing(self, info, id=None, code=None):
        if (id is None) == (code is None):
            raise bad_input(_("Indiquez « id » ou « code », pas les deux."))
        rows = Listing.get_queryset(info)
        if id is not None:
            return rows.filter(public_id=key_of(id, "Listing")).first()
        return rows.filter(code=asked_code(code)).first()

    def resolve_categories(self, info):
        return models.Category.objects.all()


def plain(text):
    """Return `text` without what PostgreSQL cannot store."""
    return text.replace("\x00", "") if isinstance(text, str) else text


def asked_code(text: str) -> str:
    """Return the code that somebody wrote, in either case."""
    return plain(text.strip().upper())


def known(model, key: str | None, message: str):
    """Return the row of `model` under `key`; None when no key is given."""
    if key is None:
        return None
    row = model.objects.filter(pk=plain(key)).first()
    if row is None:
        raise bad_input(message)
    return row


def refuse_unknown(wanted: dict, answer: ListingConnection) -> None:
    """Tell an unknown category from an empty one: only an empty answer may be wrong."""
    if not answer.edges:
        known(models.Category, wanted.get("category"), _("Catégorie inconnue."))


def chosen(rows, wanted: dict):
    """Narrow `rows` down to a kind, a category, a price and words."""
    if wanted.get("category") is not None:
        rows = rows.filter(category=plain(wanted["category"]))
    if wanted.get("kind"):
        rows = rows.filter(kind=wanted["kind"])
    if wanted.get("free") is not None:
        free = {"price_kind": models.PriceKind.FREE}
        rows = rows.filter(**free) if wanted["free"] else rows.exclude(**free)
    return rows.matching(wanted["search"]) if wanted.get("search") else rows


def around(rows, commune: Commune | None, km: int | None, everywhere: bool):
    """Keep what lies in `commune`, or at most `km` from it."""
    if km is not None and (commune is None or not 1 <= km <= MAX_KM):
        raise bad_input(_("Indiquez une commune et une distance de 1 à 200 km."))
    if commune is None:
        return rows
    rows = rows.with_distance_from(commune)
    if km:
        return rows.within(commune, km)
    return rows if everywhere else rows.filter(commune=commune)
