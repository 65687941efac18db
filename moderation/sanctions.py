"""What suspended people may still do: read, contest, secure their account, leave."""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext as _

from .models import SHUTTING_OUT, Decision
from .statements import moment_in_words

SUSPENDED = "account_suspended"  # the code of the refusal, for programs
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
View = TypeVar("View", bound=Callable)


def refuses_by_itself(view: View) -> View:
    """Leave a view of programs to answer suspended people in its own format."""
    vars(view)["refuses_suspended"] = True
    return view


def suspended(user) -> bool:
    return user.is_authenticated and user.is_suspended


def words_of_suspension(user) -> str:
    if user.suspended_until is None:
        return _("Votre compte est suspendu.")
    until = moment_in_words(user.suspended_until)
    return _("Votre compte est suspendu jusqu’au %(until)s.") % {"until": until}


def decision_against(user) -> Decision | None:
    """Return the decision that keeps `user` from taking part, None without one."""
    measures = Decision.objects.about("person", user.public_id)
    return measures.received_by(user).filter(action__in=SHUTTING_OUT).first()


class SuspensionMiddleware:
    """Refuse what suspended people would write on the site, and lead to the reasons.

    What leads to the views of `SUSPENDED_MAY` passes, and the namespaces among them.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method in SAFE or not suspended(request.user):
            return None
        if getattr(view, "refuses_suspended", False) or may(request.resolver_match):
            return None
        context = {
            "words": words_of_suspension(request.user),
            "decision": decision_against(request.user),
        }
        return render(request, "moderation/suspended.html", context, status=403)


def may(match) -> bool:
    allowed = set(settings.SUSPENDED_MAY)
    return match.view_name in allowed or not allowed.isdisjoint(match.namespaces)
