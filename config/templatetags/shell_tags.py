"""Where the reader is: in the menus of every page, in the parts of a long one."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def current(context, address: str) -> str:
    """Say that a link leads to this page, or to the part of the site it is in."""
    path = getattr(context.get("request"), "path", "")
    if address and path == address:
        return mark_safe(' aria-current="page"')
    inside = address not in ("", "/") and path.startswith(address)
    return mark_safe(' aria-current="true"') if inside else ""


@register.filter
def parts(body: Iterable) -> list[str]:
    """Return the titles of the parts of a page's body, in order."""
    headings = [block.value for block in body if block.block_type == "heading"]
    return [str(value["text"]) for value in headings if value["level"] == "2"]
