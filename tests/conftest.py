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
