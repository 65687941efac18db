"""docs/api.md, read as a developer does: each example is run, one after the other."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import requests
from django.core.management import call_command

from tests.factories import InfoPageFactory, ListingFactory
from tests.listings.pictures import UPLOADS
from tests.mailbox import code_in

from .conftest import SLOW
from .examples import compare, examples_of, filled

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
ORIGIN = "https://solidaires.example.org"
# Node 18 has it under another name; browsers and later versions have it.
CRYPTO = 'import { webcrypto } from "node:crypto"; globalThis.crypto ??= webcrypto;\n'


@pytest.fixture
def town(origin):
    """What the page finds: three offers and a page of information."""
    for title in ("Cours de tricot", "Trajet vers Nevers le mardi"):
        ListingFactory(title=title)
    ListingFactory(title="Je tonds votre pelouse")
    body = [
        ("heading", {"level": "2", "text": "Où s’adresser"}),
        ("paragraph", "<p>À la <b>mairie</b>.</p>"),
    ]
    InfoPageFactory(title="Démarches", slug="demarches", body=body)


@pytest.fixture
def run(packages, origin, tmp_path):
    """Run one example; return what it prints."""
    shutil.copy(UPLOADS / "01-exif-gps-orientation6.jpg", tmp_path / "photo.jpg")

    def run_one(language, source, token):
        if language == "graphql":
            return asked(f"{origin}/graphql/", source, token)
        if language == "js":
            return printed_by("node --input-type=module", CRYPTO + source, packages)
        return printed_by("bash -euo pipefail", source, tmp_path)

    return run_one


def asked(address, query, token) -> str:
    headers = {"X-Session-Token": token} if token else {}
    body = {"query": query}
    return requests.post(address, json=body, headers=headers, timeout=SLOW).text


def printed_by(command, source, folder) -> str:
    return subprocess.check_output(
        command.split(), input=source, cwd=folder, encoding="utf-8", timeout=SLOW
    )


def code_sent(mailbox) -> str:
    call_command("work", once=True)
    (sent,) = mailbox
    return code_in(sent)


def test_every_example_prints_what_the_page_shows(run, town, origin, mailoutbox):
    values: dict[str, str] = {}
    for example in examples_of(PAGE):
        print(example.where)  # the last one is the culprit
        if "$CODE" in example.source:
            values["CODE"] = code_sent(mailoutbox)
        source = filled(example.source.replace(ORIGIN, origin), values)
        printed = run(example.language, source, values.get("TOKEN"))
        compare(example, printed.replace(origin, ORIGIN), values)


def test_every_block_that_is_data_is_a_result():
    shown = [example.shown for example in examples_of(PAGE) if example.kind == "json"]
    blocks = re.findall(r"^```json\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)

    assert [block.strip() for block in blocks] == shown
    assert all(json.loads(block) for block in blocks)
