"""Two schemas over the same types: nothing preloaded, then everything."""

import graphene
from graphene_django.filter import DjangoFilterConnectionField

from listings import models

from . import pages
from .listings import Listing


class Query(graphene.ObjectType):
    listings = DjangoFilterConnectionField(Listing, required=True)
    listing = graphene.Field(Listing, code=graphene.String(required=True))
    page = graphene.Field(pages.Page, path=graphene.String(required=True))

    def resolve_listings(self, info, **arguments):
        return models.Listing.objects.visible_to(info.context.user)

    def resolve_listing(self, info, code):
        rows = models.Listing.objects.visible_to(info.context.user)
        return rows.filter(code=code).first()

    def resolve_page(self, info, path):
        return pages.page_at(path)


class Preloaded(Query):
    def resolve_listings(self, info, **arguments):
        return models.Listing.objects.visible_to(info.context.user).with_card_data()

    def resolve_listing(self, info, code):
        rows = models.Listing.objects.visible_to(info.context.user)
        return rows.with_card_data().filter(code=code).first()


BLOCKS = list(pages.TYPES.values())
documented = graphene.Schema(query=Query, types=[pages.InfoPage, *BLOCKS])
by_hand = graphene.Schema(
    query=type("Query", (Preloaded,), {}), types=[pages.InfoPage, *BLOCKS]
)
