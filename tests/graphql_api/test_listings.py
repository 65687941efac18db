import contextlib

import pytest
from django.db import OperationalError, connection
from graphql_relay import to_global_id

from listings.models import Listing
from messaging.models import Message
from tests.factories import ConversationFactory, ListingFactory, UserFactory

pytestmark = pytest.mark.django_db

LISTINGS = """query ($first: Int, $after: String, $last: Int, $before: String) {
  listings(first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { id code title price { label amount isFree } kind status
      canContact author { displayName kind memberSince } commune { name }
      category { slug } } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
PUBLISH = """mutation ($input: PublishListingInput!) { publishListing(input: $input) {
  listing { kind status } errors { field code } } }"""
WITHDRAW = """mutation ($id: ID!) { withdrawListing(input: {id: $id}) {
  listing { status } errors { code } } }"""
RENEW = """mutation ($id: ID!) { renewListing(input: {id: $id}) {
  listing { status } errors { code } } }"""
CLOSE = """mutation ($id: ID!) { closeListing(input: {id: $id, outcome: SOLVED_HERE}) {
  listing { status } errors { code message } } }"""
EDIT = """mutation ($id: ID!) { editListing(input: {id: $id, title: "Neuf"}) {
  listing { title description } errors { field code } } }"""
SEND = """mutation ($id: ID!) { sendMessage(input: {conversation: $id, body: "Oui"}) {
  message { body isMine } conversation { unreadCount listing { title } }
  errors { code } } }"""


def codes(answer):
    return [error["extensions"]["code"] for error in answer["errors"]]


def titles(answer):
    return [edge["node"]["title"] for edge in answer["data"]["listings"]["edges"]]


def global_id(row):
    return to_global_id(type(row).__name__, row.public_id)


@pytest.mark.parametrize("how_many", [1, 15])
def test_query_count_does_not_depend_on_results(
    graphql, django_assert_num_queries, how_many
):
    ListingFactory.create_batch(how_many)
    ListingFactory(hidden=True)
    with django_assert_num_queries(1):
        answer = graphql(LISTINGS)
    assert len(answer["data"]["listings"]["edges"]) == how_many


def test_needs_are_for_members(client, graphql, resident):
    ListingFactory(need=True, title="Besoin")
    assert titles(graphql(LISTINGS)) == []
    client.force_login(resident)
    assert titles(graphql(LISTINGS)) == ["Besoin"]


def test_pages_meet_forwards_and_backwards(graphql):
    for number in range(3):
        ListingFactory(title=str(number))
    first = graphql(LISTINGS, first=2)
    info = first["data"]["listings"]["pageInfo"]
    second = graphql(LISTINGS, first=2, after=info["endCursor"])
    before = second["data"]["listings"]["pageInfo"]["startCursor"]
    assert (titles(first), titles(second)) == (["2", "1"], ["0"])
    assert titles(graphql(LISTINGS, last=1, before=before)) == ["1"]


@pytest.mark.parametrize(
    "paging", [{"first": 0}, {"first": 51}, {"first": 1, "last": 1}, {"after": "é"}]
)
def test_bad_paging_is_refused(graphql, paging):
    assert codes(graphql(LISTINGS, **paging)) == ["BAD_USER_INPUT"]


UNKNOWN_CATEGORY, UNKNOWN_COMMUNE = "Catégorie inconnue.", "Commune inconnue."
BAD_DISTANCE = "Indiquez une commune et une distance de 1 à 200 km."


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ('category: "x"', UNKNOWN_CATEGORY),
        ('category: ""', UNKNOWN_CATEGORY),
        ('category: "x", commune: "58218", withinKm: 5', UNKNOWN_CATEGORY),
        ('commune: "75056"', UNKNOWN_COMMUNE),
        ('commune: ""', UNKNOWN_COMMUNE),
        ('commune: "Prémery"', UNKNOWN_COMMUNE),
        ("withinKm: 5", BAD_DISTANCE),
        ('commune: "58218", withinKm: 0', BAD_DISTANCE),
        ('commune: "58218", withinKm: 201', BAD_DISTANCE),
        ("orderBy: NEAREST", "Indiquez une commune pour trier par distance."),
    ],
)
def test_unknown_places_and_subjects_are_refused(graphql, arguments, message):
    ListingFactory()
    answer = graphql(f"{{ listings({arguments}) {{ edges {{ node {{ id }} }} }} }}")
    [error] = answer["errors"]
    assert (answer["data"], error["message"]) == (None, message)
    assert error["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize("argument", ["category", "commune"])
def test_no_key_holds_a_nul(graphql, argument):
    answer = graphql(f'{{ listings({argument}: "jardin\\u0000") {{ totalCount }} }}')
    assert codes(answer) == ["BAD_USER_INPUT"]


def test_a_known_category_may_be_empty(graphql):
    ListingFactory()
    answer = graphql('{ listings(category: "animaux") { edges { cursor } } }')
    assert answer == {"data": {"listings": {"edges": []}}}


def test_a_list_of_one_category_is_one_query(graphql, django_assert_num_queries):
    ListingFactory(title="Du bois")
    with django_assert_num_queries(1):
        answer = graphql("""{ listings(kind: OFFER, category: "jardin-bois", free: true,
          search: "bois") { edges { node { title } } } }""")
    assert titles(answer) == ["Du bois"]


def test_nearest_pages(graphql, resident):
    ListingFactory.create_batch(3)
    query = f"""query ($after: String) {{ listings(commune: "{resident.commune_id}",
      orderBy: NEAREST, withinKm: 5, first: 2, after: $after) {{ totalCount
      edges {{ node {{ title distanceKm }} }} pageInfo {{ endCursor }} }} }}"""
    first = graphql(query)["data"]["listings"]
    second = graphql(query, after=first["pageInfo"]["endCursor"])["data"]["listings"]
    assert first["totalCount"] == 3
    assert [len(first["edges"]), len(second["edges"])] == [2, 1]


def publication(resident, **changes):
    ordinary = {
        "kind": "NEED",
        "category": "jardin-bois",
        "title": "Du bois à fendre",
        "description": "Trois stères.",
        "commune": resident.commune_id,
    }
    return {**ordinary, **changes}


def test_mistakes_come_back_as_data(client, graphql, resident):
    client.force_login(resident)
    answer = graphql(PUBLISH, input=publication(resident, title="", commune="1"))
    assert answer["data"]["publishListing"]["errors"] == [
        {"field": "title", "code": "required"},
        {"field": "commune", "code": "invalid_choice"},
    ]
    assert not Listing.objects.exists()


def test_publishing_a_need(client, graphql, resident):
    assert codes(graphql(PUBLISH, input=publication(resident))) == ["UNAUTHENTICATED"]
    client.force_login(resident)
    answer = graphql(PUBLISH, input=publication(resident, price="12.50"))
    assert answer["data"]["publishListing"] == {
        "listing": {"kind": "NEED", "status": "PUBLISHED"},
        "errors": [],
    }
    assert Listing.objects.get().audience == "members"


@pytest.mark.parametrize("mutation", [WITHDRAW, EDIT, RENEW, CLOSE])
def test_somebody_elses_listing_is_not_found(client, graphql, resident, mutation):
    listing = ListingFactory()
    client.force_login(resident)
    assert codes(graphql(mutation, id=global_id(listing))) == ["NOT_FOUND"]
    listing.refresh_from_db()
    assert (listing.status, listing.title) == ("published", "Je tonds votre pelouse")


@pytest.mark.parametrize(
    ("mutation", "before", "after", "refused"),
    [
        (WITHDRAW, "published", "WITHDRAWN", "state_changed"),
        (CLOSE, "published", "FULFILLED", "state_changed"),
        (RENEW, "expired", "PUBLISHED", "not_renewable"),
    ],
)
def test_a_listing_moves_once(client, graphql, mutation, before, after, refused):
    listing = ListingFactory(status=before)
    client.force_login(listing.author)
    first = graphql(mutation, id=global_id(listing))["data"]
    second = graphql(mutation, id=global_id(listing))["data"]
    [name] = first
    assert first[name] == {"listing": {"status": after}, "errors": []}
    assert second[name]["listing"] is None
    assert [error["code"] for error in second[name]["errors"]] == [refused]


@pytest.mark.parametrize("mutation", [WITHDRAW, RENEW, CLOSE])
def test_signed_out_nothing_moves(graphql, mutation):
    listing = ListingFactory()
    assert codes(graphql(mutation, id=global_id(listing))) == ["UNAUTHENTICATED"]
    assert Listing.objects.get().status == "published"


def test_a_hidden_listing_is_not_edited(client, graphql):
    listing = ListingFactory(hidden=True)
    client.force_login(listing.author)
    answer = graphql(EDIT, id=global_id(listing))["data"]["editListing"]
    assert answer == {
        "listing": None,
        "errors": [{"field": None, "code": "not_editable"}],
    }
    assert Listing.objects.get().title == "Je tonds votre pelouse"


def test_a_key_publishes_once(client, graphql, resident):
    client.force_login(resident)
    same = publication(resident, idempotencyKey="k", price="12.50")
    answers = [graphql(PUBLISH, input=same) for _twice in range(2)]
    other = graphql(PUBLISH, input={**same, "title": "Autre"})["data"]["publishListing"]
    long = graphql(PUBLISH, input={**same, "idempotencyKey": "k" * 65})
    assert answers[0] == answers[1]
    assert answers[0]["data"]["publishListing"]["errors"] == []
    assert other["errors"] == [{"field": None, "code": "key_reused"}]
    assert long["data"]["publishListing"]["errors"] == [
        {"field": "idempotencyKey", "code": "max_length"}
    ]
    assert Listing.objects.count() == 1


def test_an_unconfirmed_account_publishes_nothing(client, graphql):
    person = UserFactory(confirmed=False)
    client.force_login(person)
    answer = graphql(PUBLISH, input=publication(person))["data"]["publishListing"]
    assert answer["errors"] == [{"field": None, "code": "not_confirmed"}]
    assert not Listing.objects.exists()


def test_editing_keeps_what_is_left_out(client, graphql):
    listing = ListingFactory()
    client.force_login(listing.author)
    answer = graphql(EDIT, id=global_id(listing))["data"]["editListing"]
    assert answer["errors"] == []
    assert answer["listing"] == {"title": "Neuf", "description": listing.description}


def test_somebody_elses_conversation_is_not_found(client, graphql, resident):
    thread = ConversationFactory()
    client.force_login(resident)
    assert codes(graphql(SEND, id=global_id(thread))) == ["NOT_FOUND"]
    assert not Message.objects.exists()


@pytest.mark.parametrize("hidden", [False, True])
def test_answering_in_a_conversation(client, graphql, hidden):
    thread = ConversationFactory(listing__hidden=hidden)
    client.force_login(thread.initiator)
    answer = graphql(SEND, id=global_id(thread))["data"]["sendMessage"]
    assert answer["message"] == {"body": "Oui", "isMine": True}
    assert answer["errors"] == []
    assert (answer["conversation"]["listing"] is None) == hidden


@pytest.mark.parametrize("how_many", [1, 15])
def test_my_conversations(client, graphql, django_assert_num_queries, how_many):
    me = UserFactory()
    for _number in range(how_many):
        ConversationFactory(initiator=me)
    client.force_login(me)
    with django_assert_num_queries(7):
        answer = graphql("""{ me { unreadCount conversations { edges { node { id
          unreadCount listing { title author { displayName } }
          correspondent { displayName } } } } } }""")
    assert len(answer["data"]["me"]["conversations"]["edges"]) == how_many


def test_a_node_is_visible_like_its_list(graphql):
    node = "query ($id: ID!) { node(id: $id) { id ... on Listing { title } } }"
    shown, hidden = ListingFactory(), ListingFactory(hidden=True)
    assert graphql(node, id=global_id(shown))["data"]["node"]["title"] == shown.title
    assert graphql(node, id=global_id(hidden))["data"] == {"node": None}
    assert graphql(node, id="é") == {"data": {"node": None}}


def test_a_listing_by_its_code(graphql):
    listing = ListingFactory()
    query = "query ($code: String) { listing(code: $code) { id url } }"
    answer = graphql(query, code=listing.code.lower())["data"]["listing"]
    assert answer["id"] == global_id(listing)
    assert answer["url"].endswith(f"/annonces/{listing.code}/je-tonds-votre-pelouse/")


def test_communes_are_found_by_name(graphql):
    query = """{ communes(search: "premery") { totalCount
      edges { node { name postcodes } } } }"""
    edges = graphql(query)["data"]["communes"]["edges"]
    assert [edge["node"]["name"] for edge in edges] == ["Prémery"]


def test_a_thread_is_read_and_started(client, graphql, resident):
    listing = ListingFactory()
    client.force_login(resident)
    start = """mutation ($id: ID!) { startConversation(input: {listing: $id,
      body: "Bonjour", idempotencyKey: "k"}) {
        conversation { id } errors { code } } }"""
    for _twice in range(2):
        answer = graphql(start, id=global_id(listing))["data"]["startConversation"]
    assert Message.objects.count() == 1
    client.force_login(listing.author)
    assert graphql("{ me { unreadCount } }") == {"data": {"me": {"unreadCount": 1}}}
    read = """mutation ($id: ID!) { markConversationRead(input: {conversation: $id}) {
      conversation { unreadCount messages { edges { node { body isMine } } } } } }"""
    thread = graphql(read, id=answer["conversation"]["id"])["data"]
    thread = thread["markConversationRead"]["conversation"]
    assert thread["unreadCount"] == 0
    assert thread["messages"]["edges"] == [
        {"node": {"body": "Bonjour", "isMine": False}}
    ]


def test_a_long_list_is_counted_up_to_a_thousand(graphql):
    first = ListingFactory()
    rows = [
        ListingFactory.build(
            author=first.author,
            commune=first.commune,
            category=first.category,
            expires_at=first.expires_at,
        )
        for _row in range(1_001)
    ]
    for wanted, more in ((1_000, rows[:999]), (1_001, rows[999:])):
        Listing.objects.bulk_create(more)
        answer = graphql("{ listings { totalCount } }")
        assert answer["data"]["listings"] == {"totalCount": wanted}


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_died_is_replaced(graphql, monkeypatch):
    """Its plan gives up; graphql-core checks the connection and opens another."""
    monkeypatch.undo()  # both ways: here they differ
    query = "{ listings { totalCount } }"
    assert graphql(query)["data"]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, contextlib.suppress(OperationalError):
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    connection.health_check_done = False  # as at the start of a request
    connection.health_check_enabled = True
    assert graphql(query)["data"] == {"listings": {"totalCount": 0}}
