"""The pages that the law asks of such a site, as drafts with gaps in [brackets]."""

import json
import re
from html import escape
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from territory.shipped import read_yaml

from .models import InfoPage, SectionPage

TEXTS = Path(__file__).parent / "data" / "legal_pages.yaml"
SECTION = "informations-legales"
BOLD = re.compile(r"\*\*(.+?)\*\*")
LINK = re.compile(r"\[([^]]+)\]\((page:)?([a-z0-9./:-]+)\)")


@transaction.atomic
def make_legal_pages() -> list[InfoPage]:
    """Write the pages that are missing, as drafts; leave the others as they are."""
    data = read_yaml(TEXTS)
    shelf = legal_section(data["section"])
    known = set(InfoPage.objects.descendant_of(shelf).values_list("slug", flat=True))
    missing = [row for row in data["pages"] if row["slug"] not in known]
    drafts = [shelf.add_child(instance=draft(row)) for row in missing]
    keys = dict(InfoPage.objects.descendant_of(shelf).values_list("slug", "pk"))
    for page, row in zip(drafts, missing, strict=True):
        page.body = json.dumps([block(values, keys) for values in row["body"]])
        page.save_revision(clean=False)
        page.save()
    return drafts


def legal_section(row: dict[str, str]) -> SectionPage:
    found = SectionPage.objects.filter(slug=SECTION).first()
    if found is not None:
        return found
    shelf = SectionPage.objects.get(slug="infos", depth=3)
    return shelf.add_child(instance=SectionPage(slug=SECTION, **row))


def draft(row: dict[str, Any]) -> InfoPage:
    return InfoPage(
        title=row["title"],
        slug=row["slug"],
        introduction=row["intro"],
        in_footer=row.get("footer", False),
        is_charter=row.get("charter", False) and no_charter_yet(),
        version_date=timezone.localdate(),
        live=False,
    )


def no_charter_yet() -> bool:
    return not InfoPage.objects.filter(is_charter=True).exists()


def block(values: dict[str, Any], keys: dict[str, int]) -> dict[str, Any]:
    """Return one block as a StreamField stores it; YAML names it by its only key."""
    ((kind, said),) = values.items()
    if kind == "h":
        return {"type": "heading", "value": {"level": "2", "text": said}}
    if kind == "p":
        return {"type": "paragraph", "value": rich(said, keys)}
    if kind == "list":
        items = [rich(item, keys) for item in said]
        return {"type": "list", "value": {"ordered": False, "items": items}}
    return {"type": "callout", "value": {**said, "text": rich(said["text"], keys)}}


def rich(text: str, keys: dict[str, int]) -> str:
    """Return the rich text of `text`, its marks and links in Wagtail's form."""

    def link(match: re.Match[str]) -> str:
        label, page, place = match.groups()
        place = place if not page else str(keys[place])
        kind = 'linktype="page" id' if page else "href"
        return f'<a {kind}="{place}">{label}</a>'

    bold = BOLD.sub(r"<b>\1</b>", escape(text, quote=False))
    return f"<p>{LINK.sub(link, bold)}</p>"
