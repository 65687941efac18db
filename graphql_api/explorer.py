"""GraphiQL, for those who develop: it exists only where DEBUG is on."""

from pathlib import Path

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

# No tracked file is larger than 900 kB: see static/vendor/graphiql/SOURCES.md.
PARTS = [f"vendor/graphiql/graphiql.min.js.part{number}" for number in (1, 2)]
# Its dialogs write a <style> while they are open, to hold the page still.
POLICY = {"style-src": [SELF, UNSAFE_INLINE]}


@require_safe
@csp_replace(POLICY)
@ensure_csrf_cookie
def graphiql(request: HttpRequest) -> HttpResponse:
    only_in_development()
    context = {"csrf_cookie": settings.CSRF_COOKIE_NAME}
    return render(request, "graphql_api/graphiql.html", context)


@require_safe
@gzip_page
@conditional_page
def graphiql_script(request: HttpRequest) -> HttpResponse:
    """GraphiQL as it was published, its parts put together again."""
    only_in_development()
    parts = [Path(str(finders.find(part))).read_bytes() for part in PARTS]
    return HttpResponse(b"".join(parts), "text/javascript; charset=utf-8")


def only_in_development() -> None:
    if not settings.DEBUG:
        raise Http404
