"""Listings on other sites: a script, a frame, and the page that explains both."""

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

from .component import components
from .forms import ChoiceForm, FrameForm
from .snippets import component_snippet, frame_height, frame_snippet, whole

JAVASCRIPT = "text/javascript; charset=utf-8"
ONE_DAY = 24 * 3600


@require_safe
@gzip_page
def component(request: HttpRequest, version: str) -> HttpResponseBase:
    """Send a published version to any site.

    Kept a day and no longer, although it never changes: an operator who must
    withdraw one is obeyed the next day.
    """
    found = components().get(version)
    if found is None:
        raise Http404
    whole_file = HttpResponse(found.content, content_type=JAVASCRIPT)
    whole_file["ETag"] = found.etag
    again = get_conditional_response(request, found.etag, None, whole_file)
    response = again or whole_file
    response["Access-Control-Allow-Origin"] = "*"  # a 304 says so too
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cache-Control"] = f"public, max-age={ONE_DAY}"
    return response


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@gzip_page
@conditional_page
@cache_control(public=True, max_age=0, must_revalidate=True)
def frame(request: HttpRequest) -> HttpResponse:
    """The only page that another site may frame: it knows nothing of its reader."""
    form = FrameForm(request.GET)
    valid = form.is_valid()
    context = listed(form) if valid else {"form": form}
    # Rendered without the request: neither session nor cookie can reach the page.
    html = render_to_string("listings/integration/frame.html", context)
    response = HttpResponse(html, status=200 if valid else 400)
    response["X-Robots-Tag"] = "noindex"
    return response


def listed(form: FrameForm) -> dict:
    asked = form.asked
    listings = asked.shown()
    hidden = 0 if listings else asked.members_only()
    return {"asked": asked, "listings": listings, "members_only": hidden}


@require_safe
def integration(request: HttpRequest) -> HttpResponse:
    """Where a town hall chooses, looks, and copies."""
    form = ChoiceForm(request.GET)
    context: dict = {"form": form, "origin": whole("").rstrip("/")}
    if form.is_valid():
        context |= {
            "asked": form.asked,
            "component": component_snippet(form.asked),
            "frame": frame_snippet(form.asked),
            "height": frame_height(form.asked),
        }
    return render(request, "listings/integration/page.html", context)
