"""The figures of moderation in a month or a year: articles 15 and 24 of the Digital
Services Act. Everything is counted in the rows themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import HARMLESS, Action, Answer, Appeal, Decision, Ground, Notice
from .recipients import monthly_average

HOUR = timedelta(hours=1)
YEAR_OF_THE_LAW = 2022  # regulation (EU) 2022/2065


@dataclass(frozen=True)
class Period:
    """From `start` up to, not including, `end`."""

    name: str
    start: datetime
    end: datetime

    @classmethod
    def named(cls, name: str) -> "Period":
        """Read « 2026 » or « 2026-11 »; raises ValidationError `period`."""
        year, _dash, month = name.strip().partition("-")
        try:
            first = datetime(int(year), int(month or 1), 1)
            if first.year < YEAR_OF_THE_LAW:
                raise ValueError("Before any figure.")
            months = 1 if month else 12
            year_after, month_after = divmod(first.month - 1 + months, 12)
            last = datetime(first.year + year_after, month_after + 1, 1)
        except ValueError as error:
            raise ValidationError(
                _("Écrivez une année (2026) ou un mois (2026-11)."), "period"
            ) from error
        shown = f"{first:%Y-%m}" if month else f"{first:%Y}"
        return cls(shown, timezone.make_aware(first), timezone.make_aware(last))

    def of(self, rows: QuerySet, moment: str) -> QuerySet:
        return rows.filter(
            **{f"{moment}__gte": self.start, f"{moment}__lt": self.end}
        ).order_by()


def report(period: Period) -> dict[str, Any]:
    """Return every figure of `period`; the same queries whatever the number of rows."""
    return {
        "period": period.name,
        "notices": notices(period),
        "decisions": decisions(period),
        "appeals": appeals(period),
        "recipients": monthly_average(period.end),
    }


def notices(period: Period) -> dict[str, Any]:
    """What people reported, and how long they waited; by the month of receipt."""
    rows = period.of(Notice.objects.all(), "created_at")
    answered = rows.filter(answered_at__isnull=False)
    counted = rows.aggregate(
        received=Count("pk"),
        acted=Count("pk", filter=Q(answer=Answer.ACTED)),
        kept=Count("pk", filter=Q(answer=Answer.KEPT)),
        gone=Count("pk", filter=Q(answer=Answer.GONE)),
        trusted=Count("pk", filter=Q(from_trusted=True)),
        life=Count("pk", filter=Q(threatens_life=True)),
    )
    return {
        **counted,
        "by_ground": by(rows, "ground"),
        "median_hours": median_hours(answered),
    }


def decisions(period: Period) -> dict[str, Any]:
    """What was decided: everything by action, restrictions by ground and means."""
    rows = period.of(Decision.objects.all(), "decided_at")
    restricting = rows.exclude(action__in=HARMLESS)
    counted = rows.aggregate(
        taken=Count("pk"),
        restricting=Count("pk", filter=~Q(action__in=HARMLESS)),
        automatic=Count("pk", filter=Q(is_automatic=True)),
        found_by_rule=Count("pk", filter=Q(found_by_rule=True)),
        suspensions=Count("pk", filter=Q(action=Action.SUSPEND)),
        bans=Count("pk", filter=Q(action=Action.BAN)),
    )
    automatic = restricting.filter(is_automatic=True)
    return {
        **counted,
        "by_action": by(rows, "action"),
        "by_kind": by(restricting, "target_kind"),
        "by_ground": by(restricting, "ground"),
        "automatic_by_ground": by(automatic, "ground"),
    }


def appeals(period: Period) -> dict[str, Any]:
    """What was contested, by the month of receipt."""
    rows = period.of(Appeal.objects.all(), "created_at")
    answered = rows.filter(answered_at__isnull=False)
    counted = rows.aggregate(
        received=Count("pk"),
        from_reporters=Count("notice"),
        taken_back=Count("pk", filter=Q(upheld=True)),
        maintained=Count("pk", filter=Q(upheld=False)),
        waiting=Count("pk", filter=Q(answered_at=None)),
    )
    return {**counted, "median_hours": median_hours(answered)}


def by(rows: QuerySet, name: str) -> dict[str, int]:
    counted = rows.values_list(name).annotate(number=Count("pk")).order_by(name)
    return dict(counted)


def median_hours(answered: QuerySet) -> float | None:
    """Return the median of the hours between receipt and answer, None without any."""
    took = ExpressionWrapper(
        F("answered_at") - F("created_at"), output_field=DurationField()
    )
    rows = answered.annotate(took=took).order_by("took").values_list("took", flat=True)
    number = rows.count()
    middle = list(rows[max(0, (number - 1) // 2) : number // 2 + 1])
    if not middle:
        return None
    return round(sum(middle, timedelta()) / len(middle) / HOUR, 1)


def lines(figures: dict[str, Any]) -> list[tuple[str, str, Any]]:
    """Return (part, what, how many) in French, for people to read."""
    return [
        (part, label, value)
        for name, part, labels in parts()
        for key, label in labels.items()
        for label, value in told(label, figures[name][key], key)
    ]


def told(label: str, value: Any, key: str) -> list[tuple[str, Any]]:
    if not isinstance(value, dict):
        return [(label, "–" if value is None else value)]
    return [(f"{label} : {word_of(key, one)}", count) for one, count in value.items()]


def word_of(key: str, value: str) -> str:
    words: dict[str, Any] = {
        "by_action": dict(Action.choices),
        "by_kind": {
            "listing": _("annonce"),
            "message": _("message"),
            "person": _("personne"),
        },
    }
    return str(words.get(key, dict(Ground.choices)).get(value, value))


def parts() -> list[tuple[str, str, dict[str, str]]]:
    """Return each part of the report with what its figures are called."""
    median = _("délai médian de réponse, en heures")
    return [
        (
            "notices",
            _("Signalements"),
            {
                "received": _("reçus"),
                "acted": _("suivis d’une mesure"),
                "kept": _("sans suite"),
                "gone": _("sur ce qui n’existait plus"),
                "trusted": _("venus de personnes de confiance"),
                "life": _("pour un danger grave"),
                "median_hours": median,
                "by_ground": _("motif"),
            },
        ),
        (
            "decisions",
            _("Décisions"),
            labels_of_decisions(),
        ),
        (
            "appeals",
            _("Contestations"),
            {
                "received": _("reçues"),
                "from_reporters": _("dont de personnes qui ont signalé"),
                "taken_back": _("décisions annulées"),
                "maintained": _("décisions maintenues ou remplacées"),
                "waiting": _("en attente"),
                "median_hours": median,
            },
        ),
        ("recipients", _("Destinataires"), words_of_recipients()),
    ]


def words_of_recipients() -> dict[str, str]:
    return {
        "monthly_average": _("personnes actives par mois, en moyenne"),
        "months": _("mois complets dans cette moyenne, six au plus"),
    }


def labels_of_decisions() -> dict[str, str]:
    return {
        "taken": _("prises"),
        "restricting": _("qui restreignent"),
        "automatic": _("prises par un automate"),
        "found_by_rule": _("repérées par un automate"),
        "suspensions": _("suspensions de compte"),
        "bans": _("exclusions"),
        "by_action": _("mesure"),
        "by_kind": _("objet restreint"),
        "by_ground": _("motif de restriction"),
        "automatic_by_ground": _("motif de restriction automatique"),
    }


def safe_cell(value: Any) -> Any:
    """Return `value` so that a spreadsheet shows it and computes nothing."""
    risky = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{value}" if risky else value
