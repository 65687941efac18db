"""What a load balancer asks: is the process alive, and can it do its work?"""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse


def healthz(request):
    """Answer 200 as long as the process serves requests."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request):
    """Answer 200 when the database is there with every migration, else 503."""
    ready = {"database": False, "migrations": False}
    try:
        executor = MigrationExecutor(connection)
        ready["database"] = True
        targets = executor.loader.graph.leaf_nodes()
        ready["migrations"] = not executor.migration_plan(targets)
    except DatabaseError:
        pass
    return JsonResponse(ready, status=200 if all(ready.values()) else 503)
