from typing import NamedTuple

import graphene
from django.conf import settings

from graphql_api.nodes import to_global_id


class File(NamedTuple):
    url: str
    width: int
    height: int


class PhotoSize(graphene.ObjectType):
    """One file of a photo."""

    url = graphene.String(
        required=True, description="Whole address, to open in a browser."
    )
    width = graphene.Int(required=True, description="In pixels.")
    height = graphene.Int(required=True, description="In pixels.")


class Photo(graphene.ObjectType):
    """A picture of a listing, as WebP, read by whoever may read the listing."""

    columns = {
        "id": ["public_id"],
        "url": ["public_id", "width"],
        "sizes": ["public_id", "width", "height", "widths"],
    }

    id = graphene.ID(required=True, description="For editListing(photos:).")
    url = graphene.String(required=True, description="The largest of `sizes`.")
    width = graphene.Int(required=True, description="In pixels, of `url`.")
    height = graphene.Int(required=True, description="In pixels, of `url`.")
    alt = graphene.String(required=True, description="What is seen, in French words.")
    sizes = graphene.List(
        graphene.NonNull(PhotoSize), required=True, description="Narrowest first."
    )

    def resolve_id(self, info):
        return to_global_id("Photo", self.public_id)

    def resolve_url(self, info):
        return f"{settings.SITE_URL}{self.url(self.width)}"

    def resolve_alt(self, info):
        return self.alt_text

    def resolve_sizes(self, info):
        site = settings.SITE_URL
        return [
            File(f"{site}{self.url(width)}", width, self.height_of(width))
            for width in self.widths
        ]
