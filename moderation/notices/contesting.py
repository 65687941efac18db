"""Contesting the answer to a notice: whoever has its number may, once."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from background.retention import before

from ..appeals import already_contested, file_appeal
from ..models import Appeal, Notice
from . import mail
from .actions import too_many


def contest_answer(notice: Notice, words: str) -> Appeal:
    """Let who reported say why the answer is wrong; somebody else answers again.

    Codes of the ValidationError: `nothing_to_contest`, `already_contested`,
    `too_late`, `too_many_appeals`, `target_gone`.
    """
    refuse_unless_contestable(notice)
    refuse_too_many(notice)
    # Who wrote it is known by the notice alone, and forgotten with it.
    return file_appeal(Appeal(notice=notice, words=words), mail.tell_contested)


def refuse_unless_contestable(notice: Notice) -> None:
    if notice.is_contested:
        raise already_contested()
    if notice.contest_until is None:
        message = _("Il n’y a pas de réponse à contester.")
        raise ValidationError(message, "nothing_to_contest")
    if timezone.now() > notice.contest_until:
        message = _("Le délai de six mois pour contester est passé.")
        raise ValidationError(message, "too_late")


def refuse_too_many(notice: Notice) -> None:
    """As many a day as one may report."""
    filed = Appeal.objects.filter(created_at__gt=before(1), notice__isnull=False)
    if too_many(filed, notice, prefix="notice__"):
        raise ValidationError(
            _(
                "Vous avez beaucoup contesté aujourd’hui. Gardez votre texte et "
                "revenez demain."
            ),
            "too_many_appeals",
        )
