"""Notifications that front ends ask for, in a browser of theirs."""

import pytest
from django.test import Client

from accounts.actions import end_sessions, open_sessions
from messaging.actions import send
from messaging.models import PushSubscription
from messaging.push.keys import public_key
from messaging.push.sending import push
from tests.factories import ConversationFactory, UserFactory
from tests.push_service import running

pytestmark = pytest.mark.django_db
PASSWORD = "un-panier-de-poireaux"
SUBSCRIBE = """mutation ($input: SubscribeToPushInput!) {
  subscribeToPush(input: $input) { subscribed errors { field code } } }"""
UNSUBSCRIBE = """mutation ($endpoint: String!) {
  unsubscribeFromPush(input: {endpoint: $endpoint}) { errors { code } } }"""


@pytest.fixture
def service(settings):
    yield from running(settings)


@pytest.fixture
def application():
    """Return what asks in the name of a person, with the token of their session."""

    def signed_in(user):
        user.set_password(PASSWORD)
        user.save()
        given = {"email": user.email, "password": PASSWORD}
        address = "/_allauth/app/v1/auth/login"
        answer = Client().post(address, given, content_type="application/json")
        token = {"X-Session-Token": answer.json()["meta"]["session_token"]}

        def ask(query, **variables):
            body = {"query": query, "variables": variables}
            return (
                Client()
                .post("/graphql/", body, content_type="application/json", headers=token)
                .json()
            )

        return ask

    return signed_in


def test_an_application_is_told_until_its_session_ends(application, service):
    thread = ConversationFactory()
    owner = thread.listing.author
    ask = application(owner)
    assert ask("{ site { pushKey } }")["data"]["site"] == {"pushKey": public_key()}

    done = ask(SUBSCRIBE, input=service.subscription())["data"]["subscribeToPush"]

    assert done == {"subscribed": True, "errors": []}
    row = PushSubscription.objects.get()
    assert row.user == owner
    push.func(row.pk, send(thread, thread.initiator, "Bonjour").pk)
    [(_path, _headers, told)] = service.received
    assert told["title"] == "Nouveau message"
    end_sessions(open_sessions(owner))
    assert not PushSubscription.objects.exists()


def test_pages_of_the_same_host_ask_with_their_cookie(client, graphql, service):
    client.force_login(UserFactory())

    done = graphql(SUBSCRIBE, input=service.subscription())["data"]["subscribeToPush"]

    assert done["subscribed"] is True
    session = PushSubscription.objects.get().session
    assert session.session_key == client.session.session_key


def test_what_cannot_be_called_is_refused(application, service):
    ask = application(UserFactory())
    wrong = service.subscription() | {"endpoint": "https://example.net/"}

    done = ask(SUBSCRIBE, input=wrong)["data"]["subscribeToPush"]

    assert done == {
        "subscribed": False,
        "errors": [{"field": "endpoint", "code": "push_unusable"}],
    }
    assert not PushSubscription.objects.exists()


def test_one_ends_ones_own_notifications_only(application, service):
    owner, other = application(UserFactory()), application(UserFactory())
    owner(SUBSCRIBE, input=service.subscription())
    endpoint = service.subscription()["endpoint"]

    other(UNSUBSCRIBE, endpoint=endpoint)
    assert PushSubscription.objects.count() == 1
    for _twice in range(2):
        done = owner(UNSUBSCRIBE, endpoint=endpoint)["data"]["unsubscribeFromPush"]
        assert done == {"errors": []}
    assert not PushSubscription.objects.exists()


def test_without_a_key_nothing_is_offered(application, settings, service):
    settings.VAPID_PRIVATE_KEY = ""
    ask = application(UserFactory())

    assert ask("{ site { pushKey } }")["data"]["site"] == {"pushKey": None}
    refused = ask(SUBSCRIBE, input=service.subscription())
    assert refused["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert not PushSubscription.objects.exists()
