"""The rules in force, as the editors dated them; accounts reach it by `CHARTER`."""

from django.http import HttpRequest

from accounts.charter import Charter

from .menus import charter_page


def current_charter(request: HttpRequest | None) -> Charter | None:
    """Return the rules of the live page, read with the menus of `request`."""
    page = charter_page(request)
    if page is None:
        return None
    return Charter(page.version_date, page.title, page.url, page.changes)
