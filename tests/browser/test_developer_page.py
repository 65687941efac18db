"""The page for developers, in a browser that runs no script."""

import re

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_page_for_developers_holds_without_script(open_page, width):
    page = open_page(width, 740, java_script_enabled=False)
    page.goto("/graphql/")

    expect(page.get_by_role("heading", level=1)).to_have_text("L’interface GraphQL")
    command = page.get_by_label("Un exemple à coller dans un terminal")
    expect(command).to_have_value(re.compile(r"^curl http://.*/graphql/ "))
    schema = page.get_by_role("link", name="Le schéma en un fichier")
    expect(schema).to_have_attribute("href", "/graphql/schema.graphql")
    assert page.evaluate("document.documentElement.scrollWidth") == width
