from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap

from .models import Listing


class ListingSitemap(Sitemap):
    """The listings that anyone may read."""

    limit = 5000

    def items(self):
        return Listing.objects.live_for(AnonymousUser()).order_by("pk")

    def lastmod(self, listing):
        return listing.published_at
