"""How often a person wants mail, chosen through the API."""

import pytest

from accounts.models import NotificationPreference
from tests.factories import UserFactory
from tests.graphql_api.test_messaging import codes

pytestmark = pytest.mark.django_db
PREFER = """mutation ($kind: NotificationKind!, $rhythm: NotificationRhythm!) {
  updateNotificationPreference(input: {kind: $kind, rhythm: $rhythm}) {
    me { notificationPreferences { kind rhythm } } errors { field code message } } }"""


def test_a_person_chooses_how_often_mail_comes(client, graphql):
    me = UserFactory()
    client.force_login(me)

    answer = graphql(PREFER, kind="MESSAGES", rhythm="DAILY")["data"]
    again = graphql(PREFER, kind="LISTINGS", rhythm="NONE")["data"]

    assert answer["updateNotificationPreference"]["me"]["notificationPreferences"] == [
        {"kind": "MESSAGES", "rhythm": "DAILY"},
        {"kind": "OUTCOME", "rhythm": "AT_ONCE"},
        {"kind": "LISTINGS", "rhythm": "AT_ONCE"},
    ]
    assert again["updateNotificationPreference"]["errors"] == []
    chosen = NotificationPreference.objects.values_list("user", "kind", "rhythm")
    assert set(chosen) == {
        (me.pk, "messages", "daily"),
        (me.pk, "listings", "none"),
    }


@pytest.mark.parametrize("kind", ["OUTCOME", "LISTINGS"])
def test_what_comes_one_by_one_is_not_gathered(client, graphql, kind):
    client.force_login(UserFactory())

    answer = graphql(PREFER, kind=kind, rhythm="DAILY")["data"]

    assert answer["updateNotificationPreference"] == {
        "me": None,
        "errors": [
            {
                "field": "rhythm",
                "code": "not_gathered",
                "message": "Ces courriels partent un par un\u00a0: choisissez oui ou"
                " jamais.",
            }
        ],
    }
    assert not NotificationPreference.objects.exists()


def test_nobody_signed_out_has_preferences(graphql):
    answer = graphql(PREFER, kind="MESSAGES", rhythm="NONE")

    assert codes(answer) == ["UNAUTHENTICATED"]
    assert not NotificationPreference.objects.exists()
