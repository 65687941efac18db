"""What those are told to whom somebody wrote who was shut out for a scam.

Declared in `PERSON_CHEATED`: moderation knows nothing of conversations.
"""

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.mailing.letters import send_anyway
from accounts.models import User
from background.jobs import job

from ..models import Participant
from .turns import wait_for_people

TEMPLATE = "messaging/mails/warning.html"


def warn_correspondents(person: User) -> None:
    """Queue the warning, with the decision itself."""
    warn_those_written_to.enqueue(person.pk)


@job
def warn_those_written_to(person_key: int) -> None:
    """Warn once everybody who has a conversation with a person shut out since.

    Each in a transaction of their own: a second run warns those who are left.
    """
    person = User.objects.get(pk=person_key)
    if person.is_in_sight:  # the decision was taken back
        return
    for other in User.objects.filter(participations__in=unwarned(person)).distinct():
        warn(other, person)


def unwarned(person: User):
    """The other side of each conversation of `person` that bears no warning."""
    theirs = Q(conversation__initiator=person) | Q(conversation__listing__author=person)
    return Participant.objects.filter(theirs, warned_at=None).exclude(user=person)


@transaction.atomic
def warn(other: User, person: User) -> None:
    """Mark what `other` shares with `person`, and write to them the first time."""
    wait_for_people(other)
    shared = Participant.objects.filter(
        Q(conversation__initiator=person) | Q(conversation__listing__author=person),
        user=other,
    )
    told = shared.filter(warned_at__isnull=False).exists()
    if shared.filter(warned_at=None).update(warned_at=timezone.now()) and not told:
        latest = shared.latest("conversation__last_message_at")
        write_to(other, person, latest)


def write_to(other: User, person: User, side: Participant) -> None:
    """Queue a mail that may save its reader’s money."""
    subject = _("Prudence : la modération a fermé le compte de %(name)s")
    thread = reverse("messaging:thread", args=[side.conversation.public_id])
    about = {
        "subject": subject % {"name": person.display_name},
        "name": person.display_name,
        "url": f"{settings.SITE_URL}{thread}",
    }
    send_anyway(other, TEMPLATE, about)
