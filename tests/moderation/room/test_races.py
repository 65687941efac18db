"""Two moderators decide one case at the same moment: one decision is taken."""

import pytest
from django.core.exceptions import ValidationError

from messaging.models import Message
from moderation.actions import Judgment
from moderation.models import Action, AuditEvent, Case, Decision, Verb
from moderation.room.deciding import decide_case
from moderation.targets import find_target
from tests.threads import at_once

from .conftest import held_message, member_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_decisions_at_once_one_is_taken():
    case = held_message()
    people = [member_of("Modération", first_name=name) for name in ("Paul", "Marie")]
    refused = []

    def decide_as(moderator):
        target = find_target("message", case.target_id)
        try:
            decide_case(case, target, Judgment(Action.REFUSE, "Non."), moderator)
        except ValidationError as error:
            refused.append(error.code)

    at_once([lambda who=who: decide_as(who) for who in people])

    assert refused == ["already_decided"]
    assert Decision.objects.count() == 1
    assert AuditEvent.objects.filter(verb=Verb.DECIDED).count() == 1
    assert Message.objects.get().state == "refused"
    assert Case.objects.get().closed_at is not None
