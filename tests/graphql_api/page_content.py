"""A page made of every block, and the query that reads it."""

import json

from cms.models import InfoPage
from tests.factories import InfoPageFactory

SITE = "http://127.0.0.1:8000"
BODY = """fragment body on InfoPage { body { __typename id blockType
  ... on HeadingBlock { level text }
  ... on ParagraphBlock { html text }
  ... on ListBlock { ordered items { html text } }
  ... on CalloutBlock { tone title html text }
  ... on FaqBlock { items { question answer { html text } } }
  ... on DocumentBlock { title description document { title url size type } }
  ... on TableBlock { header rows }
  ... on ImageBlock { alt image { alt small { url width height }
    medium { url width height } large { url } } }
  ... on CallToActionBlock { label destination category url }
  ... on ListingsBlock { title kind category listings { code title } } } }"""


def every_block(image, document, page):
    """One block of each type, as a StreamField stores it."""
    link = f'<a linktype="page" id="{page.pk}">ici</a>'
    here = '<a href="/annonces/?category=repas">les repas</a>'
    faq = [{"question": "Gratuit ?", "answer": f"<p>{link}</p>"}]
    latest = {"title": "Près de vous", "kind": "offer", "category": "", "count": 2}
    values = {
        "heading": {"level": "2", "text": "Où s’adresser"},
        "paragraph": f"<p>Voyez <b>{link}</b> ou {here}.</p>",
        "list": {"ordered": True, "items": [f"<p>Lisez {link}</p>"]},
        "callout": {"tone": "warning", "title": "Gel", "text": "<p>Prudence</p>"},
        "faq": {"items": faq},
        "document": {"document": document.pk, "title": "Guide", "description": ""},
        "table": {"header": ["Jour"], "rows": [["Lundi"], ["Mardi"]]},
        "image": {"image": image.pk, "decorative": False, "alt_text": "Ce pont"},
        "cta": {"label": "Trouver", "kind": "need", "category": "repas"},
        "listings": latest,
    }
    return [{"type": kind, "value": value} for kind, value in values.items()]


def full_page(image, document, times=1, **values):
    target = InfoPage.objects.first() or InfoPageFactory(slug="cible")
    body = json.dumps(every_block(image, document, target) * times)
    return InfoPageFactory(picture=image, body=body, **values)
