"""How old people are: asked once, and kept of minors only, until they come of age."""

from datetime import date

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

OLDEST = 120
FORMATS = ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y", "%d%m%Y", "%Y-%m-%d"]


def birthday(born: date, years: int) -> date:
    """Return the day on which somebody born on `born` is `years` old."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:  # born on 29 February
        return date(born.year + years, 3, 1)


def adult_on(born: date) -> date | None:
    """Return the day to keep of a minor; of an adult, nothing."""
    day = birthday(born, settings.ADULT_AGE)
    return day if day > timezone.localdate() else None


def why_asked() -> str:
    words = _(
        "Par exemple\u00a0: 14/05/1968. Elle n’est jamais affichée. Il faut avoir "
        "%(age)s ans\u00a0; à partir de %(adult)s ans, elle n’est pas gardée."
    )
    return words % {"age": settings.MINIMUM_AGE, "adult": settings.ADULT_AGE}


class BirthDateField(forms.DateField):
    """A date of birth that lets its owner in; the date itself is never stored.

    Codes of its errors: `invalid`, `too_young`.
    """

    def __init__(self, **kwargs):
        hints = {"inputmode": "numeric", "autocomplete": "bday", "maxlength": 10}
        super().__init__(
            input_formats=FORMATS,
            widget=forms.TextInput(hints),
            help_text=lazy(why_asked, str)(),
            error_messages={
                "required": _("Indiquez votre date de naissance."),
                "invalid": _("Écrivez le jour, le mois et l’année : 14/05/1968."),
            },
            **kwargs,
        )

    def to_python(self, value):
        return super().to_python(str(value or ""))  # front ends may send a number

    def clean(self, value):
        born, today = super().clean(value), timezone.localdate()
        if born is None:
            return None
        if born > today or birthday(born, OLDEST) < today:
            raise ValidationError(self.error_messages["invalid"], "invalid")
        if birthday(born, settings.MINIMUM_AGE) > today:
            message = _("Il faut avoir %(age)s ans pour ouvrir un compte.")
            params = {"age": settings.MINIMUM_AGE}
            raise ValidationError(message, "too_young", params)
        return born
