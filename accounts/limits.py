"""How many accounts one address makes in a day."""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import is_headless_request
from allauth.core.internal.ratelimit import consume, respond_429
from django.shortcuts import render


def one_account_more(request) -> None:
    """Count an account; raises the answer to give when there were too many."""
    if consume(request, app="allauth.account", action="new_account") is None:
        raise ImmediateHttpResponse(refused(request))


def refused(request):
    if is_headless_request(request):
        return respond_429(request)
    return render(request, "account/many_accounts.html", status=429)
