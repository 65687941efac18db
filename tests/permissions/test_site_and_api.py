"""docs/site-and-api.md: every address of the site has a line, of what exists."""

import re
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve
from graphql import get_named_type

from graphql_api.schema import schema

from .addresses import of_the_site

PAGE = Path(__file__).parents[2] / "docs" / "site-and-api.md"
ROW = re.compile(r"^\| (`.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
NAME = re.compile(r"`(.+?)`")
ROOT = schema.graphql_schema
# The doors of front ends themselves, and the telephone that nobody has here.
API = ("front_ends:", "graphiql", "graphql", "headless:", "upload_")
DOORS = {"conversation_news", "inbox_news", "phone"}


def lines() -> list[tuple[list[str], list[str]]]:
    """Return what each line names: addresses of the site, and of the API."""
    rows = ROW.findall(PAGE.read_text("utf-8"))
    return [(NAME.findall(site), NAME.findall(api)) for site, _does, api in rows]


def of_people() -> list[str]:
    labels = [one.label for one in of_the_site()]
    return [one for one in labels if not one.startswith(API) and one not in DOORS]


def fields_of(name: str):
    return getattr(ROOT.get_type(name), "fields", {})


def exists(name: str) -> bool:
    """Whether the API has what a line names."""
    if " " in name:
        return is_served(name.split()[1])
    first, *rest = name.split(".")
    if fields_of(first):
        return {*rest} <= {*fields_of(first)}
    kind = fields_of("Query").get(first) or fields_of("Mutation").get(first)
    for part in rest:
        kind = kind and fields_of(get_named_type(kind.type).name).get(part)
    return kind is not None


def is_served(path: str) -> bool:
    places = ("app/v1", "browser/v1") if "…" in path else ("",)
    try:
        found = [resolve(path.replace("…", place)) for place in places]
    except Resolver404:
        return False
    return all(one.view_name != "wagtail_serve" for one in found)


def test_every_address_of_the_site_has_one_line():
    named = [name for site, _api in lines() for name in site]

    assert sorted(named) == sorted(of_people())


def test_what_the_lines_name_exists():
    missing = [name for _site, api in lines() for name in api if not exists(name)]

    assert missing == []


@pytest.mark.parametrize("root", ["Query", "Mutation"])
def test_everything_that_one_may_ask_is_on_a_line(root):
    named = {name.partition(".")[0] for _site, api in lines() for name in api}

    assert fields_of(root).keys() - named == set()


@pytest.mark.parametrize(
    "name", ["nothing", "me.nothing", "Listing.nothing", "POST /_allauth/…/nothing"]
)
def test_what_does_not_exist_is_told(name):
    assert not exists(name)
