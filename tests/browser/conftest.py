"""A real browser on the running site; without a browser these tests fail."""

import os
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

# Playwright keeps an event loop in the thread in which the tests use the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A loaded machine answers late; waiting longer costs nothing when the answer comes.
expect.set_options(timeout=30_000)

PASSWORD = "trois-chats-au-marché"
EMAIL = re.compile("e-mail|courriel", re.IGNORECASE)
SECRET = re.compile("mot de passe", re.IGNORECASE)
BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@pytest.fixture(autouse=True)
def running_site(live_server, settings, tmp_path):
    """The site in a thread, its files on disk."""
    settings.SITE_URL = live_server.url
    settings.MEDIA_ROOT = tmp_path
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": files}
    return live_server


@pytest.fixture(scope="session")
def base_url():
    """None: the address of the site is known when its thread runs."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, browser_type):
    installed = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not installed and not Path(browser_type.executable_path).exists():
        pytest.fail("No browser: run `make browser`, which installs Chromium.")
    return {**browser_type_launch_args, "executable_path": installed, "args": QUIET}


@pytest.fixture
def faults():
    """What went wrong unseen: script errors, refused content, calls to other hosts."""
    seen: list[str] = []
    yield seen
    assert seen == []


@pytest.fixture
def open_page(new_context, running_site, faults):
    """Open a page in a context of its own, like another person's browser."""

    def note_request(asked):
        other = urlsplit(asked.url).netloc != urlsplit(running_site.url).netloc
        if other and not asked.url.startswith(("data:", "blob:")):
            faults.append(f"request to another host: {asked.url}")

    def note_console(message):
        if message.type == "error":
            faults.append(f"console: {message.text}")

    def note_error(error):
        faults.append(f"script: {error.error}")

    def open_one(width=1280, height=900, **options):
        context = new_context(
            base_url=running_site.url,
            viewport={"width": width, "height": height},
            locale="fr-FR",
            **options,
        )
        context.set_default_timeout(30_000)
        context.on("request", note_request)
        context.on("console", note_console)
        context.on("weberror", note_error)
        return context.new_page()

    return open_one


@pytest.fixture
def desk(open_page):
    return open_page()


@pytest.fixture
def phone(open_page):
    return open_page(360, 740, has_touch=True, is_mobile=True)


def fill_sign_in(page, email):
    page.get_by_label(EMAIL).fill(email)
    page.get_by_label(SECRET).fill(PASSWORD)
    page.get_by_label(SECRET).press("Enter")
    page.wait_for_url(lambda url: "/compte/login" not in url)


@pytest.fixture
def sign_in():
    """Sign `user` in through the form, as people do."""

    def sign_in_as(page, user):
        user.set_password(PASSWORD)
        user.save()
        page.goto("/compte/login/")
        fill_sign_in(page, user.email)

    return sign_in_as


@pytest.fixture
def delivered(mailoutbox):
    """Let the worker empty its queue; return what it sent."""

    def deliver():
        call_command("work", once=True)
        return mailoutbox

    return deliver
