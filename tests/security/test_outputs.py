"""What is no page: the API, the archive of one's data, mails, maps for robots."""

import io
import json
import xml.etree.ElementTree as tree
import zipfile
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import User
from accounts.rights.archives import write
from accounts.rights.letters import tell_closed, tell_ready
from listings.mail import tell_online, tell_pending
from messaging.actions.warning import write_to
from messaging.models import Participant
from messaging.notifications.messages import conversation_letter, facts, readable
from messaging.notifications.outcome import mail_of_outcome
from moderation.mail import tell_owner, tell_received
from moderation.models import Appeal
from moderation.notices.mail import tell_received as tell_reporter
from tests.factories import ListingFactory

from .corpus import HEADERS, MARKUP
from .markup import read, squeezed
from .world import build

pytestmark = pytest.mark.django_db
EVERYTHING = """query ($listing: ID!, $thread: ID!) {
  listing(id: $listing) { title excerpt description availability
    author { displayName } photos { alt } price { label } }
  conversation(id: $thread) { messages(last: 20) { edges { node { body } } } }
  site { announcement { text url } footerText }
  page(path: "/menu/page/") { title
    ... on InfoPage { body { ... on ParagraphBlock { html text } } } }
  search(words: "script") { edges { cursor } } }"""


@pytest.fixture
def world():
    return build()


def test_the_api_gives_words_as_they_are_and_no_page(client, world):
    client.force_login(world.people["party"])
    ids = world.ids()
    asked = {"listing": ids["listing"], "thread": ids["conversation"]}
    body = {"query": EVERYTHING, "variables": asked}

    answer = client.post("/graphql/", body, content_type="application/json")
    data = answer.json()["data"]

    assert answer["Content-Type"].startswith("application/json")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert data["listing"]["description"] == world.texts["description"]
    said = [one["node"]["body"] for one in data["conversation"]["messages"]["edges"]]
    assert world.texts["message 3"] in said
    assert data["site"]["announcement"]["url"] is None
    rich = next(one for one in data["page"]["body"] if "html" in one)["html"]
    assert read(rich).running == []
    assert squeezed(world.texts["rich text"]) in squeezed(read(rich).text)


def test_the_archive_of_ones_data_runs_nothing(world):
    file = io.BytesIO()
    write(world.people["author"], file)

    with zipfile.ZipFile(file) as archive:
        page = read(archive.read("index.html").decode())
        data = json.loads(archive.read("data.json"))

    assert page.running == []
    seen = squeezed(page.text)
    wanted = ("about", "title", "description", "availability", "message 0")
    assert [one for one in wanted if squeezed(world.texts[one]) not in seen] == []
    listed = [one["description"] for one in data["listings"]]
    assert world.texts["description"] in listed


def test_the_sitemap_is_well_formed_and_names_no_person(client, world):
    need = ListingFactory(need=True)
    answer = client.get(reverse("sitemap"))

    places = [one.text or "" for one in tree.fromstring(answer.content).iter()]
    assert world.things["listing"].code in "".join(places)
    assert need.code not in "".join(places)
    people = [one for one in world.people.values() if one]
    assert [one for one in people if str(one.public_id) in "".join(places)] == []


def letters(world) -> list:
    """Queue or return every mail that holds words of people."""
    side = Participant.objects.get(
        conversation=world.things["conversation"], user=world.people["author"]
    )
    listing, party = world.things["listing"], world.people["party"]
    about = facts(side) | {"subject": facts(side)["title"], "earlier": 0}
    about["shown"] = [readable(one) for one in photographed(side.conversation)]
    template = "messaging/mails/messages.html"
    before = [
        conversation_letter(side, "messages", template, about),
        mail_of_outcome(side),
    ]
    tell_online(listing)
    tell_pending(listing)
    tell_owner(world.things["decision"])
    tell_received(Appeal.objects.get())
    tell_reporter(world.things["notice"])
    write_to(world.people["author"], party, side)
    tell_ready(party, "token", side.seen_up_to)
    party.erasure_due_at = side.seen_up_to
    tell_closed(party)
    return before + mail.outbox


def photographed(conversation):
    messages = list(conversation.messages.all())
    for message in messages:
        message.photo_count = 0
    return messages


@pytest.fixture
def at_once(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def test_mails_show_words_as_text_in_both_parts(world, at_once):
    world.things["notice"].reporter_email = "jeanne@example.org"
    sent = letters(world)

    assert len(sent) == 10
    seen = ""
    for one in sent:
        for html, _kind in getattr(one, "alternatives", []):
            assert read(html).running == []
            seen += squeezed(read(html).text)
    wanted = ("name", "title", "facts", "appeal")
    assert [one for one in wanted if squeezed(world.texts[one]) not in seen] == []
    plain = "".join(one.body for one in sent)
    assert MARKUP[0] in plain
    assert "&lt;script" not in plain.replace(MARKUP[38], "")


def test_no_name_and_no_title_starts_a_header(world, at_once):
    for text in HEADERS:
        mail.outbox.clear()
        for one in letters(renamed(world, text)):
            parsed = message_from_bytes(one.message().as_bytes(), policy=policy.default)
            assert parsed["Bcc"] is None
            assert parsed.defects == []
            assert len(parsed.get_all("Subject")) == len(parsed.get_all("To")) == 1
            assert [to.addr_spec for to in parsed["To"].addresses] == one.recipients()


def renamed(world, text):
    """Give people and their listing this name."""
    for person in filter(None, world.people.values()):
        person.first_name = text[:40]
    User.objects.update(first_name=text[:40])
    world.things["listing"].title = text
    world.things["listing"].save()
    world.things["notice"].reporter_email = "jeanne@example.org"
    return world
