import graphene

from graphql_api.territory.types import Commune

from .photos import Photo
from .types import Audience, Category, Price


class WaitingEdit(graphene.ObjectType):
    """What the author wants to change of a listing, until somebody has looked at it."""

    title = graphene.String(required=True, description="At most 80 characters.")
    description = graphene.String(
        required=True, description="Text with line breaks, without marks."
    )
    category = graphene.Field(Category, required=True, description="Its subject.")
    commune = graphene.Field(
        Commune, required=True, description="Where it takes place."
    )
    reach_km = graphene.Int(
        description="How far the person goes; null when it was not said."
    )
    price = graphene.Field(
        Price, required=True, description="What is asked in exchange."
    )
    availability = graphene.String(
        required=True, description="When, in the author's words; may be empty."
    )
    urgent = graphene.Boolean(
        required=True, description="Whether the author cannot wait."
    )
    audience = Audience(required=True, description="Who may read it.")
    photos = graphene.List(
        graphene.NonNull(Photo), required=True, description="At most 6, in order."
    )
    waits_since = graphene.DateTime(
        required=True, description="When a change was first sent."
    )

    def resolve_price(self, info):
        return self

    def resolve_audience(self, info):
        return str(self.audience)

    def resolve_photos(self, info):
        return self.waiting_photos
