"""A page of the inbox, as the site, its script and front ends read it."""

import hashlib

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.template.loader import render_to_string

from .forms import InboxForm, Shelf
from .models import Conversation


def page_of(form: InboxForm, user, number: str | None = None) -> Page:
    """Return the conversations that `form` asks for, each with its `correspondent`."""
    found = form.found_in(Conversation.objects.all(), user)
    pages = Paginator(found.with_row_data(user), settings.INBOX_PAGE_SIZE)
    page = pages.get_page(number)
    for conversation in page:
        conversation.correspondent = conversation.correspondent_of(user)
    return page


def inbox_context(request) -> dict:
    """Return what the page shows.

    `rows` is the list, `etag` changes with anything that is read in it.
    """
    form = InboxForm(request.GET)
    page = page_of(form, request.user, request.GET.get("page"))
    context = {
        "page_obj": page,
        "form": form,
        "shelves": Shelf.choices,
        "shelf": form.cleaned_data.get("shelf") or Shelf.ALL,
        "search": form.cleaned_data.get("search", ""),
        "query": "",
    }
    rows = render_to_string("messaging/inbox_rows.html", context, request)
    return {**context, "rows": rows, "etag": etag_of(rows)}


def etag_of(told: str) -> str:
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:20]}"'
