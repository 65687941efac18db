"""What is told of a conversation before anything else: a scam, the end of it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from messaging.models import Participant
from moderation.models import Action, Ground
from moderation.people import ModeratedPerson
from tests.factories import ConversationFactory
from tests.graphql_api.test_messaging import global_id
from tests.judging import judge

pytestmark = pytest.mark.django_db
READ = """query ($id: ID!) { conversation(id: $id) {
  warning { headline advice } endsAt correspondent { about } } }"""


def told(graphql, thread):
    return graphql(READ, id=global_id(thread))["data"]["conversation"]


def judged(person, action):
    account = ModeratedPerson.find(person.public_id)
    judge(account.item, action, "Un mandat.", ground=Ground.SCAM)


@pytest.mark.django_db(transaction=True)
def test_whoever_talked_with_a_scammer_is_warned(client, graphql):
    thread = ConversationFactory(initiator__about="Je bricole.")
    client.force_login(thread.listing.author)
    before = {"warning": None, "endsAt": None}
    assert told(graphql, thread) == before | {"correspondent": {"about": "Je bricole."}}

    judged(thread.initiator, Action.BAN)
    call_command("work", once=True, verbosity=0)

    warning = told(graphql, thread)["warning"]
    assert warning["headline"].startswith("La modération a fermé ce compte")
    page = client.get(thread.get_absolute_url()).text
    assert warning["headline"] in page
    assert warning["advice"] in page
    judged(thread.initiator, Action.LIFT)
    assert told(graphql, thread)["warning"] is None
    assert warning["headline"] not in client.get(thread.get_absolute_url()).text


def test_the_end_of_a_conversation_is_told_to_who_was_told(client, graphql):
    long_ago = timezone.now() - timedelta(days=2000)
    thread = ConversationFactory(last_message_at=long_ago)
    side = Participant.objects.get(conversation=thread, user=thread.initiator)
    Participant.objects.filter(pk=side.pk).update(end_told_at=timezone.now())
    side.refresh_from_db()

    client.force_login(thread.initiator)
    assert told(graphql, thread)["endsAt"] == side.ends_at.isoformat()
    client.force_login(thread.listing.author)
    assert told(graphql, thread)["endsAt"] is None
