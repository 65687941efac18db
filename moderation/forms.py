from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Decision


class ReasonForm(forms.ModelForm):
    """Why a moderator decides what the button says."""

    class Meta:
        model = Decision
        fields = ["facts"]
        help_texts = {
            "facts": _(
                "L’auteur lira ces mots tels quels. Dites ce qui pose problème, "
                "sans nommer personne d’autre."
            )
        }
        error_messages = {
            "facts": {"required": _("Écrivez le motif de la décision.")},
        }
