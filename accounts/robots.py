"""Forms that anybody may send: two questions that only robots answer wrong.

A field that people do not see, and the time they took. Nobody is asked to prove
anything, and no other site is called. Applications that use the API are not asked.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.utils.translation import gettext_lazy as _

TRAP, OPENED = "site_web", "ouverte"
SALT = "accounts.robots"


class HumanForm(forms.Form):
    """Adds both; `components/robots.html` shows them. What was typed stays typed."""

    site_web = forms.CharField(
        label=_("Laissez cette case vide"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )
    ouverte = forms.CharField(
        label=_("Ouverture de la page"), required=False, widget=forms.HiddenInput
    )
    wait = _("Vous avez été très rapide ! Relisez, puis envoyez encore une fois.")
    again = _("Cette page attendait depuis longtemps : envoyez encore une fois.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[OPENED].initial = TimestampSigner(salt=SALT).sign("")

    def visible_fields(self):
        """Leave the trap out of what is shown one by one."""
        return [field for field in super().visible_fields() if field.name != TRAP]

    def clean(self):
        cleaned = super().clean()
        wrong = self.looks_automatic()
        if wrong:
            self.open_anew()
            self.add_error(None, forms.ValidationError(wrong, "too_fast"))
        return cleaned

    def looks_automatic(self):
        """Return what to say to a robot, or to who was as fast as one."""
        fastest = settings.FORM_FASTEST_SECONDS  # 0: the clock is not looked at
        signed = self.cleaned_data.get(OPENED, "")
        if self.cleaned_data.get(TRAP) or (fastest and younger(signed, fastest)):
            return self.wait
        if fastest and not younger(signed, settings.FORM_LONGEST_SECONDS):
            return self.again
        return None

    def open_anew(self):
        """Show the form with an empty trap; the clock goes on unless it was wrong."""
        given: Any = self.data
        data = given.copy()
        data[self.add_prefix(TRAP)] = ""
        name = self.add_prefix(OPENED)
        if not younger(data.get(name, ""), settings.FORM_LONGEST_SECONDS):
            data[name] = self.fields[OPENED].initial
        self.data = data


def younger(signed: str, seconds: int) -> bool:
    """Whether a form was given out by this site less than `seconds` ago."""
    try:
        TimestampSigner(salt=SALT).unsign(signed, max_age=seconds)
    except BadSignature:  # an ended one is bad too
        return False
    return True
