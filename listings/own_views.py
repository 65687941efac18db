"""What authors do with their own listings; anybody else's do not exist here."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from . import actions, editing
from .models import Listing, Outcome


@login_required
@require_safe
def mine(request):
    """Every listing of this person, what needs attention first."""
    listings = Listing.objects.by(request.user).with_card_data()
    pages = Paginator(
        listings.with_own_notices().in_groups(), settings.LISTING_PAGE_SIZE
    )
    page = pages.get_page(request.GET.get("page"))
    context = {"page_obj": page, "query": "", "outcomes": Outcome.choices}
    return render(request, "listings/mine.html", context)


@login_required
@require_POST
def close(request, code):
    listing = own(request, code)
    try:
        outcome = Outcome(request.POST.get("outcome", ""))
    except ValueError:
        messages.error(request, _("Dites ce qu’il en est advenu."))
        return redirect(listing)
    done = _("Votre annonce est terminée. Merci !")
    return answer(request, listing, lambda: actions.close(listing, outcome), done)


@login_required
@require_POST
def renew(request, code):
    listing = own(request, code)
    return answer(request, listing, listing.renew, _("Votre annonce est renouvelée."))


@login_required
@require_POST
def withdraw(request, code):
    listing = own(request, code)
    done = _("Votre annonce est retirée.")
    return answer(request, listing, lambda: actions.withdraw(listing), done)


@login_required
@require_POST
def take_back(request, code):
    """Forget the changes that wait for review."""
    listing = own(request, code)
    done = _("Vos changements sont abandonnés : l’annonce reste telle qu’elle est.")
    return answer(request, listing, lambda: editing.take_back(listing), done)


def own(request, code):
    return get_object_or_404(
        Listing.objects.by(request.user).with_card_data(), code=code.upper()
    )


def answer(request, listing, move, done):
    """Run `move` and say what came of it, on the page of the listing."""
    try:
        move()
        messages.success(request, done)
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect(listing)
