"""What moderators see of a person before they decide."""

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from ..models import Case, Decision

SHOWN = 5


def history_of(person, case: Case) -> dict:
    """Return facts as pairs of a name and a value, and the last decisions."""
    decisions = Decision.objects.received_by(person)
    cases = Case.objects.filter(owner=person).exclude(pk=case.pk)
    facts = [
        (_("autres dossiers"), cases.count()),
        (_("décisions reçues"), decisions.count()),
    ]
    for path in settings.PERSON_FACTS:
        facts += import_string(path)(person)
    return {
        "person": person,
        "facts": facts,
        "decisions": decisions.select_related("moderator")[:SHOWN],
    }
