"""The page at /graphql/, read as a developer does: its command is pasted and run."""

import html
import json
import re
import subprocess

import requests

from tests.factories import ListingFactory

from .conftest import SLOW


def test_the_command_of_the_page_prints_listings(origin):
    ListingFactory(title="Je tonds votre pelouse")
    page = requests.get(
        f"{origin}/graphql/", headers={"Accept": "text/html"}, timeout=SLOW
    )
    shown = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page.text, re.DOTALL)
    command = html.unescape(shown[0])
    printed = subprocess.check_output(
        ["bash", "-euo", "pipefail"], input=command.encode(), timeout=SLOW
    )

    (edge,) = json.loads(printed)["data"]["listings"]["edges"]
    assert edge["node"]["title"] == "Je tonds votre pelouse"
