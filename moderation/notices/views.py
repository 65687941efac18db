"""Reporting what should not be here, without an account too, and what came of it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ..models import Notice
from .actions import misuses
from .addresses import NAMED, target_named
from .forms import NumberForm, SiteContestForm, SiteNoticeForm
from .origin import origin_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request):
    if "message" in request.GET and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    form = SiteNoticeForm(
        request.POST or None,
        user=request.user,
        origin=origin_of(request),
        initial={"address": address_asked(request)},
    )
    if request.method == "POST" and (notice := form.submit()):
        messages.success(request, _("Votre signalement est reçu."))
        return redirect(notice)
    return unlisted(render(request, "moderation/notices/report.html", {"form": form}))


def address_asked(request) -> str:
    """Return the address that a link « Signaler » stands for.

    What this person cannot see does not exist, for whoever knows its name.
    """
    for word, kind in NAMED.items():
        if name := request.GET.get(word):
            target = target_named(kind, name)
            if target is None or not sees(request.user, target):
                raise Http404
            return target.address
    return request.GET.get("adresse", "")


def sees(user, target) -> bool:
    own = user.is_authenticated and target.owner == user
    return own or target.may_be_reported_by(user)


@require_safe
def follow(request):
    form = NumberForm(request.GET if "number" in request.GET else None)
    if form.is_valid():
        return redirect(form.cleaned_data["number"])
    return unlisted(render(request, "moderation/notices/follow.html", {"form": form}))


@csrf_exempt  # the number is the authority; without referrer no token would pass
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def status(request, number):
    """What whoever has the number may read and contest: never who reported."""
    notice = get_object_or_404(Notice.objects.numbered(number).with_answers())
    sent = request.POST if request.method == "POST" else None
    form = SiteContestForm(sent, notice=notice)
    if sent is not None and form.submit():
        messages.success(request, _("Votre contestation est enregistrée."))
        return redirect(notice)
    mine = request.user.is_authenticated and notice.reporter == request.user
    context = {
        "notice": notice,
        "appeal": notice.appeal if notice.is_contested else None,
        "form": form,
        "moderation": settings.MODERATION_EMAIL,
        "misused": mine and misuses(notice.reporter),
    }
    response = unlisted(render(request, "moderation/notices/status.html", context))
    response["Referrer-Policy"] = "no-referrer"
    return response


def unlisted(response):
    response["X-Robots-Tag"] = "noindex"
    return response
