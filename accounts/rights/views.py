from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ..charter import current_charter
from ..durations import hours_in_words
from ..sensitive import sensitive
from ..tokens import or_token
from . import archives, erasure
from .links import closed_account


@login_required
@require_safe
def data(request):
    """« Mes données »: what one may ask of them."""
    return render(request, "rights/data.html", {"rules": current_charter(request)})


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def export(request):
    if request.method != "POST":
        delay = hours_in_words(settings.EXPORT_HOURS)
        return render(request, "rights/export.html", {"delay": delay})
    try:
        archives.request_export(request.user)
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect("account_data")
    words = _("C’est noté : un courriel vous dira quand vos données sont prêtes.")
    messages.success(request, words)
    return redirect("account_data")


@csrf_exempt  # the address is the secret, and says nowhere where one comes from
@or_token
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def archive(request, token):
    """Download one's archive, once: mail scanners follow links, and do not post."""
    found = archives.archive_of(request.user, token)
    if found is None:
        raise Http404
    if request.method != "POST":
        if found.is_over:
            return render(request, "rights/archive_ended.html", status=410)
        return render(request, "rights/download.html", {"archive": found})
    file = archives.download(found)
    if file is None:
        return render(request, "rights/archive_ended.html", status=410)
    return FileResponse(
        file,
        as_attachment=True,
        filename="mes-donnees.zip",
        content_type="application/zip",
        headers={"Cache-Control": "no-store"},
    )


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request):
    """Close one's account; it is erased when nobody came back in time."""
    if request.method != "POST":
        return render(
            request, "rights/erase.html", {"erasure_days": settings.ERASURE_DAYS}
        )
    try:
        due = erasure.request_erasure(request.user)
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect("account_data")
    logout(request)
    return render(request, "rights/closed.html", {"due": due})


@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request, token):
    """Keep one's account after all, from the mail or after signing in."""
    user = closed_account(token)
    if user is None:
        return render(request, "rights/link_ended.html", status=410)
    if request.method != "POST":
        return render(request, "rights/come_back.html", {"due": user.erasure_due_at})
    try:
        erasure.keep_account(user)
    except ValidationError:  # erased, or kept by another click, at the same moment
        return render(request, "rights/link_ended.html", status=410)
    messages.success(request, _("Votre compte est gardé. Connectez-vous."))
    return redirect("account_login")
