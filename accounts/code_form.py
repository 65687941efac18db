"""Apart from the other forms: allauth builds the form below upon them."""

from allauth.account.forms import ConfirmEmailVerificationCodeForm
from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(ConfirmEmailVerificationCodeForm):
    """The six digits that were sent, with or without their space."""

    code = forms.CharField(
        label=_("Le code"),
        max_length=20,
        error_messages={"required": _("Tapez le code reçu par courriel.")},
        widget=forms.TextInput(
            {
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "class": "code",
                "size": 7,
            }
        ),
    )
