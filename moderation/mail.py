"""What people are told of decisions and appeals; queued with the decision itself."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.mailboxes import can_be_mailed
from accounts.mailing.letters import one_line

from .models import Action, Appeal, Decision
from .statements import statement_of


def tell_owner(decision: Decision) -> None:
    """Send the statement of reasons to the person concerned."""
    about = {"statement": statement_of(decision)}
    send(decision.owner, subject_of(decision), "moderation/mails/decision.html", about)


def tell_received(appeal: Appeal) -> None:
    """Acknowledge an appeal, and say who will answer."""
    about = {"statement": statement_of(appeal.decision), "words": appeal.words}
    subject = _("Votre contestation est reçue")
    send(appeal.author, subject, "moderation/mails/appeal_received.html", about)


def tell_answered(appeal: Appeal) -> None:
    """Give the answer to an appeal, with reasons again."""
    assert appeal.answer is not None
    about = {
        "appeal": appeal,
        "statement": statement_of(appeal.decision),
        "answer": statement_of(appeal.answer),
        "kept": appeal.answer.action == Action.KEEP,
    }
    subject = _("Réponse à votre contestation")
    send(appeal.author, subject, "moderation/mails/appeal_answered.html", about)


def subject_of(decision: Decision) -> str:
    headline = statement_of(decision).headline
    if decision.target_kind == "person":
        return headline
    said = {"headline": headline, "about": decision.subject_line}
    return _("%(headline)s\u00a0: %(about)s") % said


def send(person, subject: str, template: str, about: dict) -> None:
    """Queue a mail that cannot be declined: it is about the reader's own rights."""
    if person is None or not can_be_mailed(person):
        return
    shown = {**about, "subject": subject, "site_url": settings.SITE_URL}
    mail = EmailMultiAlternatives(
        subject=one_line(subject),
        body=render_to_string(template.replace(".html", ".txt"), shown),
        to=[person.email],
        reply_to=[settings.MODERATION_EMAIL],
        headers={"Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string(template, shown), "text/html")
    mail.send()
