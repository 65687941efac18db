"""What people write is shown as text, wherever it is shown: seen by a real browser."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.factories import MessageFactory
from tests.security.corpus import ELSEWHERE, MARKUP
from tests.security.places import of_the_admin, of_the_public
from tests.security.world import build

# Shows pages side by side, each in a frame of its own without any policy; returns what
# would run if clicked, and which texts are read somewhere, spaces left out.
SHOW = r"""async ([pages, texts]) => {
  const frames = await Promise.all(pages.map((html) => new Promise((done) => {
    const frame = document.createElement("iframe");
    frame.onload = () => done(frame);
    frame.hidden = true;
    frame.srcdoc = html;
    document.body.append(frame);
  })));
  const runs = ({ name, value }) => (/^on/.test(name) && /hit\(/.test(value))
    || (/^(href|src|action|formaction|data|xlink:href)$/.test(name)
      && /^[\s\x00-\x20]*(javascript|data:text|vbscript)/i.test(value));
  let found = [], said = "";
  for (const frame of frames) {
    const all = [...frame.contentDocument.querySelectorAll("*")];
    const attributes = all.flatMap((one) => [...one.attributes]);
    found.push(...attributes.filter(runs).map((one) => one.value));
    frame.contentDocument.querySelectorAll(".open-link").forEach((one) => one.remove());
    said += frame.contentDocument.documentElement.textContent;
    said += attributes.map((one) => one.value).join("\n");
    frame.remove();
  }
  const squeezed = (text) => text.replace(/\s/g, "");
  said = squeezed(said);
  return [found, texts.filter((text) => said.includes(squeezed(text)))];
}"""
AT_ONCE = 25


@pytest.fixture
def hits():
    """What the texts executed or asked of other hosts; nothing, at the end."""
    seen: list[str] = []
    yield seen
    assert seen == []


@pytest.fixture
def bare(new_context, hits):
    """A page that no policy of content protects."""
    context = new_context(bypass_csp=True)
    context.expose_function("hit", lambda number: hits.append(f"hit {number}"))

    def note(asked):
        if ELSEWHERE in asked.url:
            hits.append(asked.url)

    context.on("request", note)
    context.on("dialog", lambda dialog: hits.append(dialog.message))
    return context.new_page()


def htmls(paths, person):
    """Return each page that `person` gets, by its address."""
    client = Client()
    if person:
        client.force_login(person)
    for path in paths:
        answer = client.get(path)
        if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
            yield f"{path} {person}", answer.content.decode()
        answer.close()


@pytest.fixture
def world(running_site):
    return build()


def everything(world):
    """Return all the pages, asked by who sees the most of them."""
    chief = world.people["administrator"]
    chief.is_superuser = True
    chief.save()
    public = list(of_the_public(world))
    own = [path for path in public if path.startswith(("/annonces", "/compte/"))]
    yield from htmls(own, None)
    yield from htmls(public, world.people["party"])
    yield from htmls(own, world.people["author"])
    yield from htmls(of_the_admin(world), chief)


def test_no_page_executes_what_people_wrote(world, bare, hits):
    pages, running = dict(everything(world)), {}
    unseen = set(world.texts.values())
    for some in batched(list(pages.items()), AT_ONCE):
        found, seen = bare.evaluate(SHOW, [[html for _, html in some], list(unseen)])
        unseen -= set(seen)
        running |= {some[0][0]: found} if found else {}
    unsaid = [what for what, text in world.texts.items() if text in unseen]

    assert (running, hits, unsaid) == ({}, [], [])
    assert len(pages) > 200


def test_pages_with_their_scripts_show_words_and_the_policy_refuses_nothing(
    world, new_context, running_site, hits
):
    context = new_context(base_url=running_site.url)
    context.expose_function("hit", lambda number: hits.append(f"hit {number}"))
    refused: list[str] = []

    def note(message):
        if "Content Security Policy" in message.text:
            refused.append(message.text)

    context.on("console", note)
    sign_in(context, world.people["party"], running_site.url)
    page, thread = context.new_page(), world.things["conversation"]
    for path in ("/", "/annonces/", world.things["listing"].get_absolute_url()):
        page.goto(path)
    page.goto(world.things["page"].url)
    expect(page.get_by_role("heading", level=1)).to_contain_text("<img src=x onerror")
    page.goto(thread.get_absolute_url())
    MessageFactory(conversation=thread, author=world.people["author"], body=MARKUP[1])
    page.evaluate("dispatchEvent(new Event('online'))")  # ask for news now
    expect(page.locator("ol.log").get_by_text(MARKUP[1], exact=True)).to_be_visible()

    assert refused == []


def sign_in(context, person, url):
    client = Client()
    client.force_login(person)
    cookie = client.cookies["sessionid"]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])


def batched(rows, size):
    return [rows[start : start + size] for start in range(0, len(rows), size)]
