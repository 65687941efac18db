from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from listings.models import Listing
from listings.search import stems

from .forms import SearchForm
from .search import matching_pages

SHOWN = 6  # of each kind; the list of listings has the rest


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Pages and listings that hold the words, side by side."""
    form = SearchForm(request.GET or None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    context = {"form": form, "words": words}
    if stems(words):
        context |= {"pages": pages_with(words), **listings_with(words, request.user)}
    return render(request, "cms/search.html", context)


def pages_with(words: str):
    return matching_pages(words).with_card_data().order_by("path")[:SHOWN]


def listings_with(words: str, user) -> dict:
    found = Listing.objects.live_for(user).matching(words)
    return {"listings": found.with_card_data()[:SHOWN], "listings_count": found.count()}
