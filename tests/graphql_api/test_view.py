import pytest
from django.test import Client
from graphql import get_introspection_query

from graphql_api.schema import schema

pytestmark = pytest.mark.django_db


def post(client, body, **options):
    return client.post("/graphql/", body, content_type="application/json", **options)


def code(answer):
    return answer.json()["errors"][0]["extensions"]["code"]


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_other_methods_are_refused(client, method):
    answer = getattr(client, method)("/graphql/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, POST")


def test_a_form_is_refused(client):
    assert client.post("/graphql/", {"query": "{ me { email } }"}).status_code == 415


def test_a_query_in_the_address_is_refused(client):
    answer = client.post("/graphql/?query={me}", {}, content_type="application/json")
    assert answer.status_code == 400


def test_a_large_body_is_refused(client):
    answer = post(client, {"query": " " * 100_001})
    assert (answer.status_code, code(answer)) == (413, "LIMIT_EXCEEDED")


@pytest.mark.parametrize("body", [[{"query": "{ __typename }"}], {}, {"query": 1}])
def test_a_batch_or_nothing_is_refused(client, body):
    answer = post(client, body)
    assert (answer.status_code, code(answer)) == (400, "BAD_USER_INPUT")


def test_suggestions_stay_inside(client):
    message = post(client, {"query": "{ mee }"}).json()["errors"][0]["message"]
    assert message == "Cannot query field 'mee' on type 'Query'."


def test_code_generators_can_read_the_schema(client):
    answer = post(client, {"query": get_introspection_query()})
    assert "errors" not in answer.json()


def test_a_cookie_must_pass_csrf(resident):
    client = Client(enforce_csrf_checks=True)
    assert post(client, {"query": "{ __typename }"}).status_code == 200
    client.force_login(resident)
    answer = post(client, {"query": "{ __typename }"})
    assert (answer.status_code, code(answer)) == (403, "FORBIDDEN")


def test_a_cookie_with_its_token_passes(resident):
    client = Client(enforce_csrf_checks=True)
    client.force_login(resident)
    client.cookies["csrftoken"] = token = "a" * 32
    answer = post(client, {"query": "{ me { email } }"}, headers={"X-CSRFToken": token})
    assert answer.json()["data"] == {"me": {"email": resident.email}}


def test_an_invalid_session_token_is_refused(client):
    answer = post(client, {"query": "{ __typename }"}, headers={"X-Session-Token": "x"})
    assert (answer.status_code, code(answer)) == (401, "UNAUTHENTICATED")


def test_an_unexpected_failure_says_nothing(client, monkeypatch, caplog):
    def fail(*args):
        raise RuntimeError("secret")

    field = schema.graphql_schema.query_type.fields["categories"]
    monkeypatch.setattr(field, "resolve", fail)
    answer = post(client, {"query": "{ categories { slug notice } }"})
    assert code(answer) == "INTERNAL_SERVER_ERROR"
    assert b"secret" not in answer.content
    assert answer["X-Request-ID"] in caplog.text
