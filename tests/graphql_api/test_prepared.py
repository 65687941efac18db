"""What PostgreSQL prepares for plans; SQLite answers the same, and prepares nothing."""

import pytest
from django.db import connection

from database import prepared
from tests.factories import ListingFactory

LISTINGS = "{ listings { edges { node { id title createdAt price { amount } } } } }"
OTHER = "{ listings(first: 1) { edges { node { id code expiresAt } } } }"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def both_ways():
    """Not here, where plans meet what makes them give up."""


@pytest.fixture(autouse=True)
def listings():
    ListingFactory.create_batch(2)
    connection.close()  # each test begins with nothing prepared


def names() -> list[str]:
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements ORDER BY name")
        return [name for (name,) in cursor.fetchall()]


def expected(number: int) -> int:
    return number if connection.vendor == "postgresql" else 0


def test_a_statement_is_prepared_once(graphql):
    answers = [graphql(LISTINGS) for _time in range(3)]

    assert answers[0] == answers[1] == answers[2]
    assert len(names()) == expected(1)
    graphql(OTHER)
    assert len(names()) == expected(2)


def test_nothing_is_prepared_behind_a_pooler(graphql, settings):
    known = graphql(LISTINGS)
    connection.close()
    settings.PREPARED_STATEMENTS = False

    assert graphql(LISTINGS) == known
    assert names() == []


def test_a_connection_prepares_so_much_and_no_more(graphql, monkeypatch):
    known = graphql(OTHER)
    connection.close()
    monkeypatch.setattr(prepared, "MOST", 1)

    graphql(LISTINGS)
    assert graphql(OTHER) == known
    assert len(names()) == expected(1)


def test_what_somebody_deallocated_is_prepared_again(graphql):
    known = graphql(LISTINGS)
    if connection.vendor == "postgresql":
        connection.cursor().execute("DEALLOCATE ALL")

    assert graphql(LISTINGS) == known
    assert graphql(LISTINGS) == known
    assert len(names()) == expected(1)


def test_a_connection_that_was_lost_is_opened_again(graphql):
    known = graphql(LISTINGS)
    if connection.vendor == "postgresql":
        connection.connection.pgconn.finish()
    connection.close_if_unusable_or_obsolete()  # as before each request

    assert graphql(LISTINGS) == known
    assert graphql(LISTINGS) == known
