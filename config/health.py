"""What a load balancer asks: is the process alive, and can it do its work?"""

import logging
import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.utils.crypto import get_random_string

from background.jobs import seconds_late

logger = logging.getLogger(__name__)


def healthz(request):
    """Answer 200 as long as the process serves requests."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request):
    """Answer 200 when everything that a page needs is there, else 503.

    Pages do without the cache: its loss is told, and leaves the site in service.
    """
    late = measured(seconds_late)
    ready = {
        "database": measured(database) is True,
        "migrations": measured(migrations) is True,
        "cache": measured(shared_cache) is True,
        "media": measured(media) is True,
        "queue": late is not None and late <= settings.READYZ_MAX_QUEUE_SECONDS,
    }
    needed = [found for name, found in ready.items() if name != "cache"]
    answer = {**ready, "queue_seconds_late": late}
    response = JsonResponse(answer, status=200 if all(needed) else 503)
    response["Cache-Control"] = "no-store"
    return response


def measured(check: Callable):
    """Return what `check` found, or None if it could not even look."""
    try:
        return check()
    except Exception as error:
        logger.warning("Not ready: %s: %s", check.__name__, error)
        return None


def database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def shared_cache() -> bool:
    key = f"readyz-{get_random_string(12)}"
    cache.set(key, "kept", timeout=10)
    return cache.get(key) == "kept" and not getattr(cache, "is_away", False)


def media() -> bool:
    """Whether the bucket answers, or the folder can be written to."""
    if bucket := getattr(default_storage, "bucket", None):
        bucket.meta.client.head_bucket(Bucket=bucket.name)
        return True
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists():  # the first upload makes the rest
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK)
