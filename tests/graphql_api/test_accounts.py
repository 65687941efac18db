import pytest
from django.utils import timezone

from accounts.models import PersonKind, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
UPDATE = """mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) {
  me { displayName firstName lastInitial kind about commune { name } }
  errors { field code message } } }"""

RESUME = """mutation ($email: String!) { resumeMail(input: {email: $email}) {
  me { mailStopped } errors { field code } } }"""


def updated(graphql, **changes):
    return graphql(UPDATE, input=changes)["data"]["updateProfile"]


def test_a_profile_keeps_what_is_left_out(client, graphql, resident):
    client.force_login(resident)

    answer = updated(graphql, firstName="Josette", kind="ASSOCIATION", commune="58194")

    assert answer["errors"] == []
    assert answer["me"] == {
        "displayName": "Josette L.",
        "firstName": "Josette",
        "lastInitial": "L",
        "kind": "ASSOCIATION",
        "about": "",
        "commune": {"name": "Nevers"},
    }
    resident.refresh_from_db()
    assert (resident.first_name, resident.commune_id) == ("Josette", "58194")


def test_mistakes_come_back_as_data_and_change_nothing(client, graphql, resident):
    client.force_login(resident)

    answer = updated(
        graphql,
        firstName="",
        lastInitial="7",
        commune="58700",
        kind="PUBLIC_BODY",
        about="x" * 301,
    )

    assert answer["me"] is None
    assert [(one["field"], one["code"]) for one in answer["errors"]] == [
        ("firstName", "required"),
        ("lastInitial", "one_letter"),
        ("kind", "invalid_choice"),
        ("commune", "invalid_choice"),
        ("about", "max_length"),
    ]
    resident.refresh_from_db()
    assert (resident.first_name, resident.kind) == ("Martine", PersonKind.RESIDENT)


def resumed(graphql, email):
    return graphql(RESUME, email=email)["data"]["resumeMail"]


def test_whoever_vouches_for_an_address_gets_mail_again(client, graphql, resident):
    User.objects.update(mail_bounced_at=timezone.now())
    other = UserFactory(mail_bounced_at=timezone.now())
    client.force_login(resident)
    assert graphql("{ me { mailStopped } }")["data"]["me"] == {"mailStopped": True}

    done = resumed(graphql, resident.email.upper())

    assert done == {"me": {"mailStopped": False}, "errors": []}
    stopped = User.objects.filter(mail_bounced_at__isnull=False)
    assert stopped.get() == other


def test_an_address_that_changed_is_not_vouched_for(client, graphql, resident):
    User.objects.update(mail_bounced_at=timezone.now())
    client.force_login(resident)

    done = resumed(graphql, "ancienne@example.org")

    assert done["me"] is None
    assert done["errors"] == [{"field": "email", "code": "email_changed"}]
    assert User.objects.filter(mail_bounced_at__isnull=False).count() == 1


def test_a_visitor_has_no_profile(graphql):
    answer = graphql(UPDATE, input={"firstName": "Josette"})

    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
