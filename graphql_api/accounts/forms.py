from copy import copy

from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from accounts.forms import ProfileForm
from graphql_api.enums import stored_values
from territory.models import Commune


class ProfileInputForm(ProfileForm):
    """`ProfileForm`, with an INSEE code where a person types a name or a postcode."""

    commune: forms.Field = forms.ModelChoiceField(
        Commune.objects.all(),
        label=_("Commune"),
        error_messages={"invalid_choice": _("Cette commune est inconnue.")},
    )


def profile_form(values: dict, user) -> ProfileInputForm:
    """Return the form of an input; what it leaves out keeps its value."""
    before = model_to_dict(user, fields=ProfileInputForm.base_fields)
    return ProfileInputForm({**before, **stored_values(values)}, instance=copy(user))
