import pytest
from django.conf import settings
from django.utils import timezone

from accounts.models import DataExport, User
from accounts.rights.erasure import request_erasure
from accounts.rights.links import come_back_path

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


def test_a_link_of_before_opens_nothing_now(graphql, resident):
    request_erasure(resident)
    User.objects.filter(pk=resident.pk).update(erasure_due_at=timezone.now())
    token = come_back_path(resident).rstrip("/").rsplit("/", 1)[1]

    answer = graphql(CANCEL, input={"token": token})

    assert answer["data"]["cancelErasure"]["kept"] is False
    assert not User.objects.get(pk=resident.pk).is_active
