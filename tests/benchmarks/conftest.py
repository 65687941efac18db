import pytest
from django.test import Client

from benchmarks.seeding.site import seed


@pytest.fixture
def size():
    return 60


@pytest.fixture
def seeded(db, size):
    seed(size)


@pytest.fixture
def ask(seeded, settings):
    """Return what asks the product as a load generator does, cookies checked."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    client = Client(enforce_csrf_checks=True)

    def asked(question, headers=None):
        return client.post(
            "/graphql/",
            question.body,
            content_type="application/json",
            headers={"Host": "127.0.0.1", **(headers or {})},
            secure=True,
        ).json()

    return asked
