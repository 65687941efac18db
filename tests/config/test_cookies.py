"""The cookies of production: no other host sets them, no script reads the session."""

import json
import os
import subprocess
import sys

import pytest
from django.test import Client

from tests.factories import UserFactory

PASSWORD = "un-panier-de-poireaux"
NEEDED = {
    "SECRET_KEY": "k" * 64,
    "ALLOWED_HOSTS": "testserver",
    "SITE_URL": "https://testserver",
    "TRUSTED_PROXY_COUNT": "1",
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
}
TELL = """
import json
from django.conf import settings
names = [name for name in dir(settings) if name.startswith(("SESSION_C", "CSRF_C"))]
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


@pytest.fixture
def cookies_of_production(settings):
    """Read by another process: these settings are made once in each."""
    command = [sys.executable, "-c", TELL]
    told = subprocess.check_output(command, env={**os.environ, **NEEDED})
    for name, value in json.loads(told).items():
        setattr(settings, name, value)


@pytest.mark.django_db
def test_signing_in_gives_cookies_of_this_host_alone(cookies_of_production):
    renee, client = UserFactory(), Client()
    renee.set_password(PASSWORD)
    renee.save()
    client.get("/compte/login/", secure=True)

    words = {"login": renee.email, "password": PASSWORD}
    client.post("/compte/login/", words, secure=True)

    assert {"__Host-sessionid", "__Host-csrftoken"} <= set(client.cookies)
    for cookie in client.cookies.values():
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
        assert cookie["samesite"] == "Lax"
    assert client.cookies["__Host-sessionid"]["httponly"]
