"""GraphiQL, as it is used in development: it calls nobody but the site."""

import pytest
from playwright.sync_api import expect

from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def in_development(settings):
    settings.DEBUG = True


def ask(page, query):
    """Write `query` in place of the example and run it."""
    page.get_by_role("region", name="Query Editor").get_by_role("textbox").focus()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.insert_text(query)
    page.get_by_role("button", name="Execute query").click()
    return page.get_by_role("region", name="Result Window")


def test_a_developer_goes_from_the_page_to_graphiql_and_asks(desk):
    desk.goto("/graphql/")
    desk.get_by_role("link", name="Essayer dans GraphiQL").click()

    expect(ask(desk, "{ __typename }")).to_contain_text('"__typename": "Query"')


def test_graphiql_recognises_who_is_signed_in(desk, sign_in):
    user = UserFactory()
    sign_in(desk, user)
    desk.goto("/graphql/graphiql/")

    expect(ask(desk, "{ me { email } }")).to_contain_text(f'"email": "{user.email}"')


def test_graphiql_reads_the_schema_and_opens_its_dialogs(desk):
    desk.goto("/graphql/graphiql/")
    desk.get_by_role("button", name="Show Documentation Explorer").click()
    expect(desk.get_by_role("link", name="Mutation", exact=True)).to_be_visible()

    desk.get_by_role("button", name="Open settings dialog").click()
    expect(desk.get_by_role("dialog")).to_contain_text("Theme")
