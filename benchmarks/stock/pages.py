"""An information page as Wagtail hands it out: block by block."""

import graphene
from graphene import relay
from wagtail.models import Page as AnyPage

from cms.models import InfoPage as Information
from cms.pages import EditorialPageQuerySet
from cms.richtext import linked_keys, safe_html
from graphql_api.addresses import whole

from .listings import Listing


def html(value) -> str:
    """Return rich text as Wagtail renders it: a look-up of the pages each names."""
    rows = EditorialPageQuerySet(AnyPage).live()
    pages = rows.in_bulk(linked_keys(value.source, "page"))
    return safe_html(value.source, {"page": {key: pages[key].url for key in pages}})


class Block(graphene.Interface):
    id = graphene.ID(required=True)
    block_type = graphene.String(required=True)

    @classmethod
    def resolve_type(cls, instance, info):
        return TYPES[instance.block_type]

    def resolve_id(self, info):
        return relay.Node.to_global_id("Block", f"{self.page_key}:{self.id}")


class Words(graphene.ObjectType):
    html = graphene.String(required=True)

    def resolve_html(self, info):
        return html(self)


def text(name: str) -> graphene.String:
    def resolve(block, info):
        return block.value[name]

    return graphene.String(required=True, resolver=resolve)


class HeadingBlock(graphene.ObjectType):
    level = graphene.Int(required=True, resolver=lambda b, info: int(b.value["level"]))
    text = text("text")

    class Meta:
        interfaces = [Block]


class ParagraphBlock(graphene.ObjectType):
    html = graphene.String(required=True, resolver=lambda b, info: html(b.value))

    class Meta:
        interfaces = [Block]


class ListBlock(graphene.ObjectType):
    ordered = graphene.Boolean(resolver=lambda b, info: b.value["ordered"])
    items = graphene.List(Words, resolver=lambda b, info: list(b.value["items"]))

    class Meta:
        interfaces = [Block]


class CalloutBlock(graphene.ObjectType):
    tone = graphene.String(resolver=lambda b, info: b.value["tone"].upper())
    title = text("title")
    html = graphene.String(
        required=True, resolver=lambda b, info: html(b.value["text"])
    )

    class Meta:
        interfaces = [Block]


class Question(graphene.ObjectType):
    question = graphene.String(resolver=lambda q, info: q["question"])
    answer = graphene.Field(Words, resolver=lambda q, info: q["answer"])


class FaqBlock(graphene.ObjectType):
    items = graphene.List(Question, resolver=lambda b, info: list(b.value["items"]))

    class Meta:
        interfaces = [Block]


class Document(graphene.ObjectType):
    title = graphene.String()
    url = graphene.String(resolver=lambda d, info: whole(d.url))
    size = graphene.Int(resolver=lambda d, info: d.get_file_size())
    type = graphene.String(resolver=lambda d, info: d.file_extension.lower())


class DocumentBlock(graphene.ObjectType):
    title = text("title")
    description = text("description")
    document = graphene.Field(Document, resolver=lambda b, info: b.value["document"])

    class Meta:
        interfaces = [Block]


class TableBlock(graphene.ObjectType):
    header = graphene.List(graphene.String, resolver=lambda b, info: b.value["header"])
    rows = graphene.List(
        graphene.List(graphene.String), resolver=lambda b, info: b.value["rows"]
    )

    class Meta:
        interfaces = [Block]


class Rendition(graphene.ObjectType):
    url = graphene.String(resolver=lambda r, info: whole(r.url))
    width = graphene.Int()
    height = graphene.Int()


class Image(graphene.ObjectType):
    alt = graphene.String(resolver=lambda i, info: i.alt_text)
    medium = graphene.Field(
        Rendition,
        resolver=lambda i, info: i.get_rendition("width-800|format-webp"),
    )


class ImageBlock(graphene.ObjectType):
    alt = graphene.String(resolver=lambda b, info: b.value.contextual_alt_text)
    image = graphene.Field(Image, resolver=lambda b, info: b.value)

    class Meta:
        interfaces = [Block]


class CallToActionBlock(graphene.ObjectType):
    label = text("label")
    destination = graphene.String(resolver=lambda b, info: b.value["kind"].upper())
    category = text("category")
    url = graphene.String(resolver=lambda b, info: whole(b.value.url))

    class Meta:
        interfaces = [Block]


class ListingsBlock(graphene.ObjectType):
    title = text("title")
    kind = graphene.String(resolver=lambda b, info: b.value["kind"].upper())
    category = text("category")
    listings = graphene.List(
        Listing, resolver=lambda b, info: b.value.listings(info.context.user)
    )

    class Meta:
        interfaces = [Block]


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


class PageLink(graphene.ObjectType):
    title = graphene.String()
    path = graphene.String(resolver=lambda page, info: page.url)


class Page(graphene.Interface):
    id = graphene.ID(required=True)
    title = graphene.String()
    path = graphene.String()
    url = graphene.String()
    introduction = graphene.String()
    seo_title = graphene.String()
    seo_description = graphene.String()
    published_at = graphene.DateTime()
    updated_at = graphene.DateTime()
    breadcrumbs = graphene.List(PageLink)

    @classmethod
    def resolve_type(cls, instance, info):
        return InfoPage

    def resolve_id(self, info):
        return relay.Node.to_global_id("InfoPage", self.translation_key)

    def resolve_path(self, info):
        return self.url

    def resolve_url(self, info):
        return whole(self.url)

    def resolve_seo_title(self, info):
        return self.seo_title or self.title

    def resolve_seo_description(self, info):
        return self.search_description or self.introduction

    def resolve_published_at(self, info):
        return self.first_published_at

    def resolve_updated_at(self, info):
        return self.last_published_at

    def resolve_breadcrumbs(self, info):
        return self.get_ancestors().live().filter(depth__gt=1)


class InfoPage(graphene.ObjectType):
    picture = graphene.Field(Image)
    body = graphene.List(Block)

    class Meta:
        interfaces = [Page]

    def resolve_body(self, info):
        blocks = list(self.body)
        for block in blocks:
            block.page_key = self.translation_key
        return blocks


def page_at(path: str) -> Information | None:
    rows = EditorialPageQuerySet(Information).live().public()
    return rows.at_path(path).first()
