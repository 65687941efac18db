"""What people are told of decisions and appeals; queued with the decision itself."""

from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.mailing.letters import send_anyway

from .models import Appeal, Decision
from .statements import means_of, statement_of, was_reported

HEADED = "%(headline)s\u00a0: %(about)s"


def tell_owner(decision: Decision, place: str = "") -> None:
    """Send the statement of reasons to the person concerned.

    `place` is the path under which they see again what was given back.
    """
    about = {
        "subject": subject_of(decision),
        "statement": statement_of(decision),
        "place": f"{settings.SITE_URL}{place}" if place else "",
    }
    send_anyway(decision.owner, "moderation/mails/decision.html", about)


def tell_still(measure: Decision, review: Decision) -> None:
    """Say that what a rule decided stays, and why the person who reviewed it thinks so.

    What can be contested remains the measure.
    """
    headline = _("Après relecture, la décision est maintenue")
    statement = replace(
        statement_of(measure),
        headline=headline,
        facts=review.facts,
        means=means_of(review, was_reported(review)),
    )
    said = {"headline": headline, "about": measure.subject_line}
    about = {"subject": HEADED % said, "statement": statement}
    send_anyway(review.owner, "moderation/mails/decision.html", about)


def tell_received(appeal: Appeal) -> None:
    """Acknowledge an appeal, and say who will answer."""
    assert appeal.decision is not None
    about = {
        "subject": _("Votre contestation est reçue"),
        "statement": statement_of(appeal.decision),
        "words": appeal.words,
    }
    send_anyway(appeal.author, "moderation/mails/appeal_received.html", about)


def tell_answered(appeal: Appeal) -> None:
    """Give the answer to an appeal, with reasons again."""
    assert appeal.decision is not None
    assert appeal.answer is not None
    about = {
        "subject": _("Réponse à votre contestation"),
        "appeal": appeal,
        "statement": statement_of(appeal.decision),
        "answer": statement_of(appeal.answer),
        "kept": appeal.answer.leaves_as_is,
    }
    send_anyway(appeal.author, "moderation/mails/appeal_answered.html", about)


def subject_of(decision: Decision) -> str:
    headline = statement_of(decision).headline
    if decision.target_kind == "person":
        return headline
    said = {"headline": headline, "about": decision.subject_line}
    return HEADED % said
