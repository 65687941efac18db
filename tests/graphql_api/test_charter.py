"""The rules in force and what was accepted, as front ends see them."""

import pytest

from accounts.charter import accept
from tests.factories import InfoPageFactory, UserFactory

pytestmark = pytest.mark.django_db
SITE = "{ site { charter { version title path url changes } } }"
ME = """{ me { charter {
  isCurrent acceptedVersion acceptedAt current { version } } } }"""
ACCEPT = """mutation ($input: AcceptCharterInput!) { acceptCharter(input: $input) {
  me { charter { isCurrent acceptedVersion } } errors { field code } } }"""


def test_anybody_reads_which_rules_are_in_force(graphql):
    assert graphql(SITE)["data"] == {"site": {"charter": None}}
    InfoPageFactory(charter=True)

    charter = graphql(SITE)["data"]["site"]["charter"]

    assert charter == {
        "version": "2026-11-02",
        "title": "Nos règles",
        "path": "/infos/regles/",
        "url": "http://127.0.0.1:8000/infos/regles/",
        "changes": "Les animaux ne se donnent plus ici.",
    }


@pytest.mark.parametrize("how_many", [1, 8])
def test_query_count_does_not_depend_on_pages_or_history(
    client, graphql, resident, django_assert_num_queries, how_many
):
    InfoPageFactory(charter=True)
    InfoPageFactory.create_batch(how_many, in_footer=True)
    for day in range(how_many):
        accept(resident, f"2026-10-{day + 1:02}")
    client.force_login(resident)

    with django_assert_num_queries(3):  # session, person, pages
        answer = graphql(ME)

    assert answer["data"]["me"]["charter"]["isCurrent"] is False


def test_a_suspended_person_accepts_the_rules_as_often_as_they_like(client, graphql):
    InfoPageFactory(charter=True)
    person = UserFactory(is_suspended=True)
    client.force_login(person)

    for _time in range(2):
        answer = graphql(ACCEPT, input={"version": "2026-11-02"})
        assert answer["data"]["acceptCharter"] == {
            "me": {"charter": {"isCurrent": True, "acceptedVersion": "2026-11-02"}},
            "errors": [],
        }
    assert person.charter_acceptances.count() == 1
    told = graphql(ME)["data"]["me"]["charter"]
    assert told["acceptedAt"]
    assert told["current"] == {"version": "2026-11-02"}


def test_another_version_is_refused_and_strangers_sign_in(client, graphql, resident):
    InfoPageFactory(charter=True)
    [error] = graphql(ACCEPT, input={"version": "2026-11-02"})["errors"]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
    client.force_login(resident)

    answer = graphql(ACCEPT, input={"version": "2026-10-01"})["data"]["acceptCharter"]

    mistake = {"field": "version", "code": "charter_changed"}
    assert answer == {"me": None, "errors": [mistake]}
    assert not resident.charter_acceptances.exists()
    nothing = {"isCurrent": False, "acceptedVersion": None, "acceptedAt": None}
    assert graphql(ME)["data"]["me"]["charter"] == nothing | {
        "current": {"version": "2026-11-02"}
    }
