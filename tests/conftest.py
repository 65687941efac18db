from time import monotonic
from uuid import uuid4

import pytest
from django.core.signals import request_started
from django.db import close_old_connections
from wagtail.models import Site

from graphql_api import kept_answers, shortcut
from moderation.loading import shipped_rules
from moderation.models import Measure
from moderation.screening.advising import Advisers, advisers
from tests.baseline import end_other_connections, keep_what_migrating_left
from tests.factories import UserFactory
from tests.mailbox import mail_server
from tests.wsgi import ask

pytest_plugins = ["tests.both_ways"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database of the run, and what to write back after tests that commit."""
    with django_db_blocker.unblock():
        keep_what_migrating_left()
    yield
    with django_db_blocker.unblock():
        end_other_connections()


@pytest.fixture
def resident(db):
    """A confirmed resident of Prémery."""
    return UserFactory()


@pytest.fixture(autouse=True)
def queued_mail(settings):
    """Mail goes through the queue, as in production; pytest-django would skip it."""
    settings.EMAIL_BACKEND = "background.mail.QueuedEmailBackend"


@pytest.fixture(autouse=True)
def empty_cache(settings):
    """Each test counts its own attempts, also on a Redis that outlives the run."""
    cache = settings.CACHES["default"]
    settings.CACHES = {"default": {**cache, "KEY_PREFIX": uuid4().hex}}


@pytest.fixture
def own_cache(empty_cache, settings):
    """A cache that may be cleared: Redis would forget what other processes count."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": uuid4().hex}}


@pytest.fixture
def smtp(settings):
    """A mail server to start when wanted; `handler.received` is what arrived."""
    server = mail_server()
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    settings.EMAIL_TIMEOUT = 10
    settings.NOTIFY_QUIET_SECONDS = 0
    yield server
    if server.loop.is_running():
        server.stop()


@pytest.fixture(autouse=True)
def empty_storage(settings):
    """Each test starts without files."""
    settings.STORAGES = {**settings.STORAGES}


@pytest.fixture(scope="session")
def shipped_advisers():
    advisers = Advisers()
    advisers.keep(rule for rule in shipped_rules() if rule.action == Measure.ADVISE)
    return advisers


@pytest.fixture(autouse=True)
def known_advice(shipped_advisers, monkeypatch):
    """Each process reads it once a minute: no test pays for being the first."""
    monkeypatch.setattr(advisers, "rules", shipped_advisers.rules)
    monkeypatch.setattr(advisers, "read_at", monotonic())


@pytest.fixture(autouse=True)
def known_site_roots(request, empty_cache):
    """Wagtail reads them once and keeps them: no test pays for being the first."""
    marked = request.node.get_closest_marker("django_db")
    if marked or "db" in request.fixturenames:
        Site.get_site_root_paths()


@pytest.fixture
def connection_of_the_test(monkeypatch):
    """Servers close a connection that is in a transaction; tests are in one."""
    monkeypatch.setattr(shortcut, "close_old_connections", lambda: None)
    request_started.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)


@pytest.fixture
def keeping(settings, connection_of_the_test):
    """Servers keep answers, of the ways of asking that they know."""
    settings.GRAPHQL_KEEP_ANSWERS = True
    for origin in (None, "https://mairie.example.org"):
        headers = {"origin": origin} if origin else {}
        ask("post", {"query": "{ __typename }"}, headers)
        ask("get", {"query": "{ __typename }"}, headers)
    kept_answers.ANSWERS.values.clear()
