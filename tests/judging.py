"""Deciding about things in tests, as moderators do."""

from moderation.actions import Judgment, decide
from moderation.models import Action, Decision, Ground
from moderation.targets import target_of
from tests.factories import UserFactory


def judge(
    item,
    action: str = Action.HIDE,
    facts: str = "Un numéro de téléphone.",
    *,
    ground: str = Ground.CONTACT,
    until=None,
    **who,
) -> Decision:
    """Decide about `item`; by somebody new unless a `moderator` is given."""
    moderator = who["moderator"] if "moderator" in who else UserFactory()
    judgment = Judgment(action, facts, ground=ground, until=until)
    return decide(target_of(item), judgment, moderator)
