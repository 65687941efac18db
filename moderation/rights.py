"""What moderation gives to the archive of a person: accounts call it."""

from django.utils.translation import gettext as _

from accounts.rights.parts import Entry, Field, Part


def export(user) -> Part:
    """Give the decisions taken about a person, without who took them."""
    entries = [
        Entry(
            decision.get_action_display(),
            [
                Field("decidedAt", _("Le"), decision.decided_at),
                Field("about", _("Au sujet de"), decision.target_kind),
                Field("facts", _("Motif"), decision.facts),
            ],
        )
        for decision in user.decisions_received.order_by("decided_at", "pk")
    ]
    return Part("decisions", _("Décisions de la modération"), entries)
