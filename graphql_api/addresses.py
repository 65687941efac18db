"""Addresses that a program on another machine can use."""

from functools import lru_cache
from urllib.parse import urljoin

from django.conf import settings


def whole(url: str) -> str:
    """Return `url` with the address of the site before it, unless it has one."""
    return joined(settings.SITE_URL, url)


joined = lru_cache(1_000)(urljoin)  # the same pages and pictures again and again


class Addressed:
    """`path` and `url` of what has an address on the site."""

    url: str

    def resolve_path(self, info):
        return self.url

    def resolve_url(self, info):
        return whole(self.url)
