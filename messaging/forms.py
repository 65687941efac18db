from django import forms
from django.utils.translation import gettext_lazy as _

from listings.forms import LinesField

from .models import Message


class MessageForm(forms.ModelForm):
    """A message and the key under which it is stored once."""

    idempotency_key = forms.CharField(
        max_length=64, required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Message
        fields = ["body"]
        field_classes = {"body": LinesField}
        labels = {"body": _("Votre message")}
        error_messages = {
            "body": {
                "required": _("Écrivez votre message avant de l’envoyer."),
                "max_length": _(
                    "Votre message est trop long\u00a0: %(show_value)s caractères,"
                    " pour %(limit_value)s au plus."
                ),
            }
        }
