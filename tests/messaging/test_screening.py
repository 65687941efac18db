"""Rules read messages before the other person does."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from messaging.actions import send, start_conversation
from messaging.models import Conversation, Message, MessageState
from moderation.actions import Judgment, decide
from moderation.models import Action, Case, Screening, TextPrint, Urgency
from moderation.targets import target_of
from tests.factories import ConversationFactory, ListingFactory, UserFactory

pytestmark = pytest.mark.django_db
SCAM = "Envoyez-moi un mandat cash avant samedi."
WEAPON = "Je vends aussi un fusil de chasse."
LONG_AGO = timezone.now() - timedelta(days=30)
NUMBER = "Appelez-moi au 06 39 98 45 12."


@pytest.fixture
def thread():
    return ConversationFactory()


def states(thread):
    return list(thread.messages.values_list("state", flat=True))


def test_what_a_rule_holds_waits_and_its_sender_is_told(client, thread):
    client.force_login(thread.initiator)

    page = client.post(thread.get_absolute_url(), {"body": SCAM}, follow=True)

    message = Message.objects.get()
    assert message.state == MessageState.HELD
    assert "la modération le relit avant de le remettre" in page.content.decode()
    case = Case.objects.get()
    assert (case.target_id, case.urgency) == (message.public_id, Urgency.WAITING)
    assert case.screenings.get().findings[0]["rule"] == "moyens-paiement-arnaque"
    client.force_login(thread.listing.author)
    assert "mandat cash" not in client.get(thread.get_absolute_url()).content.decode()


def test_the_next_ones_of_that_person_wait_too_each_with_a_case(thread):
    send(thread, thread.initiator, SCAM)
    send(thread, thread.initiator, "Alors ?")
    send(thread, thread.listing.author, "Bonjour")

    assert states(thread) == ["held", "held", "delivered"]
    assert (Case.objects.count(), Screening.objects.count()) == (2, 1)


def test_a_moderator_lets_it_through(thread):
    message = send(thread, thread.initiator, SCAM)

    decide(target_of(message), Judgment(Action.PUBLISH, "Sans danger."), UserFactory())

    assert states(thread) == ["delivered"]


def test_what_a_rule_refuses_stays_in_the_form(client):
    listing = ListingFactory()
    client.force_login(UserFactory())

    page = client.post(
        reverse("messaging:write", args=[listing.code]), {"body": WEAPON}
    )

    [mistake] = page.context["form"].errors.as_data()["body"]
    assert mistake.code == "refused_by_rule"
    assert WEAPON in page.content.decode()
    assert not Conversation.objects.exists()
    assert not TextPrint.objects.exists()


@pytest.mark.parametrize(
    ("who", "state"),
    [
        ({"trusted_at": None}, "held"),
        (
            {"trusted_at": None, "date_joined": timezone.now() - timedelta(30)},
            "delivered",
        ),
        ({}, "delivered"),
    ],
)
def test_contact_data_of_a_recent_account_waits(who, state):
    message = start_conversation(ListingFactory(), UserFactory(**who), NUMBER)

    assert message.state == state


def test_all_that_a_limited_person_writes_waits(thread):
    limited = thread.initiator
    limited.limited_until = timezone.now() + timedelta(days=1)
    limited.save()

    message = send(thread, limited, "Bonjour")

    assert message.state == MessageState.HELD
    assert (Case.objects.count(), Screening.objects.count()) == (1, 0)


def test_a_rule_that_flags_delivers_and_calls_calmly(thread):
    message = send(thread, thread.initiator, "On continue sur WhatsApp ?")

    assert message.is_delivered
    assert Case.objects.get().urgency == Urgency.CALM


def test_the_same_key_does_not_ask_again(thread):
    for _twice in range(2):
        send(thread, thread.initiator, SCAM, "une-clé")

    assert (Message.objects.count(), Case.objects.count()) == (1, 1)


def test_a_refusal_has_a_code(thread):
    with pytest.raises(ValidationError) as refused:
        send(thread, thread.initiator, WEAPON)

    assert refused.value.code == "refused_by_rule"
    assert "arme" in refused.value.messages[0].lower()


@pytest.mark.parametrize("how_many", [0, 20])
def test_reading_the_rules_costs_few_queries(
    thread, how_many, django_assert_max_num_queries
):
    for number in range(how_many):
        send(thread, thread.listing.author, f"Message numéro {number}")

    with django_assert_max_num_queries(18):
        send(thread, thread.initiator, "Bonjour, je viens samedi matin.")
