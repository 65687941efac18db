from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from uuid6 import uuid7

from accounts.durations import review_delay

from .actions import publish_new, published_before, save_edited
from .editing import as_edited, edit_of
from .filters import ListingSearch
from .forms import ListingForm
from .models import Audience, Listing, ListingKind, Outcome
from .states import LIVE, ListingStatus


@require_safe
def all_listings(request):
    return page_of(request, Listing.objects.live(), "listings/list.html")


@require_safe
def need_help(request):
    """Whoever needs help first sees what neighbours offer."""
    offers = Listing.objects.live().filter(kind=ListingKind.OFFER)
    return page_of(request, offers, "listings/need_help.html", "need")


@require_safe
def offer_help(request):
    """Whoever offers help first sees what neighbours need."""
    needs = Listing.objects.live().filter(kind=ListingKind.NEED)
    return page_of(request, needs, "listings/offer_help.html", "offer")


def page_of(request, listings, template, act=""):
    """Show one page of `listings` that this reader may see, filtered as asked."""
    listing_filter = ListingSearch(
        request.GET,
        queryset=listings.visible_to(request.user).with_card_data(),
        home=request.user.commune if act and request.user.is_authenticated else None,
    )
    pages = Paginator(listing_filter.qs, settings.LISTING_PAGE_SIZE)
    counted = members_only(listings, request.user)
    context = {
        "filter": listing_filter,
        "page_obj": pages.get_page(request.GET.get("page")),
        "query": query_without_page(request),
        "members_only": counted,
        "members_only_total": sum(row["count"] for row in counted),
        "act": act,
    }
    return render(request, template, context)


def query_without_page(request):
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def members_only(listings, user):
    """Return how many listings `user` may only count, commune by commune."""
    if user.is_authenticated:
        return []
    counted = listings.filter(audience=Audience.MEMBERS).order_by()
    return list(
        counted.values("commune__name").annotate(count=Count("pk")).order_by("-count")
    )


@require_safe
def detail(request, code, slug):
    visible = Listing.objects.visible_to(request.user).with_card_data()
    listing = get_object_or_404(visible.with_own_notices(), code=code.upper())
    if request.path != listing.get_absolute_url():
        return redirect(listing, permanent=True)
    context = {
        "listing": listing,
        "is_owner": listing.author_id == request.user.pk,
        "outcomes": Outcome.choices,
    }
    return render(request, "listings/detail.html", context)


@login_required
def publish(request):
    form = ListingForm(
        request.POST or None,
        request.FILES or None,
        author=request.user,
        initial=first_values(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            return published(request, publish_new(form))
        except ValidationError as error:
            if getattr(error, "code", None) == "key_reused":
                return sent_again(request, published_before(form))
            form.add_error(None, error)
    return render(request, "listings/form.html", {"form": form})


def first_values(request):
    return {
        "kind": request.GET.get("kind"),
        "commune": request.user.commune_id,
        "idempotency_key": uuid7(),
    }


def published(request, listing):
    if listing.status in LIVE:
        messages.success(request, _("Votre annonce est en ligne."))
    elif listing.status == ListingStatus.PENDING:
        messages.info(request, will_be_read())
    return redirect(listing)


def will_be_read():
    words = _(
        "Votre annonce sera relue avant d’être mise en ligne, en général sous %s."
    )
    return words % review_delay()


def sent_again(request, listing):
    """Other words came with the key of `listing`: offer them as a change to it.

    A listing that no longer changes lets them become a new one.
    """
    if listing.can_be_edited:
        messages.info(
            request, _("Votre annonce est en ligne : enregistrez vos changements.")
        )
        form = ListingForm(request.POST, instance=listing, author=request.user)
        return render(request, "listings/form.html", {"form": form, "listing": listing})
    data = request.POST.copy()
    data["idempotency_key"] = str(uuid7())
    messages.info(request, _("L’annonce précédente est terminée : publiez celle-ci."))
    form = ListingForm(data, author=request.user)
    return render(request, "listings/form.html", {"form": form})


def changed(request, listing):
    if edit_of(listing):
        messages.info(
            request,
            _("Vos changements sont en relecture : ils paraîtront ensuite."),
        )
    elif listing.status == ListingStatus.PENDING:
        messages.info(request, will_be_read())
    else:
        messages.success(request, _("Votre annonce est à jour."))
    return redirect(listing)


@login_required
def edit(request, code):
    mine = Listing.objects.by(request.user).select_related("author", "waiting_edit")
    listing = get_object_or_404(mine, code=code.upper())
    if request.method != "POST" and not listing.can_be_edited:
        messages.error(request, _("Cette annonce ne se modifie plus."))
        return redirect(listing)
    form = ListingForm(
        request.POST or None,
        request.FILES or None,
        instance=as_edited(listing),
        author=request.user,
    )
    if request.method == "POST" and form.is_valid():
        try:
            return changed(request, save_edited(form))
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "listings/form.html", {"form": form, "listing": listing})
