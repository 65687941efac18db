"""What search engines may read: public pages and public listings."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap as PageSitemap

from listings.sitemaps import ListingSitemap

SITEMAPS = {"pages": PageSitemap, "annonces": ListingSitemap}
PRIVATE = [
    "/admin/",
    "/compte/",
    "/courriels/",
    "/messages/",
    "/graphql/",
    "/recherche/",
]


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
