"""The main job as a front end does it: real HTTP, a session token, no cookie."""

import pytest
import requests
from django.core.files.storage import default_storage
from django.core.management import call_command

from listings.models import Listing
from moderation.actions import Judgment, decide
from moderation.models import Action
from moderation.targets import target_of
from tests.factories import InfoPageFactory, ListingFactory, UserFactory
from tests.listings.pictures import UPLOADS
from tests.mailbox import code_in

PASSWORD = "un-panier-de-poireaux"
READ = """{
  site { name }
  page(path: "/infos/demarches/") {
    __typename title ... on InfoPage { body { __typename
      ... on HeadingBlock { text } ... on ParagraphBlock { html } } } }
  communes(search: "premery", first: 1) { edges { node { insee name } } }
  categories { slug } }"""
BROWSE = """query ($after: String) {
  listings(kind: OFFER, commune: "58218", withinKm: 30, free: true, orderBy: NEAREST,
           first: 1, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node { title commune { name } } } } }"""
PUBLISH = """mutation ($input: PublishListingInput!) { publishListing(input: $input) {
  listing { id code status photos { url width height } } errors { field code } } }"""
EDIT = """mutation ($input: EditListingInput!) { editListing(input: $input) {
  listing { title } errors { field code message } } }"""
START = """mutation ($input: StartConversationInput!) {
  startConversation(input: $input) {
  conversation { id } message { body } errors { code } } }"""
SEND = """mutation ($input: SendMessageInput!) { sendMessage(input: $input) {
  message { body } errors { code } } }"""
READ_IT = """mutation ($input: MarkConversationReadInput!) {
  markConversationRead(input: $input) { conversation { unreadCount } } }"""
CLOSE = """mutation ($input: CloseListingInput!) { closeListing(input: $input) {
  listing { status } errors { code } } }"""
MINE = """{ me { displayName unreadCount listings(first: 5) { totalCount }
  conversations(first: 5) { edges { node { id correspondent { displayName }
    messages(last: 1) { edges { node { body } } } } } } } }"""


class FrontEnd:
    """One person's application: no cookie is kept from one request to the next."""

    def __init__(self, address):
        self.address = address
        self.headers = {}

    def post(self, path, **options):
        return requests.post(
            self.address + path, headers=self.headers, timeout=20, **options
        )

    def auth(self, path, **body):
        answer = self.post(f"/_allauth/app/v1/auth/{path}", json=body)
        meta = answer.json().get("meta", {})
        if token := meta.get("session_token"):
            self.headers = {"X-Session-Token": token}
        return answer

    def ask(self, query, **variables):
        body = {"query": query, "variables": variables}
        answer = self.post("/graphql/", json=body).json()
        assert "errors" not in answer, answer
        return answer["data"]

    def act(self, query, **values):
        """Run a mutation of one field; it must be accepted."""
        (payload,) = self.ask(query, input=values).values()
        assert payload.pop("errors", []) == []
        return payload


@pytest.fixture
def front_end(live_server, settings):
    settings.SITE_URL = live_server.url
    settings.NOTIFY_QUIET_SECONDS = 0  # the mail of a message waits for no other
    return lambda: FrontEnd(live_server.url)


@pytest.fixture
def renee(front_end, mailoutbox):
    """A newcomer who signs up and proves her address, which signs her in."""
    renee = front_end()
    renee.auth(
        "signup",
        email="renee@example.org",
        password=PASSWORD,
        first_name="Renée",
        commune="Prémery",
        birth_date="1968-05-14",
        charter=True,
    )
    call_command("work", once=True)
    answer = renee.auth("email/verify", key=code_in(mailoutbox[0]))
    assert answer.status_code == 200
    return renee


@pytest.fixture
def paul(front_end):
    user = UserFactory(email="paul@example.org", first_name="Paul", last_initial="B")
    user.set_password(PASSWORD)
    user.save()
    paul = front_end()
    paul.auth("login", email=user.email, password=PASSWORD)
    return paul


