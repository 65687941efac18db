"""A form that is sent back with what was typed shows it as text."""

from html.parser import HTMLParser

import pytest
from django.core.cache import cache

from tests.permissions.addresses import of_the_site

from .corpus import MARKUP
from .markup import read
from .places import path
from .world import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_cache")]
TYPED = " ".join(MARKUP[:20])
QUIET = ("hidden", "checkbox", "radio", "file", "submit", "password")


class Fields(HTMLParser):
    """Keeps the names of the fields in which one types, of forms that are posted."""

    def __init__(self):
        super().__init__()
        self.names, self.posted = [], False

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.posted = given.get("method", "").lower() == "post"
        typed = tag == "textarea" or (
            tag == "input" and given.get("type", "text") not in QUIET
        )
        if self.posted and typed and given.get("name"):
            self.names.append(given["name"])


def names_in(html: str) -> list[str]:
    fields = Fields()
    fields.feed(html)
    return fields.names


def sent_back(client, address: str) -> tuple[list[str], str]:
    """Return the fields of the forms of a page, and what posting them gives."""
    shown = client.get(address)
    if shown.status_code != 200 or "text/html" not in shown["Content-Type"]:
        return [], ""
    names = names_in(shown.content.decode())
    cache.clear()  # of the attempts that were counted
    answer = client.post(address, dict.fromkeys(names, TYPED)) if names else None
    return names, answer.content.decode() if answer else ""


@pytest.mark.parametrize("who", ["anonymous", "party", "author"])
def test_what_is_typed_comes_back_as_text(client, who):
    world, running, shown_again = build(), {}, set()
    if person := world.people[who]:
        client.force_login(person)
    own = [one for one in of_the_site() if not one.route.startswith("_allauth/")]
    for one in own:
        names, html = sent_back(client, path(one, world))
        page = read(html)
        if found := [what for what in page.running if "hit(" in what]:
            running[one.label] = found
        if "hit(1)" in html:
            shown_again.update(names)

    assert running == {}
    wanted = {"anonymous": {"explanation", "first_name", "email"}}
    wanted |= {"party": {"about", "title"}, "author": {"about", "title"}}
    assert wanted[who] <= shown_again
