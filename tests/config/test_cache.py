"""The site without the Redis that its processes share."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from messaging.models import Message
from tests.factories import ConversationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_at_redis(settings, empty_cache):
    settings.CACHES = {
        "default": {
            "BACKEND": "config.cache.PatientRedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "KEY_PREFIX": settings.CACHES["default"]["KEY_PREFIX"],
        }
    }


def test_messages_are_sent_and_read(client):
    thread = ConversationFactory()
    client.force_login(thread.initiator)

    answer = client.post(thread.get_absolute_url(), {"body": "Bonjour"})

    assert answer.status_code == 302
    assert Message.objects.get().body == "Bonjour"
    assert "Bonjour" in client.get(thread.get_absolute_url()).content.decode()
    assert client.get(reverse("messaging:inbox")).status_code == 200


def test_limits_hold_in_each_process(client):
    user = UserFactory()
    user.set_password("un-panier-de-poireaux")
    user.save()
    address = reverse("account_login")

    for _try in range(10):
        client.post(address, {"login": user.email, "password": "faux"})
    right = {"login": user.email, "password": "un-panier-de-poireaux"}
    page = client.post(address, right)

    assert "Attendez cinq minutes" in page.content.decode()


def test_counts_go_on_where_redis_left_them():
    assert cache.incr("seen") == 1
    assert cache.incr("seen", 2) == 3
    assert cache.get_many(["seen", "unknown"]) == {"seen": 3}
    assert cache.delete("seen")
    assert cache.get("seen") is None


def test_the_loss_is_told_and_leaves_the_site_in_service(client):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["cache"] is False
