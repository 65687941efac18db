import graphene
from django.utils.translation import gettext as _

from graphql_api.enums import stored, stored_values
from graphql_api.errors import bad_input
from graphql_api.nodes import key_of
from graphql_api.pagination import paginate, paging_arguments
from listings import filters, models
from listings.places import counted_places

from .types import (
    Activity,
    Category,
    Listing,
    ListingConnection,
    ListingKind,
    ListingOrder,
)

NEWEST = filters.COLUMNS[filters.NEWEST]
LISTINGS = "listings"
PAGING = ("first", "after", "last", "before")


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

    def resolve_listings(self, info, order_by=None, **arguments):
        paging = {name: arguments.pop(name, None) for name in PAGING}
        asked = stored_values(arguments) | {"order": stored(order_by)}
        rows = Listing.get_queryset(info).live()
        wanted = filters.ListingFilter(asked, queryset=rows)
        for mistakes in wanted.errors.values():
            raise bad_input(mistakes[0])
        # Distances from elsewhere say nothing: their cursors are of another list.
        near = wanted.origin if wanted.nearest_first else None
        of = f"{LISTINGS} near {near.pk}" if near else LISTINGS
        return paginate(ListingConnection, wanted.qs, wanted.columns, of, **paging)

    def resolve_listing(self, info, id=None, code=None):
        if (id is None) == (code is None):
            raise bad_input(_("Indiquez « id » ou « code », pas les deux."))
        rows = Listing.get_queryset(info).with_reason()
        if id is not None:
            return rows.filter(public_id=key_of(id, "Listing")).first()
        return rows.filter(code=asked_code(code)).first()

    def resolve_categories(self, info):
        return models.Category.objects.all()


def asked_code(text: str) -> str:
    """Return the code that somebody wrote, in either case."""
    return text.replace("\x00", "").strip().upper()  # PostgreSQL has no NUL
