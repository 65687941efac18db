"""The information pages of the demo, published as an editor would."""

import json
import re
from datetime import timedelta
from html import escape
from pathlib import Path
from typing import Any

from django.core.files import File
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from accounts.models import User
from cms.models import (
    EditorialDocument,
    EditorialImage,
    InfoPage,
    SectionPage,
    SiteSettings,
)
from territory.shipped import read_yaml

DATA = Path(__file__).parent
BOLD = re.compile(r"\*\*(.+?)\*\*")
LINK = re.compile(r"\[([^]]+)\]\((page|category):([a-z0-9-]+)\)")
BANNER = "Ceci est une démonstration\u00a0: personnes et annonces sont inventées."


class Library:
    """Pictures, documents and pages that the text of the demo names."""

    def __init__(self) -> None:
        photos = read_yaml(DATA / "photos" / "photos.yaml")
        self.alts = {row["file"]: row["alt"] for row in photos["photos"]}
        self.pages: dict[str, InfoPage] = {}
        self.images: dict[str, EditorialImage] = {}

    def image(self, name: str) -> EditorialImage:
        """Return the picture `name`, stored the first time it is asked for."""
        if name not in self.images:
            alt = self.alts[name].replace("'", "’")
            with (DATA / "photos" / name).open("rb") as file:
                self.images[name] = EditorialImage.objects.create(
                    title=alt, alt_text=alt, file=File(file, name)
                )
        return self.images[name]

    def document(self, name: str, title: str) -> EditorialDocument:
        with (DATA / "documents" / name).open("rb") as file:
            return EditorialDocument.objects.create(title=title, file=File(file, name))

    def rich(self, text: str) -> str:
        """Return the rich text of `text`, its marks and links in Wagtail's form."""
        bold = BOLD.sub(r"<b>\1</b>", escape(text, quote=False))
        return f"<p>{LINK.sub(self.link, bold)}</p>"

    def link(self, match: re.Match[str]) -> str:
        label, kind, slug = match.groups()
        if kind == "page":
            return f'<a linktype="page" id="{self.pages[slug].pk}">{label}</a>'
        return f'<a href="{reverse("listings:list")}?category={slug}">{label}</a>'


def load_pages(editor: User) -> None:
    """Publish every page; the pages come first, so that texts can link to them."""
    data = read_yaml(DATA / "pages.yaml")
    sections = {row["title"]: section(row) for row in data["sections"]}
    library = Library()
    for row in data["pages"]:
        draft = sections[row["section"]].add_child(instance=page(row, library))
        library.pages[row["slug"]] = draft
    for row in data["pages"]:
        fill(library.pages[row["slug"]], row, library, editor)
    fill_settings(library.pages["comment-ca-marche"])


def section(row: dict) -> SectionPage:
    shelf = SectionPage.objects.get(slug="infos", depth=3)
    return shelf.add_child(instance=SectionPage(**row))


def page(row: dict, library: Library) -> InfoPage:
    return InfoPage(
        title=row["title"],
        slug=row["slug"],
        introduction=row["intro"],
        search_description=row["seo_description"],
        picture=row["photo"] and library.image(row["photo"]),
        featured=row["featured"],
        in_footer=row["footer"],
        **charter(row),
        first_published_at=days_ago(row["published_days_ago"]),
        live=False,
    )


def charter(row: dict) -> dict[str, Any]:
    """Of the rules that everybody accepts, the version is the last change."""
    if not row.get("charter"):
        return {}
    version = timezone.localdate(days_ago(row["updated_days_ago"]))
    return {"is_charter": True, "version_date": version}


def days_ago(days: int):
    return timezone.now() - timedelta(days=days)


def fill(draft: InfoPage, row: dict, library: Library, editor: User) -> None:
    """Publish the blocks of `row`, dated as the demo says."""
    blocks = [block(dict(values), library) for values in row["body"]]
    draft.body = json.dumps(blocks)
    draft.owner = editor
    draft.save()
    draft.save_revision(user=editor).publish(user=editor)
    updated = days_ago(row["updated_days_ago"])
    draft.revisions.update(created_at=updated)
    InfoPage.objects.filter(pk=draft.pk).update(
        last_published_at=updated, latest_revision_created_at=updated
    )


def block(values: dict[str, Any], library: Library) -> dict[str, Any]:
    """Return a block as a StreamField stores it."""
    kind = values.pop("type")
    return {"type": kind, "value": CONVERTERS.get(kind, plain)(values, library)}


def plain(values: dict[str, Any], library: Library) -> dict[str, Any]:
    return values


def heading(values: dict[str, Any], library: Library) -> dict[str, Any]:
    return {**values, "level": str(values["level"])}


def paragraph(values: dict[str, Any], library: Library) -> str:
    return library.rich(values["text"])


def bullet_list(values: dict[str, Any], library: Library) -> dict[str, Any]:
    return {**values, "items": [library.rich(item) for item in values["items"]]}


def callout(values: dict[str, Any], library: Library) -> dict[str, Any]:
    return {**values, "text": library.rich(values["text"])}


def faq(values: dict[str, Any], library: Library) -> dict[str, Any]:
    items = [
        {**item, "answer": library.rich(item["answer"])} for item in values["items"]
    ]
    return {"items": items}


def document(values: dict[str, Any], library: Library) -> dict[str, Any]:
    file = library.document(values.pop("file"), values["title"])
    return {**values, "document": file.pk}


def image(values: dict[str, Any], library: Library) -> dict[str, Any]:
    picture = library.image(values["file"])
    return {"image": picture.pk, "decorative": False, "alt_text": picture.alt_text}


CONVERTERS = {
    "heading": heading,
    "paragraph": paragraph,
    "list": bullet_list,
    "callout": callout,
    "faq": faq,
    "document": document,
    "image": image,
}


def fill_settings(link: InfoPage) -> None:
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.announcement_shown = True
    settings.announcement_text = BANNER
    settings.announcement_page = link.page_ptr
    settings.contact_email = "contact@example.org"
    settings.save()
