"""Where the links of reminders lead: a GET shows a button, a POST acts.

The address is the authority: signing in plays no part, so neither does a CSRF token.
"""

from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .mail_links import act_of, perform


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request, token):
    try:
        listing, wanted, term = act_of(token)
    except signing.SignatureExpired:
        return render(request, "listings/act_link_ended.html", status=410)
    except signing.BadSignature as error:
        raise Http404 from error
    context = {"listing": listing, "act": wanted, "done": False, "obstacle": ""}
    if request.method == "POST":
        try:
            perform(listing, wanted, term)
            context["done"] = True
        except ValidationError as error:
            context["obstacle"] = error.message
    return render(request, "listings/act.html", context)
