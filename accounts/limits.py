"""How many accounts one address makes in a day."""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import is_headless_request
from allauth.core.internal.ratelimit import RateLimitUsage, consume, respond_429
from django.shortcuts import render


def one_account_more(request) -> RateLimitUsage:
    """Count an account; raises the answer to give when there were too many."""
    counted = consume(request, app="allauth.account", action="new_account")
    if counted is None:
        raise ImmediateHttpResponse(refused(request))
    return counted


def refused(request):
    if is_headless_request(request):
        return respond_429(request)
    return render(request, "account/many_accounts.html", status=429)
