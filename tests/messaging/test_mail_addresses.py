"""Whose address a mail was sent to."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from messaging.mail_in.addresses import addressee, bounce_address, reply_address
from messaging.models import Participant
from tests.factories import ConversationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reply_domain(settings):
    settings.REPLY_DOMAIN = "Reponse.example.org"


@pytest.fixture
def participant():
    thread = ConversationFactory()
    return thread.participants.get(user=thread.initiator)


def refused(address):
    with pytest.raises(ValidationError) as refusal:
        addressee(address)
    return refusal.value.code


def test_an_address_leads_back_to_its_participant(participant):
    address = reply_address(participant)

    assert re.fullmatch(r"reponse\+[a-z2-7]{55}@Reponse\.example\.org", address)
    assert len(address.partition("@")[0]) <= 64
    assert addressee(address) == participant


@pytest.mark.parametrize("change", [str.upper, str.lower, str.swapcase])
def test_the_case_of_an_address_means_nothing(participant, change):
    assert addressee(change(reply_address(participant))) == participant
    assert addressee(change(bounce_address(participant.user))) == participant.user


def test_both_sides_of_a_conversation_have_their_own(participant):
    (other,) = Participant.objects.exclude(pk=participant.pk)

    assert addressee(reply_address(other)) == other
    assert reply_address(other) != reply_address(participant)


def test_without_a_domain_there_is_no_address(participant, settings):
    known = reply_address(participant)
    settings.REPLY_DOMAIN = ""

    assert reply_address(participant) == ""
    assert bounce_address(participant.user) == ""
    assert refused(known) == "unknown_address"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "@",
        "reponse",
        "reponse+@reponse.example.org",
        "reponse+é€@reponse.example.org",
        "reponse+a=======@reponse.example.org",
        "reponse+1189@reponse.example.org",
        f"reponse+{'a' * 55}@reponse.example.org",
        f"reponse+{'a' * 5000}@reponse.example.org",
        f"autre+{'a' * 55}@reponse.example.org",
        f"bounce+{'a' * 55}@reponse.example.org",
        "reponse+\0@reponse.example.org",
    ],
)
def test_what_is_not_an_address_of_ours_is_unknown(address):
    assert refused(address) == "unknown_address"


@pytest.mark.parametrize("at", [9, 20, 36, 40, 60])
def test_a_changed_letter_makes_an_address_unknown(participant, at):
    address = reply_address(participant)
    letter = "a" if address[at] != "a" else "b"

    assert refused(address[:at] + letter + address[at + 1 :]) == "unknown_address"


def test_an_address_of_one_kind_or_domain_is_none_of_another(participant):
    address = reply_address(participant)

    assert refused(address.replace("reponse+", "bounce+")) == "unknown_address"
    assert refused(address.replace("example.org", "example.com")) == "unknown_address"


def test_the_addresses_of_a_deleted_conversation_are_unknown(participant):
    address = reply_address(participant)

    participant.conversation.delete()

    assert refused(address) == "unknown_address"


def test_an_address_ends_after_ninety_days(participant, time_machine):
    address = reply_address(participant)

    time_machine.move_to(timezone.now() + timedelta(days=90))
    assert addressee(address) == participant
    time_machine.move_to(timezone.now() + timedelta(days=1))
    assert refused(address) == "expired_address"


def test_an_address_survives_a_new_secret_key(participant, settings):
    address = reply_address(participant)

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert addressee(address) == participant
    settings.SECRET_KEY_FALLBACKS = []
    assert refused(address) == "unknown_address"


def test_failures_of_an_old_mailbox_are_none_of_the_new_one():
    user = UserFactory()
    address = bounce_address(user)
    assert addressee(address) == user

    user.email = "nouvelle@example.org"
    user.save()

    assert refused(address) == "unknown_address"
