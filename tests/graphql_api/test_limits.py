"""What one document, one operation and one minute may ask, to the unit."""

import json

import pytest
from django.db import connection
from graphql import get_introspection_query, parse
from graphql_relay import to_global_id

from graphql_api.execution import deadline
from graphql_api.execution.cost import Estimate
from graphql_api.execution.structure import Structure
from graphql_api.schema import schema
from tests.factories import ListingFactory

pytestmark = pytest.mark.django_db
GRAPHQL = "application/graphql-response+json"
CARD = """{ listings(first: 10) { totalCount edges { node {
  title category { name } author { displayName } photos { url sizes { url } } } } } }"""


@pytest.fixture
def ask(client):
    """Send a document as a client of today does; return the response."""

    def send(query, **variables):
        return client.post(
            "/graphql/",
            {"query": query, "variables": variables},
            "application/json",
            headers={"Accept": GRAPHQL},
        )

    return send


def code(answer):
    errors = answer.json().get("errors")
    return errors and errors[0]["extensions"]["code"]


def refused(answer):
    return (answer.status_code, code(answer)) == (400, "LIMIT_EXCEEDED")


def aliases(count, field="__typename"):
    return "{ me {" + "".join(f" a{n}: {field}" for n in range(count)) + " } }"


STEPS = ["page", "pages(first: 1)", "edges", "node"]
LEAVES = dict(zip(STEPS, ["title", "totalCount", "cursor", "title"], strict=True))


def nested(depth):
    """A document `depth` fields deep, by way of a named and of inline fragments."""
    steps = [STEPS[0], *STEPS[1:] * depth][: depth - 1]
    inside = LEAVES[steps[-1]]
    for step in reversed(steps[1:]):
        inside = f"{step} {{ {inside} }}"
        inside = f"... on SectionPage {{ {inside} }}" if step == STEPS[1] else inside
    return (
        f"""{{ page(path: "/infos/") {{ ...F }} }} fragment F on Page {{ {inside} }}"""
    )


def test_the_longest_document_passes(ask):
    query = "{ __typename }"
    assert ask(query.ljust(10_000)).status_code == 200
    assert refused(ask(query.ljust(10_001)))


def test_the_largest_number_of_words_passes(ask):
    words = "{" + " me { email }" * 30 + " me(" + "a: 1 " * 290 + ") }"
    assert refused(ask(words))
    answer = ask(words.replace("(", "(" + "a: 1 " * 9, 1))
    assert (answer.status_code, code(answer)) == (400, "GRAPHQL_PARSE_FAILED")


def test_brackets_go_only_so_deep(ask):
    def deep(levels):
        return "{" + "... {" * (levels - 1) + "__typename" + "}" * levels

    assert ask(deep(60)).status_code == 200
    assert refused(ask(deep(61)))
    assert refused(ask("{ communes(search: " + "[" * 5_000))


def test_comments_are_counted(ask):
    assert ask("#\n" * 50 + "{ __typename }").status_code == 200
    assert code(ask("#\n" * 51 + "{ __typename }")) == "GRAPHQL_PARSE_FAILED"


def test_a_body_full_of_comments_is_refused_unread(ask):
    answer = ask("#" * 1_000_000 + "\n{ __typename }")
    assert (answer.status_code, code(answer)) == (413, "LIMIT_EXCEEDED")


def fragments(count):
    spread = " ".join(f"...F{n}" for n in range(count))
    rest = [f"fragment F{n} on Query {{ __typename }}" for n in range(count)]
    return f"{{ {spread} }} " + " ".join(rest)


@pytest.mark.parametrize(
    ("document", "most"),
    [
        (lambda n: "{" + " __typename" * n + "}", 10),
        (aliases, 15),
        (nested, 10),
        (lambda n: fragments(n).replace("{ ...", "{ me { email } ...", 1), 9),
        (lambda n: " ".join(f"query Q{i} {{ __typename }}" for i in range(n)), 5),
    ],
    ids=["root fields", "aliases", "depth", "root fields in fragments", "operations"],
)
def test_the_most_passes_and_one_more_does_not(ask, document, most):
    assert code(ask(document(most))) in (None, "BAD_USER_INPUT")  # which operation?
    assert refused(ask(document(most + 1)))


def test_fragments_are_counted(ask):
    def chain(count):
        last = f"fragment F{count} on Query {{ __typename }}"
        links = [f"fragment F{n} on Query {{ ...F{n + 1} }}" for n in range(1, count)]
        return "{ ...F1 } " + " ".join([*links, last])

    assert ask(chain(20)).status_code == 200
    assert refused(ask(chain(21)))


def test_directives_are_counted_wherever_they_stand(ask):
    fields = " email @skip(if: false)"
    assert ask("{ me {" + fields * 19 + " ... @include(if: true) { email } } }").json()[
        "data"
    ]
    assert refused(
        ask("{ me {" + fields * 20 + " ... @include(if: true) { email } } }")
    )


