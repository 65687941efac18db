"""Where the reader is, in the menus and in a long page, and what is asked of them."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import mark_safe

from accounts import charter
from config.headers import secrets_in

register = template.Library()


@register.simple_tag(takes_context=True)
def current(context, address: str) -> str:
    """Say that a link leads to this page, or to the part of the site it is in."""
    path = getattr(context.get("request"), "path", "")
    if address and path == address:
        return mark_safe(' aria-current="page"')
    inside = address not in ("", "/") and path.startswith(address)
    return mark_safe(' aria-current="true"') if inside else ""


@register.simple_tag(takes_context=True)
def charter_to_accept(context) -> charter.Charter | None:
    """The rules that the reader may accept here, read with the menus.

    Not where the answer would be lost: a form that came back with its mistakes would be
    emptied, and a page with a secret address sends none (see `HeadersMiddleware`).
    """
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is None or request.method != "GET" or secrets_in(request):
        return None
    return charter.charter_to_accept(user, request)


@register.filter
def parts(body: Iterable) -> list[str]:
    """Return the titles of the parts of a page's body, in order."""
    headings = [block.value for block in body if block.block_type == "heading"]
    return [str(value["text"]) for value in headings if value["level"] == "2"]
