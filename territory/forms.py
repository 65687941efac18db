from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import Commune


class CommuneField(forms.CharField):
    """A commune typed by a person: name, former name, postcode or INSEE code.

    Gives a `Commune`. Codes of its errors: `unknown_commune`, `ambiguous_commune`.
    """

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Votre commune"))
        super().__init__(max_length=80, **kwargs)

    def prepare_value(self, value):
        known = Commune.objects.filter(pk=value).first() if value else None
        return known.name if known else value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        found = list(Commune.objects.named(text)[:9])
        if len(found) == 1:
            return found[0]
        raise ambiguous(found) if found else unknown(text)


def ambiguous(communes: list[Commune]) -> ValidationError:
    names = ", ".join(commune.name for commune in communes)
    return ValidationError(
        _("Plusieurs communes ont ce code : %(names)s. Écrivez le nom de la vôtre."),
        code="ambiguous_commune",
        params={"names": names},
    )


def unknown(text: str) -> ValidationError:
    close = Commune.objects.closest_name(text)
    if close:
        message = _("Nous ne trouvons pas « %(text)s ». Vouliez-vous dire %(close)s ?")
    else:
        message = _("Nous ne trouvons pas « %(text)s » dans la Nièvre.")
    return ValidationError(
        message, code="unknown_commune", params={"text": text, "close": close}
    )
