"""What becomes of things signed and sealed when the secret key changes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from cryptography.fernet import InvalidToken
from django.core import signing
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.mailing.links import preferences_url, reader_of
from accounts.rights.links import closed_account, come_back_path
from messaging.links import signed, target_of
from messaging.mail_in.addresses import addressee, bounce_address
from messaging.notifications.outcome import answer_url, side_of
from messaging.push.keys import public_key
from tests.factories import ConversationFactory, UserFactory

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "un-panier-de-poireaux"


@pytest.fixture
def change(settings):
    """Change the key; `change.drop()` then forgets the former one."""

    def change_key():
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another-for-these-tests-only"

    def drop():
        settings.SECRET_KEY_FALLBACKS = []

    change_key.drop = drop
    return change_key


def token_of(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2]


def test_former_keys_come_from_the_environment():
    shown = "from django.conf import settings; print(settings.SECRET_KEY_FALLBACKS)"
    told = {"SECRET_KEY_FALLBACKS": "one,,two", "PYTHONUTF8": "1"}
    told["DJANGO_SETTINGS_MODULE"] = "config.settings.base"

    ran = subprocess.run(
        [sys.executable, "-c", shown],
        cwd=ROOT,
        env={**os.environ, **told},
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout == "['one', 'two']\n"


def test_links_of_mails_outlive_a_change_until_the_former_key_goes(change):
    user = UserFactory(erasure_due_at=timezone.now())
    side = ConversationFactory().participants.first()
    answer, choice = (
        token_of(answer_url(side)),
        token_of(preferences_url(side.user, "messages")),
    )
    back, target = token_of(come_back_path(user)), signed("https://example.org/")

    change()

    assert side_of(answer) == side
    assert reader_of(choice) == (side.user, "messages")
    assert closed_account(back) == user
    assert target_of(target) == "https://example.org/"
    change.drop()
    for find, token in ((side_of, answer), (reader_of, choice)):
        with pytest.raises(signing.BadSignature):
            find(token)
    assert (closed_account(back), target_of(target)) == (None, None)


def test_failures_of_mails_sent_before_are_still_understood(change, settings):
    settings.REPLY_DOMAIN = "reponse.example.org"
    user = UserFactory()
    address = bounce_address(user)

    change()

    assert addressee(address) == user


def test_a_session_goes_on_and_can_still_be_ended_from_afar(change):
    user = UserFactory()
    user.set_password(PASSWORD)
    user.save()
    phone, desk = Client(), Client()
    for browser in (phone, desk):
        browser.post(
            reverse("account_login"), {"login": user.email, "password": PASSWORD}
        )
    profile = reverse("account_profile")

    change()

    assert [one.get(profile).status_code for one in (phone, desk)] == [200, 200]
    change.drop()
    assert phone.get(profile).status_code == 200
    assert {one.session.session_key for one in (phone, desk)} == set(
        UserSession.objects.values_list("session_key", flat=True)
    )
    desk.post(reverse("usersessions_list"))
    assert [one.get(profile).status_code for one in (phone, desk)] == [302, 200]


def test_a_session_that_was_not_used_meanwhile_ends_with_the_former_key(change, client):
    client.force_login(UserFactory())
    change()
    change.drop()

    assert client.get(reverse("account_profile")).status_code == 302


def test_sealed_secrets_are_sealed_anew_before_the_former_key_goes(change, capsys):
    user = UserFactory()
    TOTP.activate(user, "SECRET")
    codes = RecoveryCodes.activate(user).get_unused_codes()
    change()

    call_command("seal_again")

    assert capsys.readouterr().out == "2 second factors are sealed with this key.\n"
    change.drop()
    kept = Authenticator.objects.get(type="recovery_codes").wrap()
    assert kept.get_unused_codes() == codes


def test_what_was_not_sealed_anew_is_lost_with_the_former_key(change):
    codes = RecoveryCodes.activate(UserFactory()).instance
    change()
    change.drop()

    with pytest.raises(InvalidToken):
        Authenticator.objects.get(pk=codes.pk).wrap().get_unused_codes()


def test_browsers_that_are_notified_do_not_notice(change, settings):
    settings.VAPID_PRIVATE_KEY = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
    before = public_key()

    change()

    assert public_key() == before
