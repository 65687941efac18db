"""Types of listings as the documentation of graphene-django shows them."""

import django_filters
import graphene
from django.conf import settings
from graphene import relay
from graphene_django import DjangoObjectType

from accounts.models import User
from listings import models
from listings.photos.models import Photo as StoredPhoto
from territory import models as territory


def enum_name(field) -> str:
    return f"{field.model.__name__}{field.name.capitalize()}"


class Counted(relay.Connection):
    class Meta:
        abstract = True

    total_count = graphene.Int(required=True)

    def resolve_total_count(self, info):
        return self.length


class Resident(DjangoObjectType):
    display_name = graphene.String(required=True)
    member_since = graphene.Date(required=True)

    class Meta:
        model = User
        fields = ["kind"]

    def resolve_member_since(self, info):
        return self.date_joined.date()


class Commune(DjangoObjectType):
    postcodes = graphene.List(graphene.String, required=True)

    class Meta:
        model = territory.Commune
        fields = ["insee", "name", "population", "latitude", "longitude"]
        interfaces = [relay.Node]

    def resolve_postcodes(self, info):
        return self.postcodes.replace(",", " ").split()


class Category(DjangoObjectType):
    kinds = graphene.List(graphene.String, required=True)

    class Meta:
        model = models.Category
        fields = ["slug", "name", "short_name", "description", "notice"]
        interfaces = [relay.Node]

    def resolve_kinds(self, info):
        return [kind.upper() for kind in self.kinds]


class PhotoSize(graphene.ObjectType):
    url = graphene.String(required=True)
    width = graphene.Int(required=True)
    height = graphene.Int(required=True)


class Photo(DjangoObjectType):
    id = graphene.ID(required=True)
    url = graphene.String(required=True)
    alt = graphene.String(required=True)
    sizes = graphene.List(PhotoSize, required=True)

    class Meta:
        model = StoredPhoto
        fields = ["width", "height"]

    def resolve_id(self, info):
        return relay.Node.to_global_id("Photo", self.public_id)

    def resolve_url(self, info):
        return f"{settings.SITE_URL}{self.url(self.width)}"

    def resolve_alt(self, info):
        return self.alt_text

    def resolve_sizes(self, info):
        return [
            PhotoSize(
                url=f"{settings.SITE_URL}{self.url(width)}",
                width=width,
                height=self.height_of(width),
            )
            for width in self.widths
        ]


class Price(graphene.ObjectType):
    amount = graphene.Decimal()
    unit = graphene.String(required=True)
    is_free = graphene.Boolean(required=True)
    label = graphene.String(required=True)

    def resolve_amount(self, info):
        return self.price

    def resolve_unit(self, info):
        return self.price_unit

    def resolve_is_free(self, info):
        return self.price_kind == models.PriceKind.FREE

    def resolve_label(self, info):
        return self.price_label


class ListingFilter(django_filters.FilterSet):
    category = django_filters.CharFilter(field_name="category_id")
    search = django_filters.CharFilter(method="filter_search")

    class Meta:
        model = models.Listing
        fields = ["kind"]

    def filter_search(self, queryset, name, value):
        return queryset.matching(value)


class Listing(DjangoObjectType):
    price = graphene.Field(Price, required=True)
    url = graphene.String(required=True)
    distance_km = graphene.Float()
    can_contact = graphene.Boolean(required=True)

    class Meta:
        model = models.Listing
        fields = [
            *("code", "kind", "status", "title", "description", "category", "commune"),
            *("reach_km", "availability", "urgent", "photos", "author"),
            *("created_at", "expires_at"),
        ]
        filterset_class = ListingFilter
        interfaces = [relay.Node]
        connection_class = Counted

    def resolve_id(self, info):
        return self.public_id

    def resolve_price(self, info):
        return self

    def resolve_url(self, info):
        return f"{settings.SITE_URL}{self.get_absolute_url()}"

    def resolve_can_contact(self, info):
        return info.context.user.is_authenticated
