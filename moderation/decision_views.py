"""What was decided about the person who reads, and contesting it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .appeals import contest
from .forms import AppealForm
from .models import Decision
from .statements import headline_of, statement_of


@login_required
@require_safe
def decisions(request):
    rows = Decision.objects.received_by(request.user).with_appeal()
    page = Paginator(rows, settings.DECISIONS_PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    shown = [{"decision": one, "headline": headline_of(one)} for one in page]
    context = {"page_obj": page, "shown": shown, "query": ""}
    return render(request, "moderation/decisions.html", context)


@login_required
def decision(request, public_id):
    mine = Decision.objects.received_by(request.user).with_appeal()
    row = get_object_or_404(mine, public_id=public_id)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            contest(row, request.user, form.cleaned_data["words"])
            messages.success(
                request, _("Votre contestation est enregistrée. Vous serez averti.")
            )
            return redirect(request.path)
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "moderation/decision.html", page_of(row, form))


def page_of(row: Decision, form: AppealForm) -> dict:
    """Return what the page of a decision shows; `answer` once there is one."""
    appeal = row.appeal if row.is_contested else None
    answer = appeal.answer if appeal else None
    return {
        "decision": row,
        "statement": statement_of(row),
        "appeal": appeal,
        "answer": statement_of(answer) if answer else None,
        "form": form,
    }
