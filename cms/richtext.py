"""Rich text as other programs read it: safe HTML or plain text."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from urllib.parse import urljoin

import nh3
from django.conf import settings
from django.utils.html import escape
from wagtail.rich_text import expand_db_html, get_text_for_indexing
from wagtail.rich_text.rewriters import FIND_A_TAG, LinkRewriter, extract_attrs

TAGS = {"a", "b", "strong", "i", "em", "p", "br", "ul", "ol", "li", "h2", "h3", "h4"}
SCHEMES = {"http", "https", "mailto", "tel"}
SPACES = re.compile(r"[ \t\r\n]+")  # a no-break space stays


def linked_keys(source: str, kind: str) -> set[int]:
    """Return the keys of the rows of `kind`, "page" or "document", that are linked."""
    links = [extract_attrs(match) for match in FIND_A_TAG.findall(source)]
    keys = {key_of(link) for link in links if link.get("linktype") == kind}
    return {key for key in keys if key}


def key_of(link: Mapping[str, str]) -> int:
    key = link.get("id", "")
    return int(key) if key.isdecimal() else 0


def safe_html(source: str, addresses: Mapping[str, Mapping[int, str]]) -> str:
    """Return `source` with its links leading to `addresses`, by kind and key."""
    rules = {kind: opening_tag(known) for kind, known in addresses.items()}
    return cleaned(LinkRewriter(rules)(source), whole_address)


def shown_html(source: str) -> str:
    """Return `source` as the pages of the site show it, with Wagtail's links."""
    return cleaned(expand_db_html(source))


def cleaned(html: str, address: Callable[[str, str, str], str] | None = None) -> str:
    """Leave the marks that editors have; imports and scripts never met the editor."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        attribute_filter=address,
        url_schemes=SCHEMES,
        link_rel=None,
    )


def opening_tag(known: Mapping[int, str]) -> Callable[[Mapping[str, str]], str]:
    def replaced(link: Mapping[str, str]) -> str:
        url = known.get(key_of(link))
        return f'<a href="{escape(url)}">' if url else "<a>"

    return replaced


def whole_address(tag: str, attribute: str, value: str) -> str:
    """Return the address a page of another site can use too."""
    return urljoin(settings.SITE_URL, value)


@lru_cache(maxsize=2_000)
def plain_text(source: str) -> str:
    return SPACES.sub(" ", get_text_for_indexing(source)).strip()
