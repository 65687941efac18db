"""Pictures in preset sizes, and documents."""

import graphene
from wagtail.images.models import SourceImageIOError

from graphql_api.addresses import whole

SIZES = {
    "small": "fill-400x300|format-webp",
    "medium": "width-800|format-webp",
    "large": "width-1600|format-webp",
}


class Rendition(graphene.ObjectType):
    """A picture in one size, as WebP."""

    url = graphene.String(
        required=True, description="Whole address, to open in a browser."
    )
    width = graphene.Int(required=True, description="In pixels.")
    height = graphene.Int(required=True, description="In pixels.")

    def resolve_url(self, info):
        return whole(self.url)


class Image(graphene.ObjectType):
    """A picture of the editors; a size is null when its file is lost."""

    alt = graphene.String(required=True, description="The words that replace it.")
    small = graphene.Field(Rendition, description="Cut to 400 × 300 pixels.")
    medium = graphene.Field(Rendition, description="At most 800 pixels wide.")
    large = graphene.Field(Rendition, description="At most 1600 pixels wide.")

    def resolve_alt(self, info):
        return self.alt_text

    def resolve_small(self, info):
        return rendition(self, "small")

    def resolve_medium(self, info):
        return rendition(self, "medium")

    def resolve_large(self, info):
        return rendition(self, "large")


def rendition(image, size: str):
    """Return a size of `image`, asked of Wagtail once as long as `image` is kept."""
    known = vars(image).setdefault("_sizes", {})
    if size not in known:
        known[size] = made(image, SIZES[size])
    return known[size]


def made(image, specification: str):
    try:
        return image.get_rendition(specification)
    except SourceImageIOError:
        return None


class Document(graphene.ObjectType):
    """A file to download."""

    title = graphene.String(required=True, description="In French words.")
    url = graphene.String(
        required=True, description="Whole address, to open in a browser."
    )
    size = graphene.Int(required=True, description="In bytes.")
    type = graphene.String(required=True, description="Such as « pdf ».")

    def resolve_url(self, info):
        return whole(self.url)

    def resolve_size(self, info):
        return self.get_file_size() or 0

    def resolve_type(self, info):
        return self.file_extension.lower()
