"""Information pages of ten blocks, one of each type."""

import json
from random import Random

from wagtail.images.models import Filter

from cms.models import (
    EditorialDocument,
    EditorialImage,
    EditorialRendition,
    InfoPage,
    SectionPage,
)
from listings.models import Category

from .corpus import Corpus
from .keys import moment, public_id

MOST = 200
SECTIONS = 10
SIZES = {
    "fill-400x300|format-webp": (400, 300),
    "width-800|format-webp": (800, 600),
    "width-1600|format-webp": (1600, 1200),
}


class Pages:
    """Pages in sections, whose rich texts lead to each other."""

    def __init__(self, size: int, rng: Random):
        self.number = min(MOST, max(2, size // 10))
        self.rng, self.corpus = rng, Corpus(rng)
        self.slugs = list(Category.objects.values_list("pk", flat=True))

    def seed(self) -> None:
        self.images = seed_images()
        self.documents = seed_documents()
        infos = SectionPage.objects.get(slug="infos")
        sections = [self.section(infos, n) for n in range(min(SECTIONS, self.number))]
        self.pages = [
            self.page(sections[n % len(sections)], n) for n in range(self.number)
        ]
        for page in self.pages:
            page.body = json.dumps(self.blocks(page))
        InfoPage.objects.bulk_update(self.pages, ["body"], batch_size=50)

    def section(self, parent: SectionPage, n: int) -> SectionPage:
        title = f"Dossier {n + 1}"
        return parent.add_child(instance=SectionPage(title=title, slug=slug(title)))

    def page(self, parent: SectionPage, n: int) -> InfoPage:
        title, written = f"Fiche {n + 1}", moment(n, self.number, self.rng)
        return parent.add_child(
            instance=InfoPage(
                title=title,
                slug=slug(title),
                translation_key=public_id(written, self.rng),
                introduction=self.corpus.paragraph(2)[:300],
                picture=self.rng.choice(self.images),
                first_published_at=written,
                last_published_at=written,
            )
        )

    def rich(self) -> str:
        """Return words around a link to another page."""
        page = self.rng.choice(self.pages)
        link = f'<a linktype="page" id="{page.pk}">{page.title}</a>'
        start, end = self.corpus.sentence(), self.corpus.sentence()
        return f"<p>{start} <b>Voir aussi</b> {link}. {end}</p>"

    def blocks(self, page: InfoPage) -> list[dict]:
        values = {**self.texts(), **self.choices()}
        return [
            {"type": kind, "value": value, "id": str(public_id(when, self.rng))}
            for when in [page.first_published_at]
            for kind, value in values.items()
        ]

    def texts(self) -> dict:
        question = {"question": "Est-ce gratuit ?", "answer": self.rich()}
        return {
            "heading": {"level": "2", "text": self.corpus.sentence()[:120]},
            "paragraph": self.rich() + self.rich(),
            "list": {"ordered": True, "items": [self.rich() for _n in range(4)]},
            "callout": {"tone": "info", "title": "À savoir", "text": self.rich()},
            "faq": {"items": [question, {**question, "answer": self.rich()}]},
        }

    def choices(self) -> dict:
        image, document = self.rng.choice(self.images), self.rng.choice(self.documents)
        category = self.rng.choice(self.slugs)
        hours = [["Lundi", "9 h – 12 h"], ["Mardi", "14 h – 17 h"]]
        latest = {"title": "En ce moment", "kind": "offer", "count": 3}
        chosen = {"image": image.pk, "decorative": False, "alt_text": "Un pont"}
        guide = {"document": document.pk, "title": "Guide", "description": "À lire"}
        return {
            "document": guide,
            "table": {"header": ["Jour", "Horaires"], "rows": hours},
            "image": chosen,
            "cta": {"label": "Trouver", "kind": "needs", "category": category},
            "listings": {**latest, "category": category},
        }


def slug(title: str) -> str:
    return title.lower().replace(" ", "-")


def seed_images() -> list[EditorialImage]:
    """Create rows of pictures in every size, without files."""
    images = EditorialImage.objects.bulk_create(
        EditorialImage(
            title=f"Image {n}",
            alt_text=f"Vue {n} de la Loire",
            file=f"original_images/vue-{n}.jpg",
            width=1600,
            height=1200,
        )
        for n in range(5)
    )
    EditorialRendition.objects.bulk_create(
        rendition(image, spec, size) for image in images for spec, size in SIZES.items()
    )
    return images


def rendition(image: EditorialImage, spec: str, size: tuple[int, int]):
    name = spec.replace("|", ".")
    return EditorialRendition(
        image=image,
        filter_spec=spec,
        focal_point_key=Filter(spec=spec).get_cache_key(image),
        file=f"images/vue-{image.pk}.{name}.webp",
        width=size[0],
        height=size[1],
    )


def seed_documents() -> list[EditorialDocument]:
    return EditorialDocument.objects.bulk_create(
        EditorialDocument(
            title=f"Guide {n}", file=f"documents/guide-{n}.pdf", file_size=80_000 + n
        )
        for n in range(3)
    )
