from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from listings.forms import LinesField

from .models import Message, Outcome, OutcomeReason


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


class Shelf(TextChoices):
    """Which conversations the inbox shows."""

    ALL = "toutes", _("Toutes")
    UNREAD = "a-lire", _("À lire")
    ARCHIVED = "archivees", _("Archivées")


class InboxForm(forms.Form):
    """What a person asks of their inbox."""

    shelf = forms.ChoiceField(label=_("Afficher"), choices=Shelf, required=False)
    search = forms.CharField(
        label=_("Chercher dans mes messages"), max_length=100, required=False
    )

    def found_in(self, conversations, user):
        """Narrow `conversations`; what was asked wrongly is not asked."""
        asked = self.cleaned_data if self.is_valid() else {}
        shelf = asked.get("shelf") or Shelf.ALL
        rows = conversations.of(user, archived=shelf == Shelf.ARCHIVED)
        if shelf == Shelf.UNREAD:
            rows = rows.unread_by(user)
        return rows.holding(asked.get("search", ""), user)


class OutcomeForm(forms.Form):
    """What one of the two people says became of it."""

    outcome = forms.ChoiceField(
        label=_("Qu’est-ce que ça a donné ?"),
        choices=Outcome,
        error_messages={"required": _("Dites ce que cela a donné.")},
    )
    reason = forms.ChoiceField(
        label=_("Pourquoi ?"),
        choices=[("", _("Choisissez une raison")), *OutcomeReason.choices],
        required=False,
    )
    note = forms.CharField(
        label=_("Quelques mots, si vous le souhaitez"), max_length=300, required=False
    )
