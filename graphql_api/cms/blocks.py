"""One type per block of cms/blocks.py; a front end switches on __typename."""

import graphene

from cms import blocks
from cms.bodies import Bodies
from cms.models import InfoPage
from cms.richtext import plain_text
from graphql_api.addresses import whole
from graphql_api.enums import from_choices
from graphql_api.listings.types import Listing, ListingKind

from .media import Document, Image

CalloutTone = from_choices(blocks.Tone, "CalloutTone")
CallToActionDestination = from_choices(blocks.Door, "CallToActionDestination")
HTML = "Safe HTML: paragraphs, bold, italics, lists and links with whole addresses."
DEFINITIONS = InfoPage.body.field.stream_block.child_blocks


class StoredBlock:
    """A block of a page, and what the bodies around it name."""

    def __init__(self, raw: dict, bodies: Bodies, position: int):
        self.id = raw.get("id") or str(position)
        self.block_type = raw["type"]
        self.bodies = bodies
        self.value = self.read(raw["value"])

    def read(self, value):
        # Wagtail would ask the database for each chosen row.
        if self.block_type in ("image", "document"):
            return value
        return DEFINITIONS[self.block_type].to_python(value)


def blocks_of(page: InfoPage, bodies: Bodies) -> list[StoredBlock]:
    known = [raw for raw in page.body.raw_data if raw["type"] in TYPES]
    return [StoredBlock(raw, bodies, position) for position, raw in enumerate(known)]


class Block(graphene.Interface):
    """A piece of a page's body."""

    id = graphene.ID(required=True, description="Unique in its page.")
    block_type = graphene.String(required=True, description="Such as « heading ».")

    @classmethod
    def resolve_type(cls, instance, info):
        return TYPES[instance.block_type]


def text_field(name: str):
    return graphene.String(
        required=True, resolver=lambda block, info: block.value.get(name) or ""
    )


class RichText(graphene.ObjectType):
    """Text with links."""

    html = graphene.String(required=True, description=HTML)
    text = graphene.String(required=True, description="The same without marks.")


def rich_text(bodies: Bodies, value) -> RichText:
    return RichText(html=bodies.html(value.source), text=plain_text(value.source))


class HeadingBlock(graphene.ObjectType):
    level = graphene.Int(required=True, description="2 or 3.")
    text = text_field("text")

    class Meta:
        interfaces = [Block]

    def resolve_level(self, info):
        return int(self.value["level"])


class ParagraphBlock(graphene.ObjectType):
    html = graphene.String(required=True, description=HTML)
    text = graphene.String(required=True)

    class Meta:
        interfaces = [Block]

    def resolve_html(self, info):
        return self.bodies.html(self.value.source)

    def resolve_text(self, info):
        return plain_text(self.value.source)


class ListBlock(graphene.ObjectType):
    ordered = graphene.Boolean(required=True)
    items = graphene.List(graphene.NonNull(RichText), required=True)

    class Meta:
        interfaces = [Block]

    def resolve_ordered(self, info):
        return bool(self.value.get("ordered"))

    def resolve_items(self, info):
        return [rich_text(self.bodies, item) for item in self.value["items"]]


class CalloutBlock(graphene.ObjectType):
    tone = CalloutTone(required=True)
    title = text_field("title")
    html = graphene.String(required=True, description=HTML)
    text = graphene.String(required=True)

    class Meta:
        interfaces = [Block]

    def resolve_tone(self, info):
        return self.value["tone"]

    def resolve_html(self, info):
        return self.bodies.html(self.value["text"].source)

    def resolve_text(self, info):
        return plain_text(self.value["text"].source)


class Question(graphene.ObjectType):
    question = graphene.String(required=True)
    answer = graphene.Field(RichText, required=True)


class FaqBlock(graphene.ObjectType):
    items = graphene.List(graphene.NonNull(Question), required=True)

    class Meta:
        interfaces = [Block]

    def resolve_items(self, info):
        return [
            Question(
                question=item["question"],
                answer=rich_text(self.bodies, item["answer"]),
            )
            for item in self.value["items"]
        ]


class DocumentBlock(graphene.ObjectType):
    title = text_field("title")
    description = text_field("description")
    document = graphene.Field(Document, description="Null when it was removed.")

    class Meta:
        interfaces = [Block]

    def resolve_document(self, info):
        return self.bodies.documents.get(self.value.get("document"))


class TableBlock(graphene.ObjectType):
    header = graphene.List(graphene.NonNull(graphene.String), required=True)
    rows = graphene.List(
        graphene.NonNull(graphene.List(graphene.NonNull(graphene.String))),
        required=True,
    )

    class Meta:
        interfaces = [Block]

    def resolve_header(self, info):
        return list(self.value["header"])

    def resolve_rows(self, info):
        return [list(row) for row in self.value["rows"]]


class ImageBlock(graphene.ObjectType):
    image = graphene.Field(Image, description="Null when it was removed.")
    alt = graphene.String(
        required=True, description="Said of it here; empty when it only decorates."
    )

    class Meta:
        interfaces = [Block]

    def resolve_image(self, info):
        return self.bodies.images.get(self.value.get("image"))

    def resolve_alt(self, info):
        words = self.value.get("alt_text") or ""
        return "" if self.value.get("decorative") else words


class CallToActionBlock(graphene.ObjectType):
    """A button towards the listings."""

    label = text_field("label")
    destination = CallToActionDestination(required=True)
    category = graphene.String(description="Slug.")
    url = graphene.String(required=True)

    class Meta:
        interfaces = [Block]

    def resolve_destination(self, info):
        return self.value["kind"]

    def resolve_category(self, info):
        return self.value.get("category") or None

    def resolve_url(self, info):
        return whole(self.value.url)


class ListingsBlock(graphene.ObjectType):
    """The latest listings that the caller may see."""

    title = text_field("title")
    kind = ListingKind(required=True)
    category = graphene.String(description="Slug.")
    listings = graphene.List(graphene.NonNull(Listing), required=True)

    class Meta:
        interfaces = [Block]

    def resolve_kind(self, info):
        return self.value["kind"]

    def resolve_category(self, info):
        return self.value.get("category") or None

    def resolve_listings(self, info):
        return self.bodies.latest(self.value, info.context.user)


TYPES = {
    "heading": HeadingBlock,
    "paragraph": ParagraphBlock,
    "list": ListBlock,
    "callout": CalloutBlock,
    "faq": FaqBlock,
    "document": DocumentBlock,
    "table": TableBlock,
    "image": ImageBlock,
    "cta": CallToActionBlock,
    "listings": ListingsBlock,
}
