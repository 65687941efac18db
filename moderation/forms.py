from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.visible import VisibleField

from .models import Appeal, Decision


class ReasonForm(forms.ModelForm):
    """Why a moderator decides what the button says."""

    class Meta:
        model = Decision
        fields = ["facts"]
        field_classes = {"facts": VisibleField}
        help_texts = {
            "facts": _(
                "L’auteur lira ces mots tels quels. Dites ce qui pose problème, "
                "sans nommer personne d’autre."
            )
        }
        error_messages = {
            "facts": {"required": _("Écrivez le motif de la décision.")},
        }


class MeasureForm(ReasonForm):
    """The rule that was broken, and how."""

    class Meta(ReasonForm.Meta):
        fields = ["ground", "facts"]


class AppealForm(forms.ModelForm):
    """Why a person thinks that a decision is wrong."""

    class Meta:
        model = Appeal
        fields = ["words"]
        field_classes = {"words": VisibleField}
        help_texts = {
            "words": _(
                "Expliquez ce qui, selon vous, a été mal compris. 2 000 caractères au "
                "plus."
            )
        }
        error_messages = {
            "words": {
                "required": _("Écrivez vos raisons."),
                "max_length": _("Raccourcissez : 2 000 caractères au plus."),
            },
        }
