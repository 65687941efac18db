"""Notifications in the browser: asked for, sent once, ended."""

from datetime import timedelta
from io import StringIO

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from requests import TooManyRedirects

from accounts.actions import forget_ended_sessions
from config.settings import base
from messaging.actions import mark_read, mute, send
from messaging.models import PushSubscription
from messaging.push.keys import public_key
from messaging.push.sending import push
from tests.factories import ConversationFactory
from tests.push_service import claims_of, running

pytestmark = pytest.mark.django_db
PASSWORD = "un-panier-de-poireaux"


@pytest.fixture
def service(settings):
    yield from running(settings)


@pytest.fixture
def thread():
    return ConversationFactory()


def subscribed(service, user, path="/send/one"):
    """Let `user` sign in somewhere, and ask to be told there."""
    signed_in(user, service, path)
    return PushSubscription.objects.get(endpoint__endswith=path)


def signed_in(user, service, path) -> Client:
    """Return the browser in which `user` asked to be told."""
    if not user.check_password(PASSWORD):  # another one would end what is open
        user.set_password(PASSWORD)
        user.save()
    browser = Client()
    given = {"login": user.email, "password": PASSWORD, "remember": "on"}
    browser.post(reverse("account_login"), given)
    assert subscribe(browser, service.subscription(path)).status_code == 204
    return browser


@pytest.fixture
def browser(service, thread):
    """Of the author of the listing."""
    return subscribed(service, thread.listing.author)


def queued():
    return DBTaskResult.objects.filter(task_path=push.module_path).count()


def subscribe(client, subscription):
    return client.post(reverse("messaging:subscribe"), subscription)


# --- Sending --------------------------------------------------------------------------


def test_somebody_wrote_is_all_that_a_notification_says(service, browser, thread):
    message = send(thread, thread.initiator, "Mon secret.")

    push.func(browser.pk, message.pk)

    [(path, headers, told)] = service.received
    assert path == "/send/one"
    assert told == {
        "title": "Nouveau message",
        "body": "Quelqu’un vous a écrit sur Nièvre Solutions Solidaires.",
        "url": thread.get_absolute_url(),
    }
    assert headers["Content-Encoding"] == "aes128gcm"
    assert headers["TTL"] == "86400"
    assert headers["Topic"] == thread.public_id.hex
    claims, key = claims_of(headers)
    assert claims["aud"] == service.origin
    assert claims["sub"] == "mailto:moderation@localhost"
    assert key == public_key()


def test_a_notification_is_queued_with_the_message_for_each_browser(
    service, browser, thread
):
    subscribed(service, thread.listing.author, "/send/two")
    subscribed(service, thread.initiator, "/send/mine")

    send(thread, thread.initiator, "Bonjour.", "cle")
    send(thread, thread.initiator, "Bonjour.", "cle")

    assert queued() == 2


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_went_away_is_forgotten(service, browser, thread, status):
    message = send(thread, thread.initiator, "Bonjour.")
    service.status = status

    push.func(browser.pk, message.pk)
    push.func(browser.pk, message.pk)

    assert not PushSubscription.objects.exists()
    assert len(service.received) == 1


@pytest.mark.parametrize("status", [403, 429, 500])
def test_other_failures_are_for_the_queue_to_try_again(
    service, browser, thread, status
):
    message = send(thread, thread.initiator, "Bonjour.")
    service.status = status

    with pytest.raises(Exception, match=f"Push failed: {status}"):
        push.func(browser.pk, message.pk)

    assert PushSubscription.objects.count() == 1


def test_no_other_address_is_followed(service, browser, thread):
    message = send(thread, thread.initiator, "Bonjour.")
    service.status = 307

    with pytest.raises(TooManyRedirects):
        push.func(browser.pk, message.pk)

    assert [path for path, _headers, _told in service.received] == ["/send/one"]


def test_nothing_is_said_of_what_was_read_meanwhile(service, browser, thread):
    message = send(thread, thread.initiator, "Bonjour.")
    mark_read(thread, thread.listing.author)

    push.func(browser.pk, message.pk)

    assert service.received == []


def test_a_muted_conversation_says_nothing(service, browser, thread):
    mute(thread, thread.listing.author)

    send(thread, thread.initiator, "Bonjour.")

    assert queued() == 0


def test_without_a_key_nothing_is_queued_nor_offered(client, settings, browser, thread):
    settings.VAPID_PRIVATE_KEY = ""
    client.force_login(thread.initiator)

    message = send(thread, thread.initiator, "Bonjour.")
    push.func(browser.pk, message.pk)

    assert queued() == 0
    page = client.get(reverse("messaging:inbox")).content.decode()
    assert "data-push" not in page
    assert "push.js" not in page
    assert subscribe(client, {}).status_code == 404


# --- Subscribing ----------------------------------------------------------------------


def test_a_browser_subscribes_and_unsubscribes(client, service, resident):
    client.force_login(resident)
    subscription = service.subscription()

    assert subscribe(client, subscription).status_code == 204
    row = PushSubscription.objects.get()
    assert (row.user, row.endpoint) == (resident, subscription["endpoint"])
    page = client.get(reverse("messaging:inbox")).content.decode()
    assert f'data-key="{public_key()}"' in page
    assert 'data-told="True"' in page

    gone = client.post(reverse("messaging:unsubscribe"), subscription)
    assert gone.status_code == 204
    assert not PushSubscription.objects.exists()
    page = client.get(reverse("messaging:inbox")).content.decode()
    assert 'data-told="False"' in page


