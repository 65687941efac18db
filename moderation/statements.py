"""The statement of reasons of a decision: article 17 of the Digital Services Act."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .charter import rule_of
from .models import Action, Decision

# What happened, by what it is about.
HEADLINES: dict[tuple[str, str], Any] = {
    ("listing", Action.PUBLISH): gettext_lazy("Votre annonce est en ligne"),
    ("listing", Action.CHANGES): gettext_lazy("Votre annonce est à modifier"),
    ("listing", Action.REFUSE): gettext_lazy("Votre annonce est refusée"),
    ("listing", Action.HIDE): gettext_lazy("Votre annonce est masquée"),
    ("listing", Action.RESTORE): gettext_lazy("Votre annonce est de nouveau en ligne"),
    ("message", Action.PUBLISH): gettext_lazy("Votre message est remis"),
    ("message", Action.REFUSE): gettext_lazy("Votre message n’est pas remis"),
    ("message", Action.RESTORE): gettext_lazy("Votre message est de nouveau visible"),
    ("message", Action.REMOVE): gettext_lazy("Votre message est supprimé"),
    ("person", Action.WARN): gettext_lazy("Un avertissement de la modération"),
    ("person", Action.LIMIT): gettext_lazy("Ce que vous écrivez est relu"),
    ("person", Action.SUSPEND): gettext_lazy("Votre compte est suspendu"),
    ("person", Action.BAN): gettext_lazy("Votre compte est exclu du site"),
    ("person", Action.LIFT): gettext_lazy("La mesure contre votre compte est levée"),
}
SHUT_OUT = gettext_lazy(
    "Vous pouvez vous connecter, lire les décisions, les contester, reprendre vos "
    "données et supprimer votre compte. Vous ne pouvez rien publier ni écrire, et "
    "personne ne voit vos annonces."
)
# What it changes for the person, and where: the scope of the decision.
SCOPES: dict[tuple[str, str], Any] = {
    ("listing", Action.CHANGES): gettext_lazy(
        "Elle n’est pas en ligne. Modifiez ce qui est demandé puis enregistrez : elle "
        "repart à la relecture."
    ),
    ("listing", Action.REFUSE): gettext_lazy(
        "Personne d’autre que vous ne la voit, ni sur le site ni par les applications."
    ),
    ("listing", Action.HIDE): gettext_lazy(
        "Personne d’autre que vous ne la voit, ni sur le site ni par les applications."
    ),
    ("message", Action.REFUSE): gettext_lazy(
        "L’autre personne ne le reçoit pas. Le reste de l’échange demeure."
    ),
    ("message", Action.REMOVE): gettext_lazy(
        "L’autre personne ne le voit plus. Le reste de l’échange demeure."
    ),
    ("person", Action.WARN): gettext_lazy(
        "Rien ne change pour votre compte. Si cela se reproduit, il pourra être limité "
        "ou suspendu."
    ),
    ("person", Action.LIMIT): gettext_lazy(
        "Ce que vous publiez et ce que vous envoyez attend une relecture."
    ),
    ("person", Action.SUSPEND): SHUT_OUT,
    ("person", Action.BAN): SHUT_OUT,
}


@dataclass(frozen=True)
class Statement:
    """Everything that a person is told of a decision, in French words."""

    headline: str
    about: str
    facts: str
    rule: str
    means: str
    scope: str
    duration: str
    contest_until: datetime | None
    url: str


def statement_of(decision: Decision) -> Statement:
    """Return what `decision` tells its owner; `rule` is empty when it takes nothing."""
    harmless = decision.is_harmless
    page = reverse("decisions:decision", args=[decision.public_id])
    return Statement(
        headline=headline_of(decision),
        about=decision.subject_line,
        facts=decision.facts,
        rule="" if harmless else rule_of(decision),
        means=means_of(decision, was_reported(decision)),
        scope=scope_of(decision),
        duration=duration_of(decision),
        contest_until=None if harmless else decision.contest_until,
        url=f"{settings.SITE_URL}{page}",
    )


def headline_of(decision: Decision) -> str:
    known = HEADLINES.get((decision.target_kind, decision.action))
    if known is None:
        return _("La modération a décidé : %(action)s") % {
            "action": decision.get_action_display()
        }
    return str(known)


def scope_of(decision: Decision) -> str:
    return str(SCOPES.get((decision.target_kind, decision.action), ""))


def was_reported(decision: Decision) -> bool:
    return Decision.objects.filter(pk=decision.pk).reported().exists()


def means_of(decision: Decision, reported: bool) -> str:
    """Say whether machines took part, and whether somebody reported it: never who."""
    if decision.is_automatic:
        return _("Décision prise par un automate, sans intervention humaine.")
    if decision.found_by_rule:
        return _("Repéré par un automate, décidé par une personne de la modération.")
    if reported:
        return _("Signalé, puis décidé par une personne de la modération.")
    return _("Décidé par une personne de la modération, sans automate.")


def duration_of(decision: Decision) -> str:
    if decision.is_harmless or decision.action == Action.WARN:
        return ""
    if decision.action == Action.CHANGES:
        return _("Jusqu’à ce que l’annonce modifiée soit relue.")
    if decision.until is None:
        return _("Sans limite de durée, sauf nouvelle décision.")
    return _("Jusqu’au %(moment)s.") % {"moment": moment_in_words(decision.until)}


def moment_in_words(moment: datetime) -> str:
    return date_format(localtime(moment), "j F Y à G\u00a0\\h\u00a0i")
