import pytest
from django.contrib.auth.models import Group

from messaging.moderated import ModeratedMessage
from moderation.actions import open_case
from moderation.models import Ground, Notice, Screening, Urgency
from moderation.targets import target_of
from tests.factories import ListingFactory, MessageFactory, UserFactory

FINDING = {
    "rule": "moyens-paiement",
    "category": "scam",
    "words": "mandat cash",
    "message": "Ce moyen de paiement est celui des arnaques.",
}


def member_of(group, **fields):
    user = UserFactory(**fields)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def moderator(client):
    user = member_of("Modération", first_name="Paul", last_initial="")
    client.force_login(user)
    return user


def held_listing(**fields):
    """Return the case of a listing that a rule wanted somebody to read."""
    fields = {"description": "Payez par mandat cash.", "status": "pending", **fields}
    case = open_case(target_of(ListingFactory(**fields)))
    Screening.objects.create(case=case, owner=case.owner, findings=[FINDING])
    return case


def held_message(**fields):
    message = MessageFactory(held=True, **{"body": "Par mandat cash svp.", **fields})
    case = open_case(ModeratedMessage(message), Urgency.HARM)
    Screening.objects.create(case=case, owner=case.owner, findings=[FINDING])
    return case


def reported(item, how_many=1, ground=Ground.MISLEADING):
    case = open_case(target_of(item))
    for number in range(how_many):
        Notice.objects.create(
            case=case,
            reporter=UserFactory(first_name=f"Rapporteur{number}"),
            address="https://example.org/annonces/",
            ground=ground,
            explanation="Ce n’est pas vrai.",
        )
    return case


def address(case):
    return f"/admin/moderation/{case.public_id}/"
