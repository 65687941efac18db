from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.mail import send_mail
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config import health

pytestmark = pytest.mark.django_db
READY = {
    "database": True,
    "migrations": True,
    "cache": True,
    "media": True,
    "queue": True,
    "queue_seconds_late": 0,
}


def refuse(*args, **kwargs):
    raise OSError("unreachable")


def queue_a_mail(**changes):
    send_mail("Bonjour", "Un essai.", None, ["quelquun@example.org"])
    DBTaskResult.objects.update(**changes)


def test_a_process_is_alive_without_asking_anything(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok")


def test_a_site_is_ready_when_all_it_needs_is_there(client):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, READY)


def test_a_missing_migration_makes_the_site_unready(client):
    (last,) = MigrationLoader(connection).graph.leaf_nodes("listings")
    MigrationRecorder(connection).record_unapplied(*last)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {**READY, "migrations": False})


def test_a_lost_cache_is_told_and_leaves_the_site_ready(client, monkeypatch):
    monkeypatch.setattr(health, "cache", type("Lost", (), {"set": refuse}))

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {**READY, "cache": False})


def test_a_cache_that_keeps_nothing_is_told(client, monkeypatch):
    monkeypatch.setattr(type(cache), "get", lambda *args: None, raising=False)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {**READY, "cache": False})


def test_a_folder_that_cannot_hold_files_makes_the_site_unready(
    client, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    (tmp_path / "file").write_text("not a folder")

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {**READY, "media": False})


def test_a_lost_bucket_makes_the_site_unready(client, monkeypatch):
    service = type("Service", (), {"head_bucket": refuse})()
    meta = type("Meta", (), {"client": service})
    bucket = type("Bucket", (), {"meta": meta, "name": "media"})
    monkeypatch.setattr("config.health.default_storage", SimpleNamespace(bucket=bucket))

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {**READY, "media": False})


def test_a_job_that_waits_too_long_makes_the_site_unready(client, settings):
    settings.READYZ_MAX_QUEUE_SECONDS = 60
    queue_a_mail(enqueued_at=timezone.now() - timedelta(seconds=61))

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["queue"] is False
    assert answer.json()["queue_seconds_late"] in (61, 62)


def test_a_job_that_waits_for_its_hour_is_not_late(client):
    long_ago = timezone.now() - timedelta(days=2)
    queue_a_mail(enqueued_at=long_ago, run_after=timezone.now() + timedelta(hours=1))

    assert client.get("/readyz").json() == READY


def test_a_lost_database_makes_the_site_unready_and_says_so(client, monkeypatch):
    def lost(*args, **kwargs):
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", lost)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {
        **READY,
        "database": False,
        "migrations": False,
        "queue": False,
        "queue_seconds_late": None,
    }
