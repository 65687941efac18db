import pytest

from tests.factories import InfoPageFactory, ListingFactory

from .page_content import BODY, SITE, full_page

pytestmark = pytest.mark.django_db

LINK = f'<a href="{SITE}/infos/cible/">ici</a>'


TYPED = [
    ("HeadingBlock", {"blockType": "heading", "level": 2, "text": "Où s’adresser"}),
    (
        "ParagraphBlock",
        {
            "blockType": "paragraph",
            "html": f"<p>Voyez <b>{LINK}</b> ou "
            f'<a href="{SITE}/annonces/?category=repas">les repas</a>.</p>',
            "text": "Voyez ici ou les repas.",
        },
    ),
    (
        "ListBlock",
        {
            "blockType": "list",
            "ordered": True,
            "items": [{"html": f"<p>Lisez {LINK}</p>", "text": "Lisez ici"}],
        },
    ),
    (
        "CalloutBlock",
        {
            "blockType": "callout",
            "tone": "WARNING",
            "title": "Gel",
            "html": "<p>Prudence</p>",
            "text": "Prudence",
        },
    ),
    (
        "FaqBlock",
        {
            "blockType": "faq",
            "items": [
                {
                    "question": "Gratuit ?",
                    "answer": {"html": f"<p>{LINK}</p>", "text": "ici"},
                }
            ],
        },
    ),
    (
        "DocumentBlock",
        {"blockType": "document", "title": "Guide", "description": ""},
    ),
    (
        "TableBlock",
        {"blockType": "table", "header": ["Jour"], "rows": [["Lundi"], ["Mardi"]]},
    ),
    ("ImageBlock", {"blockType": "image", "alt": "Ce pont"}),
    (
        "CallToActionBlock",
        {
            "blockType": "cta",
            "label": "Trouver",
            "destination": "NEED",
            "category": "repas",
            "url": f"{SITE}/j-ai-besoin-d-aide/?category=repas",
        },
    ),
    (
        "ListingsBlock",
        {
            "blockType": "listings",
            "title": "Près de vous",
            "kind": "OFFER",
            "category": None,
            "listings": [{"title": "Je tonds"}],
        },
    ),
]


def test_every_block_has_its_type(graphql, image, document):
    InfoPageFactory(slug="cible")
    full_page(image, document, slug="complete")
    listing = ListingFactory(title="Je tonds")
    query = BODY + '{ page(path: "/infos/complete/") { ...body } }'

    blocks = graphql(query)["data"]["page"]["body"]

    assert len({block.pop("id") for block in blocks}) == 10
    media = blocks[7].pop("image")
    assert media.pop("large")["url"].startswith(f"{SITE}/media/")
    assert media["medium"].pop("url").endswith(".webp")
    assert media["small"].pop("url").endswith(".webp")
    assert media == {
        "alt": "Un pont",
        "small": {"width": 400, "height": 300},
        "medium": {"width": 800, "height": 1066},
    }
    assert blocks[9]["listings"][0].pop("code") == listing.code
    file = blocks[5].pop("document")
    assert file.pop("url").endswith("guide.pdf")
    assert file == {"title": "Guide", "size": 8, "type": "pdf"}
    assert [(block.pop("__typename"), block) for block in blocks] == TYPED


def test_rich_text_is_sanitised_and_hides_unpublished_pages(graphql):
    draft = InfoPageFactory(slug="brouillon", live=False)
    text = (
        f'<p onclick="x()"><a linktype="page" id="{draft.pk}">a</a>'
        '<a linktype="page" id="x">b</a><a href="javascript:alert(1)">c</a>'
        "<script>alert(1)</script><img src=x></p>"
    )
    InfoPageFactory(slug="piege", body=[("paragraph", text)])
    query = '{ page(path: "/infos/piege/") { ... on InfoPage { body { '
    query += "... on ParagraphBlock { html text } } } } }"

    block = graphql(query)["data"]["page"]["body"][0]

    assert block["html"] == "<p><a>a</a><a>b</a><a>c</a></p>"
    assert "brouillon" not in block["html"]


def test_what_was_removed_from_the_library_is_null(graphql, image, document):
    full_page(image, document, slug="complete")
    image.delete()
    document.delete()
    query = BODY + '{ page(path: "/infos/complete/") { ...body } }'

    blocks = graphql(query)["data"]["page"]["body"]

    assert blocks[5]["document"] is None
    assert blocks[7]["image"] is None


def test_needs_for_members_stay_out_of_a_visitors_page(graphql):
    ListingFactory(need=True, title="Un secret de santé")
    asked = {"title": "Besoins", "kind": "need", "category": "", "count": 3}
    InfoPageFactory(slug="besoins", body=[("listings", asked)])
    query = BODY + '{ page(path: "/infos/besoins/") { ...body } }'

    blocks = graphql(query)["data"]["page"]["body"]

    assert blocks[0]["listings"] == []
