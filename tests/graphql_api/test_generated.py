"""Documents that nobody wrote: their plans say what graphql-core says, to everybody."""

import pytest
from graphql import parse, validate
from graphql_relay import to_global_id

from cms.models import InfoPage
from graphql_api.schema import schema
from listings.models import Listing
from messaging.models import Conversation
from tests.factories import ListingFactory, UserFactory
from tests.graphql_api.documents_at_random import Maker
from tests.graphql_api.test_growth import add_everything

pytestmark = pytest.mark.django_db
REFUSED = {"BAD_USER_INPUT", "NOT_FOUND", "LIMIT_EXCEEDED"}
VIEWERS = ["visitor", "member", "author"]
PARTS, DOCUMENTS = 6, 120


@pytest.fixture
def ids():
    """A small site, seen from three sides, and the ids of what it holds."""
    author = UserFactory(email="author@example.org")
    UserFactory(email="member@example.org")
    for _again in range(3):
        add_everything(author)
    ListingFactory(author=author, need=True, title="Tonte de pelouse")
    ListingFactory(author=author, status="hidden")
    pages = InfoPage.objects.values_list("translation_key", flat=True)
    found = {
        "Listing": named(
            "Listing", Listing.objects.values_list("public_id", flat=True)
        ),
        "Page": named("InfoPage", pages),
        "Conversation": named(
            "Conversation", Conversation.objects.values_list("public_id", flat=True)
        ),
    }
    others = [to_global_id("Commune", "58218"), to_global_id("Category", "autres")]
    return found | {"Node": sum(found.values(), others)}


def named(kind, keys):
    return [to_global_id(kind, key) for key in keys]


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("viewer", VIEWERS)
def test_plans_and_graphql_core_say_the_same(client, graphql, ids, viewer, part):
    if viewer != "visitor":
        client.force_login(
            UserFactory._meta.model.objects.get(email__startswith=viewer)
        )
    answered = 0
    for seed in range(part, DOCUMENTS, PARTS):
        text = Maker(seed, ids).document()
        assert validate(schema.graphql_schema, parse(text)) == [], text
        answer = graphql(text)  # compared by tests/both_ways.py
        codes = {one["extensions"]["code"] for one in answer.get("errors", [])}
        assert codes <= REFUSED, (text, answer)
        answered += not codes
    assert answered > DOCUMENTS // PARTS // 2
