"""Every list of the schema costs the same whatever its length; none is forgotten."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from graphql import (
    GraphQLList,
    GraphQLNonNull,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    parse,
    visit,
)

from cms.models import SectionPage
from graphql_api.schema import schema
from messaging.actions import send
from tests.factories import (
    ConversationFactory,
    InfoPageFactory,
    ListingFactory,
    PhotoFactory,
    UserFactory,
)
from tests.judging import judge

pytestmark = pytest.mark.django_db
SCHEMA = schema.graphql_schema
ONE_VALUE = {
    "Block",
    "DataDuration",
    "MenuItem",
    "PhotoSize",
    "Question",
    "RichText",
    "InputError",
}
CARD = """fragment card on Listing { code title author { displayName }
  commune { name } category { slug } photos { url sizes { url } } }"""
THREAD = """fragment thread on Conversation { unreadCount lastWords lastWordsAreMine
  warning { headline } endsAt muted archived decides deal
  outcome outcomeReason readByOtherUpTo
  correspondent { displayName } listing { ...card } subject { kind title status }
  obstacle { code } messages(last: 3) { advice { subject text }
    edges { node { body source state notice author { displayName }
      photos { url } } } } }"""
DOCUMENTS = {
    "listings": CARD + "{ listings { totalCount edges { node { ...card } } } }",
    "listings by words": CARD
    + """{ listings(category: "jardin-bois", search: "tondeuse") {
      totalCount edges { node { ...card } } } }""",
    "categories": "{ categories { slug name } }",
    "activity": "{ activity { insee name offers needs } }",
    "search": CARD
    + """{ search(words: "en ce moment", first: 15) { totalCount edges { node {
      kind title url listing { ...card }
      page { section { title } breadcrumbs { title } ... on InfoPage { picture { alt }
        body { ... on ListingsBlock { listings { ...card } } } } } } } } }""",
    "communes": """{ communes(search: "s", first: 50) {
      totalCount edges { node { name } } } }""",
    "pages": CARD
    + """{ pages(first: 15) { totalCount edges { node {
      title section { title } breadcrumbs { title } ... on InfoPage { picture { alt }
        body { ... on ListingsBlock { listings { ...card } } } } } } } }""",
    "section": """{ page(path: "/infos/") { breadcrumbs { title }
      ... on SectionPage { sections { title }
        pages { edges { node { title } } } } } }""",
    "home": """{ page(path: "/") { breadcrumbs { title }
      ... on HomePage { sections { title } } } }""",
    "me": CARD
    + """{ me { unreadCount notificationPreferences { kind rhythm }
      listings { totalCount edges { node { ...card acts
        waitingEdit { photos { url } } } } }
      decisions { totalCount edges { node { subject facts headline means scope duration
        appeal { status answer { means } } } } }
      conversations { totalCount edges { node { ...thread } } } } }"""
    + THREAD,
    "messages found": """{ me { conversations(filter: UNREAD, search: "bonjour") {
      totalCount edges { node { ...thread } } } } }"""
    + CARD
    + THREAD,
}


def is_list(kind) -> bool:
    if isinstance(kind, GraphQLNonNull):
        return is_list(kind.of_type)
    return isinstance(kind, GraphQLList)


def holds_rows(field) -> bool:
    kind = get_named_type(field.type)
    if kind.name in ONE_VALUE or kind.name.endswith("Edge"):
        return False
    listed = is_list(field.type) and hasattr(kind, "fields")
    return listed or kind.name.endswith("Connection")


def row_lists():
    """The fields that answer as many rows as there are: type and name."""
    return {
        (name, field_name)
        for name, kind in SCHEMA.type_map.items()
        if not name.startswith("__") and not name.endswith("Connection")
        for field_name, field in (getattr(kind, "fields", None) or {}).items()
        if hasattr(field, "resolve")
        and (
            get_named_type(field.type).name.endswith("Connection") or holds_rows(field)
        )
    }


class Fields(Visitor):
    def __init__(self, info):
        super().__init__()
        self.info, self.found = info, set()

    def enter_field(self, node, *_rest):
        self.found.add((self.info.get_parent_type().name, node.name.value))


def asked():
    fields = Fields(TypeInfo(SCHEMA))
    for document in DOCUMENTS.values():
        visit(parse(document), TypeInfoVisitor(fields.info, fields))
    return fields.found


def test_no_list_of_the_schema_is_left_uncounted():
    # Breadcrumbs are one list, which an interface and its types all declare.
    types = {"InfoPage": "Page", "HomePage": "Page", "SectionPage": "Page"}
    found = asked() | {(types.get(name, name), field) for name, field in asked()}
    left = {(types.get(name, name), field) for name, field in row_lists()} - found

    assert left == set()


def add_everything(me):
    """One more of each thing that a list can hold."""
    listing = ListingFactory(author=me)
    PhotoFactory(listing=listing)
    shelf = SectionPage.objects.get(slug="infos")
    shelf.add_child(instance=SectionPage(title=f"Rubrique {listing.code}"))
    latest = {"title": "En ce moment", "kind": "offer", "category": "", "count": 3}
    InfoPageFactory(body=[("listings", latest)])
    thread = ConversationFactory(listing=listing, initiator=UserFactory())
    for words in ("Bonjour", "Demain ?"):
        send(thread, thread.initiator, words)
    judge(ListingFactory(author=me))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_list_costs_the_same_whatever_its_length(client, graphql, name):
    me = UserFactory()
    client.force_login(me)
    counts = []
    for more in (1, 11):
        for _again in range(more):
            add_everything(me)
        graphql(DOCUMENTS[name])  # content types and the site are known from now on
        with CaptureQueriesContext(connection) as queries:
            assert "errors" not in graphql(DOCUMENTS[name])
        counts.append(len(queries))

    assert counts[0] == counts[1]
