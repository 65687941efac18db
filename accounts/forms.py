from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from territory.forms import CommuneField


class SignupForm(forms.Form):
    """What a newcomer gives besides e-mail and password; allauth merges the two."""

    first_name = forms.CharField(label=_("Votre prénom"), max_length=40)
    commune = CommuneField()
    charter = forms.BooleanField(
        label=_("J’accepte la charte d’entraide"),
        error_messages={"required": _("Acceptez la charte pour créer votre compte.")},
    )

    def signup(self, request, user):
        user.first_name = self.cleaned_data["first_name"]
        user.commune = self.cleaned_data["commune"]
        user.charter_accepted_at = timezone.now()
        user.save(update_fields=["first_name", "commune", "charter_accepted_at"])
