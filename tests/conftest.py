from uuid import uuid4

import pytest

from tests.factories import UserFactory


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
