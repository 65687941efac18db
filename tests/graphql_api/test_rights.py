import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import DataExport, User
from accounts.rights.erasure import request_erasure
from accounts.rights.links import come_back_path
from tests.proof import sign_in_afresh

pytestmark = pytest.mark.django_db

EXPORT = """mutation ($input: RequestDataExportInput!) {
  requestDataExport(input: $input) { requestedAt errors { field code } } }"""
ERASE = """mutation ($input: RequestErasureInput!) {
  requestErasure(input: $input) { erasureAt errors { field code } } }"""
CANCEL = """mutation ($input: CancelErasureInput!) {
  cancelErasure(input: $input) { kept errors { field code } } }"""


@pytest.fixture
def member(client, resident):
    """Somebody signed in, whose password is « entraide »."""
    resident.set_password("entraide")
    resident.save()
    client.force_login(resident)
    return resident


def test_an_archive_is_asked_for_once(graphql, member):
    for _twice in range(2):
        answer = graphql(EXPORT, input={"password": "entraide"})

    said = answer["data"]["requestDataExport"]
    assert said["errors"] == []
    assert said["requestedAt"][:10] == timezone.now().date().isoformat()
    assert DataExport.objects.get().user == member


@pytest.mark.parametrize(
    ("document", "name"), [(EXPORT, "requestDataExport"), (ERASE, "requestErasure")]
)
def test_a_session_is_not_enough(graphql, member, document, name):
    answer = graphql(document, input={"password": "deviné"})

    expected = [{"field": "password", "code": "incorrect_password"}]
    assert answer["data"][name]["errors"] == expected
    assert not DataExport.objects.exists()
    assert User.objects.get(pk=member.pk).is_active


@pytest.mark.parametrize("document", [EXPORT, ERASE])
def test_a_visitor_asks_nothing(graphql, document):
    answer = graphql(document, input={"password": "entraide"})

    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


def test_passwords_are_not_guessed_here(graphql, member):
    for _guess in range(10):
        graphql(ERASE, input={"password": "deviné"})

    answer = graphql(ERASE, input={"password": "entraide"})

    errors = answer["data"]["requestErasure"]["errors"]
    assert errors == [{"field": None, "code": "too_many_attempts"}]
    assert User.objects.get(pk=member.pk).is_active


def test_an_account_is_closed_and_kept(graphql, member):
    answer = graphql(ERASE, input={"password": "entraide"})

    closed = User.objects.get(pk=member.pk)
    assert answer["data"]["requestErasure"]["errors"] == []
    assert (closed.erasure_due_at - timezone.now()).days == settings.ERASURE_DAYS - 1
    assert graphql("{ me { firstName } }")["data"]["me"] is None
    token = come_back_path(closed).rstrip("/").rsplit("/", 1)[1]

    kept = graphql(CANCEL, input={"token": token})
    again = graphql(CANCEL, input={"token": token})

    assert kept["data"]["cancelErasure"] == {"kept": True, "errors": []}
    assert again["data"]["cancelErasure"] == {
        "kept": False,
        "errors": [{"field": "token", "code": "link_ended"}],
    }
    assert User.objects.get(pk=member.pk).is_active


@pytest.mark.parametrize(
    ("document", "name"), [(EXPORT, "requestDataExport"), (ERASE, "requestErasure")]
)
def test_whoever_just_signed_in_needs_no_password(
    client, graphql, resident, document, name
):
    sign_in_afresh(client, resident, seconds_ago=16 * 60)

    late = graphql(document, input={})["data"][name]
    assert late["errors"] == [{"field": "password", "code": "required"}]
    assert not DataExport.objects.exists()
    assert User.objects.get(pk=resident.pk).is_active
    sign_in_afresh(client, resident, seconds_ago=14 * 60)

    assert graphql(document, input={})["data"][name]["errors"] == []


def test_an_application_that_just_signed_in_needs_no_password(client, member):
    given = {"email": member.email, "password": "entraide"}
    address = "/_allauth/app/v1/auth/login"
    answer = Client().post(address, given, content_type="application/json").json()
    headers = {"X-Session-Token": answer["meta"]["session_token"]}
    body = {"query": EXPORT, "variables": {"input": {}}}

    def asked(**sent):
        sent = Client().post("/graphql/", body, content_type="application/json", **sent)
        return sent.json()

    done = asked(headers=headers)["data"]["requestDataExport"]
    assert done["errors"] == []
    refused = asked()["errors"][0]["extensions"]
    assert refused["code"] == "UNAUTHENTICATED"


def closed_by(graphql, person):
    graphql(ERASE, input={"password": "entraide"})
    assert not User.objects.get(pk=person.pk).is_active


def test_a_closed_account_is_kept_by_its_password(graphql, member):
    closed_by(graphql, member)
    given = {"email": member.email, "password": "entraide"}

    kept = graphql(CANCEL, input=given)["data"]["cancelErasure"]
    again = graphql(CANCEL, input=given)["data"]["cancelErasure"]

    assert kept == {"kept": True, "errors": []}
    assert again["errors"] == [{"field": None, "code": "not_closed"}]
    assert User.objects.get(pk=member.pk).is_active


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"password": "deviné"}, None, "email_password_mismatch"),
        ({"email": "personne@example.org"}, None, "email_password_mismatch"),
        ({"password": None}, "token", "link_ended"),
    ],
)
def test_a_closed_account_stays_closed_to_others(graphql, member, given, field, code):
    closed_by(graphql, member)
    right = {"email": member.email, "password": "entraide"}

    refused = graphql(CANCEL, input=right | given)["data"]["cancelErasure"]

    assert refused == {"kept": False, "errors": [{"field": field, "code": code}]}
    assert not User.objects.get(pk=member.pk).is_active


def test_the_password_of_a_closed_account_is_not_guessed(graphql, member):
    closed_by(graphql, member)
    given = {"email": member.email, "password": "deviné"}
    for _guess in range(10):
        graphql(CANCEL, input=given)

    refused = graphql(CANCEL, input=given | {"password": "entraide"})

    errors = refused["data"]["cancelErasure"]["errors"]
    assert [one["code"] for one in errors] == ["too_many_login_attempts"]
    assert not User.objects.get(pk=member.pk).is_active


def test_a_link_of_before_opens_nothing_now(graphql, resident):
    request_erasure(resident)
    User.objects.filter(pk=resident.pk).update(erasure_due_at=timezone.now())
    token = come_back_path(resident).rstrip("/").rsplit("/", 1)[1]

    answer = graphql(CANCEL, input={"token": token})

    assert answer["data"]["cancelErasure"]["kept"] is False
    assert not User.objects.get(pk=resident.pk).is_active
