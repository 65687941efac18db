"""What mail leads to: choosing what one gets, saying what became of an exchange.

The address of a link is the authority to do this one thing. Signing in plays no part,
so neither does a CSRF token: RFC 8058 has mail programs post without one.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.mailing.links import reader_of
from accounts.mailing.preferences import rhythm_of
from accounts.models import Rhythm

from ..actions import record_outcome
from ..forms import OutcomeForm
from ..models import Outcome, OutcomeReason
from .forms import MailChoiceForm, change_rhythms
from .outcome import side_of


@login_required
def own_choice(request):
    """One's own choice, in one's account."""
    form = MailChoiceForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Votre choix est enregistré."))
        return redirect("messaging:own_mail_choice")
    return render(request, "messaging/own_mail_choice.html", {"form": form})


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choice(request, token):
    """The same without signing in: a GET shows, a POST acts."""
    user, kind = found_or_404(reader_of, token)
    stopped = request.POST.get("List-Unsubscribe") == "One-Click"
    if stopped:
        change_rhythms(user, {kind: Rhythm.NONE})
    form = MailChoiceForm(None if stopped else request.POST or None, user=user)
    saved = form.is_valid()
    if saved:
        form.save()
    declined = rhythm_of(user, kind) == Rhythm.NONE
    context = {"form": form, "kind": kind, "saved": saved, "stopped": stopped}
    context["declined"] = declined
    return render(request, "messaging/mail_choice.html", context)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def say_outcome(request, token):
    """Ask what a click of the mail meant; only the button says it."""
    try:
        side = found_or_404(side_of, token)
    except signing.SignatureExpired:
        return render(request, "messaging/outcome_link_ended.html", status=410)
    form = OutcomeForm(request.POST or None)
    said = form.is_valid() and is_recorded(side, form)
    context = {
        "form": form,
        "said": said,
        "conversation": side.conversation,
        "name": side.conversation.correspondent_of(side.user).display_name,
        "reasons": OutcomeReason.choices,
        "not_done": answer_of(request) == Outcome.NOT_DONE,
    }
    return render(request, "messaging/say_outcome.html", context)


def is_recorded(side, form) -> bool:
    """Record what a valid form says; a reason that lacks is asked again."""
    try:
        record_outcome(side.conversation, side.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error("reason", error)
    return form.is_valid()


def answer_of(request) -> str:
    return request.POST.get("outcome") or request.GET.get("reponse", "")


def found_or_404(find, token: str):
    """Return what a signed link leads to; a link that ended says so itself."""
    try:
        return find(token)
    except signing.SignatureExpired:
        raise
    except signing.BadSignature as error:
        raise Http404 from error
