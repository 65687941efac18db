"""Apart from the other forms: allauth builds the forms below upon them."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
)
from allauth.core.internal.cryptokit import compare_user_code
from django import forms
from django.utils.translation import gettext_lazy as _


class CodeField(forms.CharField):
    """The six digits that were sent, with or without their space."""

    def __init__(self, **kwargs):
        attributes = {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "class": "code",
            "size": 7,
        }
        kwargs.setdefault("label", _("Le code"))
        super().__init__(max_length=20, widget=forms.TextInput(attributes), **kwargs)
        self.error_messages["required"] = _("Tapez le code reçu par courriel.")


class CodeForm(ConfirmEmailVerificationCodeForm):
    code = CodeField()


class LoginCodeForm(ConfirmLoginCodeForm):
    code = CodeField()


class ReauthenticationCodeForm(forms.Form):
    """The code by which a person who is signed in proves it again."""

    code = CodeField()

    def __init__(self, *args, expected="", **kwargs):
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_code(self):
        code = self.cleaned_data["code"]
        if not compare_user_code(actual=code, expected=self.expected):
            raise get_adapter().validation_error("incorrect_code")
        return code