def test_members_may_go_deeper_and_name_more(client, ask, resident):
    client.force_login(resident)
    assert ask(aliases(25)).status_code == 200
    assert refused(ask(aliases(26)))
    assert ask(nested(12)).status_code == 200
    assert refused(ask(nested(13)))


@pytest.mark.parametrize(
    "query",
    [
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
        "{ ...A } fragment A on Query { ...A }",
        "{ ...Nowhere }",
        "{ ...A } fragment A on Nothing { ...A b }",
    ],
)
def test_broken_fragments_are_left_to_validation(ask, query):
    answer = ask(query)
    assert (answer.status_code, code(answer)) == (400, "GRAPHQL_VALIDATION_FAILED")


def test_doubled_spreads_are_measured_once_each():
    links = [f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(99)]
    document = parse("{ ...F0 } " + " ".join(links) + " fragment F99 on Query { a }")
    assert Structure(document).sizes[None].root_fields == 2**99


def test_fields_of_one_name_are_few(ask):
    assert ask("{ me {" + " email" * 50 + " } }").status_code == 200
    assert refused(ask("{ me {" + " email" * 51 + " } }"))
    same = ' listing(code: "ABCDEF") { id }'
    assert refused(ask("{" + same * 30 + " }"))


@pytest.mark.parametrize("nest", [lambda one: [one], lambda one: {"a": one}])
def test_variables_are_nested_as_deep_as_documents(client, settings, nest):
    def deep(levels):
        value = 1
        for _level in range(levels):
            value = nest(value)
        body = json.dumps({"query": "{ __typename }", "variables": {"a": value}})
        return client.post("/graphql/", body, content_type="application/json")

    most = settings.GRAPHQL_LIMITS["nesting"]
    assert deep(most - 1).json()["data"] == {"__typename": "Query"}
    for levels in (most, 900):
        assert refused(deep(levels))


def test_lists_are_short(ask):
    query = "mutation ($input: PublishListingInput!) { publishListing(input: $input) {"
    query += " errors { code } } }"
    assert code(ask(query, input={"photos": ["x"] * 50})) != "LIMIT_EXCEEDED"
    assert refused(ask(query, input={"photos": ["x"] * 51}))
    literal = "{ communes(search: [" + " 1" * 51 + "]) { totalCount } }"
    assert refused(ask(literal))


def test_two_mutations_are_refused(ask):
    one = 'withdrawListing(input: {id: "x"}) { errors { code } }'
    assert refused(ask(f"mutation {{ a: {one} b: {one} }}"))
    assert refused(ask(f"mutation A {{ {one} }} mutation B {{ {one} }}"))


@pytest.mark.parametrize(
    ("query", "variables", "cost"),
    [
        ("{ __typename }", {}, 0),
        ("{ me { email } }", {}, 1),
        ("{ categories { name } }", {}, 14),
        ("{ listings { edges { node { title price { label } } } } }", {}, 20),
        (CARD, {}, 5 + 10 * (1 + 1 + 1 + 6)),
        ('{ listings(search: "bois") { edges { node { id } } } }', {}, 30),
        (
            "query ($n: Int = 7) { listings(first: $n) { edges { node { id } } } }",
            {},
            7,
        ),
        (
            "query ($n: Int = 7) { listings(last: $n) { edges { node { id } } } }",
            {"n": 9},
            9,
        ),
        ("{ listings(first: -9) { edges { node { id } } } }", {}, 1),
        ("{ listings(first: 2147483647) { edges { node { id } } } }", {}, 50),
        ("query ($n: Int) { listings(first: $n) { edges { cursor } } }", {"n": "x"}, 0),
        ("{ __schema { types { name } } }", {}, 100),
        (
            """{ a: listings(first: 2) { ...L } b: listings(first: 3) { ...L } }
            fragment L on ListingConnection { edges { node { ... { id } } } }""",
            {},
            5,
        ),
    ],
)
def test_what_an_operation_costs(query, variables, cost):
    structure = Structure(parse(query))
    estimate = Estimate(schema.graphql_schema, structure.fragments, variables)
    assert estimate.of(structure.document.definitions[0]) == cost


def test_a_dear_operation_is_refused_with_its_cost(ask):
    query = """query ($n: Int) { pages(first: $n) { edges { node { ... on InfoPage {
      body { id ... on ListingsBlock { listings { id photos { url } } } } } } } } }"""
    assert ask(query, n=10).json()["extensions"] == {
        "cost": {"requested": 10 * (1 + 10 * (1 + 7)), "maximum": 1000}
    }
    answer = ask(query, n=13)
    assert refused(answer)
    assert answer.json()["extensions"]["cost"]["requested"] == 1053


def test_introspection_may_be_deep_but_not_endless(ask):
    assert "errors" not in ask(get_introspection_query()).json()
    deep = "{ fields { type " * 8 + "{ name }" + " } }" * 8
    answer = ask(f"{{ __schema {{ types {deep} }} }}")
    assert (answer.status_code, "errors" in answer.json()) == (400, True)


