"""One type per block of cms/blocks.py; a front end switches on __typename."""

import graphene

from cms import blocks
from cms.bodies import Bodies
from cms.models import InfoPage
from cms.richtext import plain_text
from graphql_api.addresses import whole
from graphql_api.enums import from_choices
from graphql_api.freshness.kept import Kept
from graphql_api.listings.types import Listing, ListingKind
from graphql_api.nodes import to_global_id
from listings import models as listings

from .media import Document, Image

CalloutTone = from_choices(
    blocks.Tone, "What kind of attention a callout asks for.", name="CalloutTone"
)
CallToActionDestination = from_choices(
    blocks.Door, "A part of the site.", name="CallToActionDestination"
)
HTML = "Safe HTML: paragraphs, bold, italics, lists and links with whole addresses."
SELECTIONS = 8  # of one block, kept as they were written
DEFINITIONS = InfoPage.body.field.stream_block.child_blocks


class StoredBlock:
    """A block of a page, and what the bodies around it name."""

    def __init__(self, page: InfoPage, raw: dict, bodies: Bodies, position: int):
        key = (
            raw.get("id") or position
        )  # pages that were copied share the ids of blocks
        self.id = to_global_id("Block", f"{page.translation_key}:{key}")
        self.block_type = raw["type"]
        self.bodies = bodies
        self.written: Kept[dict] = Kept(SELECTIONS)
        self.value = self.read(raw["value"])

    def read(self, value):
        # Wagtail would ask the database for each chosen row.
        if self.block_type in ("image", "document"):
            return value
        return DEFINITIONS[self.block_type].to_python(value)


def blocks_of(page: InfoPage, bodies: Bodies) -> list[StoredBlock]:
    known = [raw for raw in page.body.raw_data if raw["type"] in TYPES]
    return [
        StoredBlock(page, raw, bodies, position) for position, raw in enumerate(known)
    ]


class Block(graphene.Interface):
    """A piece of a page's body."""

    id = graphene.ID(required=True, description="Opaque; no other block has it.")
    block_type = graphene.String(required=True, description="Such as « heading ».")

    lasts = True  # plans keep what they wrote of a block as long as its page is kept

    @classmethod
    def resolve_type(cls, instance, info):
        return TYPES[instance.block_type]


def text_field(name: str, description: str):
    return graphene.String(
        required=True,
        description=description,
        resolver=lambda block, info: block.value.get(name) or "",
    )


class RichText(graphene.ObjectType):
    """Text with links."""

    html = graphene.String(required=True, description=HTML)
    text = graphene.String(required=True, description="The same without marks.")


def rich_text(bodies: Bodies, value) -> RichText:
    return RichText(html=bodies.html(value.source), text=plain_text(value.source))


class HeadingBlock(graphene.ObjectType):
    """The title of what follows."""

    level = graphene.Int(required=True, description="2 or 3.")
    text = text_field("text", description="Without marks.")

    class Meta:
        interfaces = [Block]

    def resolve_level(self, info):
        return int(self.value["level"])


class ParagraphBlock(graphene.ObjectType):
    """One or several paragraphs."""

    html = graphene.String(required=True, description=HTML)
    text = graphene.String(required=True, description="The same without marks.")

    class Meta:
        interfaces = [Block]

    def resolve_html(self, info):
        return self.bodies.html(self.value.source)

    def resolve_text(self, info):
        return plain_text(self.value.source)


class ListBlock(graphene.ObjectType):
    """A list of points or of steps."""

    ordered = graphene.Boolean(
        required=True, description="Whether the items are numbered."
    )
    items = graphene.List(
        graphene.NonNull(RichText), required=True, description="In order."
    )

    class Meta:
        interfaces = [Block]

    def resolve_ordered(self, info):
        return bool(self.value.get("ordered"))

    def resolve_items(self, info):
        return [rich_text(self.bodies, item) for item in self.value["items"]]


class CalloutBlock(graphene.ObjectType):
    """What nobody should miss."""

    tone = CalloutTone(required=True, description="What kind of attention it asks for.")
    title = text_field("title", description="May be empty.")
    html = graphene.String(required=True, description=HTML)
    text = graphene.String(required=True, description="The same without marks.")

    class Meta:
        interfaces = [Block]

    def resolve_tone(self, info):
        return self.value["tone"]

    def resolve_html(self, info):
        return self.bodies.html(self.value["text"].source)

    def resolve_text(self, info):
        return plain_text(self.value["text"].source)


class Question(graphene.ObjectType):
    """A question that people often ask."""

    question = graphene.String(required=True, description="Without marks.")
    answer = graphene.Field(RichText, required=True, description="Its answer.")


class FaqBlock(graphene.ObjectType):
    """Questions and their answers."""

    items = graphene.List(
        graphene.NonNull(Question), required=True, description="In order."
    )

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
    """A file to download."""

    title = text_field("title", description="What to call it here.")
    description = text_field(
        "description", description="What one finds in it; may be empty."
    )
    document = graphene.Field(Document, description="Null when it was removed.")

    class Meta:
        interfaces = [Block]

    def resolve_document(self, info):
        return self.bodies.documents.get(self.value.get("document"))


class TableBlock(graphene.ObjectType):
    """A table with named columns."""

    header = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="Names of the columns; empty when there are none.",
    )
    rows = graphene.List(
        graphene.NonNull(graphene.List(graphene.NonNull(graphene.String))),
        required=True,
        description="Cells in reading order, as text.",
    )

    class Meta:
        interfaces = [Block]

    def resolve_header(self, info):
        return list(self.value["header"])

    def resolve_rows(self, info):
        return [list(row) for row in self.value["rows"]]


class ImageBlock(graphene.ObjectType):
    """A picture in the text."""

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

    label = text_field("label", description="Words of the button.")
    destination = CallToActionDestination(
        required=True, description="Which part of the site it opens."
    )
    category = graphene.String(description="Slug.")
    url = graphene.String(
        required=True, description="Whole address, to open in a browser."
    )

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

    lasts = False

    title = text_field("title", description="Above the listings.")
    kind = ListingKind(required=True, description="Which listings.")
    category = graphene.String(description="Slug.")
    listings = graphene.List(
        graphene.NonNull(Listing), required=True, description="Newest first."
    )

    class Meta:
        interfaces = [Block]

    def resolve_kind(self, info):
        return self.value["kind"]

    def resolve_category(self, info):
        return self.value.get("category") or None

    def resolve_listings(self, info):
        return latest(info, self.value)


def latest(info, value) -> list[listings.Listing]:
    """Return the listings of a block; blocks that ask the same share them."""
    asked = (value["kind"], value.get("category"), value["count"])
    known = vars(info.context).setdefault("_latest", {})
    if asked not in known:
        known[asked] = list(value.listings(info.context.user))
    return known[asked]


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
