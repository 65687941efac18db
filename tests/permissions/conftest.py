from uuid import uuid4

import pytest


@pytest.fixture(autouse=True)
def own_cache(empty_cache, settings):
    """Limits are counted in a cache that each request finds empty."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": uuid4().hex}}