def test_nobody_ends_the_subscription_of_somebody_else(client, browser, resident):
    client.force_login(resident)

    client.post(reverse("messaging:unsubscribe"), {"endpoint": browser.endpoint})

    assert PushSubscription.objects.count() == 1


# --- Ending with the session ----------------------------------------------------------


@pytest.fixture
def browsers(service, resident):
    """Two browsers of the resident; both are told."""
    return [signed_in(resident, service, path) for path in ("/send/here", "/send/far")]


def told() -> set[str]:
    """Which browsers would be told of a message now."""
    rows = PushSubscription.objects.of_open_sessions()
    return {row.endpoint.rpartition("/")[2] for row in rows}


def test_signing_out_ends_the_subscription_of_this_browser(browsers):
    here, _far = browsers

    here.post(reverse("account_logout"))

    assert told() == {"far"}
    assert PushSubscription.objects.count() == 1


@pytest.mark.parametrize("which", ["one", "all the others"])
def test_a_session_ended_from_afar_takes_its_notifications_along(browsers, which):
    here, far = browsers
    row = UserSession.objects.get(session_key=far.session.session_key)

    here.post("/compte/sessions/", {"session": row.pk} if which == "one" else {})

    assert told() == {"here"}
    assert PushSubscription.objects.count() == 1


def test_a_new_password_leaves_notifications_where_it_was_chosen(browsers):
    here, _far = browsers
    key = here.session.session_key
    new = {"password1": "trois-brins-de-persil", "password2": "trois-brins-de-persil"}

    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})

    assert here.session.session_key != key
    assert told() == {"here"}
    assert 'data-told="True"' in here.get(reverse("messaging:inbox")).content.decode()


def test_notifications_end_with_the_term_of_the_session(browsers, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=15))
    assert told() == set()
    assert PushSubscription.objects.count() == 2

    forget_ended_sessions()

    assert not PushSubscription.objects.exists()


def test_nothing_more_is_said_where_the_session_ended_after_the_message(
    service, browser, thread
):
    message = send(thread, thread.initiator, "Bonjour.")
    Session.objects.all().delete()

    push.func(browser.pk, message.pk)
    send(thread, thread.initiator, "Encore moi.")

    assert service.received == []
    assert queued() == 1


def test_a_shared_browser_tells_who_asked_last(client, service, browser, resident):
    client.force_login(resident)

    subscribe(client, service.subscription())

    assert PushSubscription.objects.get().user == resident


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "https://push.example.org/send/one"},
        {"endpoint": "http://169.254.169.254/latest/"},
        {"endpoint": "javascript:alert(1)"},
        {"endpoint": ""},
        {"p256dh": "AAAA"},
        {"p256dh": "é"},
        {"auth": "AAAA"},
        {"auth": "é"},
    ],
)
def test_only_usable_subscriptions_of_known_services_are_kept(
    client, service, resident, wrong
):
    client.force_login(resident)

    answer = subscribe(client, service.subscription() | wrong)

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == list(wrong)
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    ("origin", "known"),
    [
        ("https://fcm.googleapis.com/fcm/send/x", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/x", True),
        ("https://web.push.apple.com/x", True),
        ("https://par02p.notify.windows.com/w/?token=x", True),
        ("http://fcm.googleapis.com/fcm/send/x", False),
        ("https://fcm.googleapis.com.example.org/x", False),
        ("https://example.org/a.push.apple.com", False),
        ("https://example.org#.push.apple.com", False),
        ("https://fcm.googleapis.com:8080/x", False),
    ],
)
def test_which_services_are_known(client, settings, service, resident, origin, known):
    settings.PUSH_SERVICES = base.PUSH_SERVICES
    client.force_login(resident)

    subscribe(client, service.subscription() | {"endpoint": origin})

    assert PushSubscription.objects.exists() == known


def test_the_oldest_browser_makes_room(client, settings, service, resident):
    settings.PUSH_BROWSERS_MAX = 2
    client.force_login(resident)
    for number in range(3):
        subscribe(client, service.subscription(f"/send/{number}"))

    kept = PushSubscription.objects.values_list("endpoint", flat=True)
    assert [one[-1] for one in kept] == ["1", "2"]


def test_subscribing_needs_an_account_and_a_token(client, service, resident):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(resident)

    assert subscribe(client, service.subscription()).status_code == 401
    assert subscribe(strict, service.subscription()).status_code == 403
    assert client.get(reverse("messaging:subscribe")).status_code == 405
    assert not PushSubscription.objects.exists()


def test_the_service_worker_acts_below_messages_only(client):
    answer = client.get("/messages/service-worker.js")

    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert "Service-Worker-Allowed" not in answer
    assert "fetch" not in answer.content.decode()


def test_a_new_key_can_be_made(settings):
    said = StringIO()
    call_command("make_vapid_keys", stdout=said)

    name, _equals, key = said.getvalue().strip().partition("=")
    settings.VAPID_PRIVATE_KEY = key
    assert name == "VAPID_PRIVATE_KEY"
    assert len(key) == 43
    assert len(public_key()) == 87