def test_a_front_end_reads_everything_public_without_an_account(front_end):
    body = [
        ("heading", {"level": "2", "text": "Où s’adresser"}),
        ("paragraph", "<p>À la <b>mairie</b>.</p>"),
    ]
    InfoPageFactory(title="Démarches", slug="demarches", body=body)
    for title in ("Tonte", "Courses"):
        ListingFactory(title=title)
    visitor = front_end()

    read = visitor.ask(READ)
    first = visitor.ask(BROWSE)["listings"]
    after = first["pageInfo"]["endCursor"]
    second = visitor.ask(BROWSE, after=after)["listings"]

    assert read["page"]["title"] == "Démarches"
    assert read["page"]["body"] == [
        {"__typename": "HeadingBlock", "text": "Où s’adresser"},
        {"__typename": "ParagraphBlock", "html": "<p>À la <b>mairie</b>.</p>"},
    ]
    assert read["communes"]["edges"][0]["node"]["name"] == "Prémery"
    assert len(read["categories"]) == 14
    pages = [first, second]
    assert [page["pageInfo"]["hasNextPage"] for page in pages] == [True, False]
    titles = {page["edges"][0]["node"]["title"] for page in pages}
    assert (titles, first["totalCount"]) == ({"Tonte", "Courses"}, 2)


def test_two_front_ends_do_the_whole_job(renee, paul, mailoutbox):
    with (UPLOADS / "01-exif-gps-orientation6.jpg").open("rb") as file:
        sent = renee.post("/api/photos/", files={"file": file})
    assert (sent.status_code, sent.json()["height"]) == (201, 1200)
    need = renee.act(
        PUBLISH,
        kind="NEED",
        category="jardin-bois",
        title="Une branche à scier",
        description="Elle est tombée dans la cour.",
        commune="58218",
        photos=[sent.json()["id"]],
        idempotencyKey="1",
    )["listing"]
    assert (need["status"], len(need["photos"])) == ("PENDING", 1)
    assert renee.act(EDIT, id=need["id"], title="Deux branches")["listing"] == {
        "title": "Deux branches"
    }
    refused = requests.get(need["photos"][0]["url"], headers=paul.headers, timeout=20)
    assert refused.status_code == 404
    judgment = Judgment(Action.PUBLISH, "Rien à redire.")
    decide(target_of(Listing.objects.get()), judgment, UserFactory())
    picture = requests.get(need["photos"][0]["url"], headers=paul.headers, timeout=20)
    assert picture.headers["Content-Type"] == "image/webp"
    talk = paul.act(START, listing=need["id"], body="Samedi ?")["conversation"]["id"]
    paul.act(SEND, conversation=talk, body="J’ai une scie.", idempotencyKey="2")
    paul.act(SEND, conversation=talk, body="J’ai une scie.", idempotencyKey="2")
    call_command("work", once=True)
    (told,) = [mail for mail in mailoutbox if "vous écrit" in mail.subject]
    assert told.to == ["renee@example.org"]
    assert "Samedi ?" in told.body
    assert "J’ai une scie." in told.body
    assert "paul@example.org" not in str(told.message())

    me = renee.ask(MINE)["me"]
    (conversation,) = me["conversations"]["edges"]
    assert (me["displayName"], me["unreadCount"]) == ("Renée", 2)
    assert conversation["node"]["correspondent"] == {"displayName": "Paul B."}
    last = conversation["node"]["messages"]["edges"][0]["node"]
    assert last == {"body": "J’ai une scie."}
    read = renee.act(READ_IT, conversation=conversation["node"]["id"])
    assert read["conversation"]["unreadCount"] == 0
    renee.act(SEND, conversation=conversation["node"]["id"], body="Avec plaisir.")
    assert paul.ask(MINE)["me"]["unreadCount"] == 1

    closed = renee.act(CLOSE, id=need["id"], outcome="SOLVED_HERE")
    assert closed["listing"]["status"] == "FULFILLED"
    assert not Listing.objects.live().exists()
    assert default_storage.listdir("photos")[0]  # kept for its author
