from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .loading import commune_names
from .models import Commune


class CommuneInput(forms.TextInput):
    """Text with the names to choose from, which `{% commune_names %}` gives once."""

    def __init__(self, attrs=None):
        # No guess of the browser: it knows the person's town, not INSEE's spelling.
        super().__init__({"list": "communes", "autocomplete": "off", **(attrs or {})})


class Typed(str):
    """What somebody typed, to be shown again as it was."""


class CommuneField(forms.CharField):
    """A commune typed by a person: name, former name, postcode or INSEE code.

    Gives a `Commune`. Codes of its errors: `unknown_commune`, `ambiguous_commune`.
    """

    widget = CommuneInput

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Votre commune"))
        kwargs.setdefault("error_messages", {"required": _("Indiquez une commune.")})
        super().__init__(max_length=80, **kwargs)

    def bound_data(self, data, initial):
        return Typed(data) if data else data

    def prepare_value(self, value):
        if isinstance(value, Commune):
            return value.name
        return value if isinstance(value, Typed) else commune_names().get(value, value)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        found = list(Commune.objects.named(text))
        if len(found) == 1:
            return found[0]
        raise ambiguous(found) if found else unknown(text)


def ambiguous(communes: list[Commune]) -> ValidationError:
    names = ", ".join(commune.name for commune in communes)
    return ValidationError(
        _("Plusieurs communes ont ce code. Écrivez le nom de la vôtre : %(names)s."),
        code="ambiguous_commune",
        params={"names": names},
    )


def unknown(text: str) -> ValidationError:
    close = Commune.objects.closest_name(text)
    if close:
        message = _("Nous ne trouvons pas « %(text)s ». Vouliez-vous dire %(close)s ?")
    else:
        message = _("Nous ne trouvons pas « %(text)s » dans la Nièvre.")
    return ValidationError(
        message, code="unknown_commune", params={"text": text, "close": close}
    )
