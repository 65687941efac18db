from copy import copy

from allauth.account.utils import get_next_redirect_url
from allauth.account.views import email_verification_sent
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from .actions import end_sessions, open_sessions
from .browsers import device_of
from .charter import AcceptanceForm, accept, current_charter
from .forms import EndSessionsForm, ProfileForm
from .mailboxes import mail_again
from .second_factor import has_second_factor
from .standing import standing_of


@login_required
def profile(request):
    # A copy: what is mistaken in the form must not become the name in the header.
    form = ProfileForm(request.POST or None, instance=copy(request.user))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Votre profil est enregistré."))
        return redirect("account_profile")
    context = {
        "form": form,
        "protected": has_second_factor(request.user),
        "standing": standing_of(request.user),
    }
    return render(request, "account/profile.html", context)


@login_required
@require_POST
def accept_charter(request):
    """Note that the rules shown are accepted; the script of the page stays on it."""
    form = AcceptanceForm(request.POST, charter=current_charter(request))
    if form.is_valid():
        accept(request.user, form.cleaned_data["version"])
        if "X-Requested-With" in request.headers:
            return HttpResponse(status=204)
        messages.success(request, _("C’est noté, merci."))
    for mistake in form.errors.get("version", []):
        messages.warning(request, str(mistake))
    return redirect(get_next_redirect_url(request) or "/")


@login_required
@require_POST
def send_again(request):
    """Send mail again to an address that failed, because its owner says it is right."""
    mail_again(request.user)
    messages.success(
        request, _("C’est noté : nos courriels repartent à cette adresse.")
    )
    return redirect("account_email")


def confirm_address(request):
    """Ask for the code; when none is awaited, say what to do instead of going away."""
    answer = email_verification_sent(request)
    if answer.headers.get("Location") == reverse("account_login"):
        return render(request, "account/code_ended.html")
    return answer


@login_required
def sessions(request):
    """Show where one is signed in; sign out of one place, or of all the others."""
    here = request.session.session_key
    others = open_sessions(request.user).exclude(session_key=here)
    given = request.POST if request.method == "POST" else None
    form = EndSessionsForm(given, sessions=others)
    if form.is_valid():
        ended = end_sessions(form.chosen())
        words = ngettext("%d connexion fermée.", "%d connexions fermées.", ended)
        messages.success(request, words % ended)
        return redirect("usersessions_list")
    shown = [
        {
            "at": one,
            "device": device_of(one.user_agent),
            "here": one.session_key == here,
        }
        for one in open_sessions(request.user)
    ]
    context = {"form": form, "shown": shown}
    return render(request, "usersessions/usersession_list.html", context)


def admin_sign_in(request):
    """Send to the site's own door, which knows limits and second factors."""
    return redirect_to_login(request.GET.get("next") or reverse("wagtailadmin_home"))