@pytest.fixture
def minute(settings, time_machine):
    """Set what a minute allows, at its start."""
    time_machine.move_to("2026-06-01T10:00:10Z", tick=False)

    def allow(requests=0, points=0, who="visitor"):
        allowed = settings.GRAPHQL_ALLOWANCES[who] | {
            "requests": requests,
            "points": points,
        }
        settings.GRAPHQL_ALLOWANCES = settings.GRAPHQL_ALLOWANCES | {who: allowed}

    return allow


def test_requests_of_a_minute_are_counted(ask, minute, time_machine):
    minute(requests=2)
    assert ask("{").status_code == 400  # what is refused counts too
    assert ask("{ __typename }").status_code == 200
    answer = ask("{ __typename }")
    assert (answer.status_code, code(answer)) == (429, "RATE_LIMITED")
    assert answer["Retry-After"] == "51"
    time_machine.shift(51)
    assert ask("{ __typename }").status_code == 200


def test_points_of_a_minute_are_counted(ask, minute):
    minute(points=30)
    query = "query ($n: Int) { listings(first: $n) { edges { node { id } } } }"
    assert ask(query, n=20).status_code == 200
    answer = ask(query, n=20)
    assert (answer.status_code, code(answer)) == (429, "RATE_LIMITED")
    assert answer.json()["extensions"]["cost"]["requested"] == 20


def test_each_customer_has_a_minute_of_its_own(client, minute):
    minute(requests=1)
    body = {"query": "{ __typename }"}

    def status(address):
        answer = client.post("/graphql/", body, "application/json", REMOTE_ADDR=address)
        return answer.status_code

    assert [status("192.0.2.1"), status("192.0.2.1")] == [200, 429]
    assert status("192.0.2.2") == 200
    assert [status("2001:db8::1"), status("2001:db8::2")] == [200, 429]
    assert status("2001:db8:0:1::1") == 200


@pytest.mark.parametrize(("kind", "allowed"), [("requests", 1), ("points", 25)])
def test_a_town_hall_asks_more(client, minute, settings, resident, kind, allowed):
    minute(**{kind: allowed})
    minute(**{kind: allowed}, who="member")
    settings.SHARED_ADDRESSES = ["203.0.113.0/29", "2001:db8::/32"]
    settings.SHARED_ADDRESS_FACTOR = 2
    body = {"query": "{ listings(first: 20) { edges { node { id } } } }"}

    def statuses(address):
        sent = {"content_type": "application/json", "REMOTE_ADDR": address}
        return [
            client.post("/graphql/", body, **sent).status_code for _again in range(3)
        ]

    assert statuses("203.0.113.5") == [200, 200, 429]
    assert statuses("2001:db8:58::1") == [200, 200, 429]
    assert statuses("203.0.113.9") == [200, 429, 429]
    client.force_login(resident)  # counted by person, wherever they are
    assert statuses("203.0.113.5") == [200, 429, 429]


def test_members_have_a_minute_of_their_own(client, ask, minute, resident):
    minute(requests=1)
    minute(requests=2, who="member")
    assert ask("{ __typename }").status_code == 200
    client.force_login(resident)
    statuses = [ask("{ __typename }").status_code for _again in range(3)]
    assert statuses == [200, 200, 429]


def test_statements_of_a_query_are_counted(ask, settings):
    settings.GRAPHQL_LIMITS = settings.GRAPHQL_LIMITS | {"statements": 1}
    answer = ask("{ categories { slug } }")
    assert answer.json()["data"]["categories"]
    assert code(ask("{ listings { totalCount edges { node { id } } } }")) == (
        "LIMIT_EXCEEDED"
    )


def test_a_slow_query_is_given_up(ask, settings):
    settings.GRAPHQL_LIMITS = settings.GRAPHQL_LIMITS | {"seconds": 0}
    assert code(ask("{ listings { totalCount } }")) == "LIMIT_EXCEEDED"


def test_a_slow_statement_is_interrupted(settings):
    settings.GRAPHQL_LIMITS = settings.GRAPHQL_LIMITS | {"seconds": 0.2}
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL statement_timeout = 200")
        with pytest.raises(Exception, match="too long"), deadline.Deadline():
            cursor.execute(f"{endless} SELECT count(*) FROM n")


def test_a_change_is_never_given_up_half_way(client, ask, settings, resident):
    listing = ListingFactory(author=resident)
    client.force_login(resident)
    settings.GRAPHQL_LIMITS = settings.GRAPHQL_LIMITS | {"seconds": 0, "statements": 0}
    change = """mutation ($id: ID!) { withdrawListing(input: {id: $id}) {
      errors { code } } }"""
    answer = ask(change, id=to_global_id("Listing", listing.public_id))
    assert answer.json()["data"] == {"withdrawListing": {"errors": []}}
    listing.refresh_from_db()
    assert listing.status == "withdrawn"
