from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from listings.forms import LinesField

from .models import Message


def longest() -> int:
    return settings.MESSAGING_LIMITS["characters"]


class MessageForm(forms.ModelForm):
    """A message and the key under which it is stored once."""

    body = LinesField(
        label=_("Votre message"),
        widget=forms.Textarea,
        validators=[MaxLengthValidator(longest)],
        error_messages={
            "required": _("Écrivez votre message avant de l’envoyer."),
            "max_length": _(
                "Votre message est trop long\u00a0: %(show_value)s caractères,"
                " pour %(limit_value)s au plus."
            ),
        },
    )
    idempotency_key = forms.CharField(
        max_length=64, required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Message
        fields = ["body"]
