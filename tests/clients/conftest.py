"""Clients that front ends use, on the running site; without npm these tests fail."""

import fcntl
import shutil
import subprocess
from pathlib import Path

import pytest
import requests

from tests.factories import UserFactory

JAVASCRIPT = Path(__file__).parent.parent / "javascript"
SLOW = 300  # seconds, for a busy machine
PASSWORD = "un-panier-de-poireaux"


@pytest.fixture(scope="session")
def packages():
    """The folder from which node finds the clients, installed as they are locked."""
    if not shutil.which("npm"):
        pytest.fail("No npm: run `make node`, which installs it.")
    lock = (JAVASCRIPT / "package-lock.json").read_text("utf-8")
    installed = JAVASCRIPT / "node_modules" / ".installed"
    with (JAVASCRIPT / "package.json").open() as turnstile:
        fcntl.flock(turnstile, fcntl.LOCK_EX)  # one pytest process after the other
        if not installed.exists() or installed.read_text("utf-8") != lock:
            command = ["npm", "ci", "--no-audit", "--no-fund"]
            subprocess.run(command, cwd=JAVASCRIPT, check=True, timeout=SLOW)
            installed.write_text(lock, "utf-8")
    return JAVASCRIPT


@pytest.fixture
def origin(live_server, settings):
    """The address of the site, which runs in a thread."""
    settings.SITE_URL = live_server.url
    return live_server.url


@pytest.fixture
def camille(origin):
    """A resident who has a password."""
    camille = UserFactory(email="camille@example.org", first_name="Camille")
    camille.set_password(PASSWORD)
    camille.save()
    return camille


@pytest.fixture
def sign_in(origin):
    """Return the session token that signing in gives to an application."""

    def token_of(user):
        body = {"email": user.email, "password": PASSWORD}
        address = f"{origin}/_allauth/app/v1/auth/login"
        answer = requests.post(address, json=body, timeout=SLOW).json()
        return answer["meta"]["session_token"]

    return token_of
