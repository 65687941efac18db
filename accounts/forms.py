from typing import Any

from allauth.core import context
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from territory.forms import CommuneField

from .ages import BirthDateField, adult_on
from .charter import CHANGED, accept, current_charter
from .models import NotificationKind, PersonKind, Rhythm, User
from .passwords import PersonalPasswordValidator
from .selling import IDENTITY, SellerFields
from .visible import VisibleField


class SignupForm(forms.Form):
    """What a newcomer gives besides e-mail and password; allauth merges the two."""

    account_already_exists: bool  # what allauth found of the address
    first_name = VisibleField(label=_("Votre prénom"), max_length=40)
    birth_date = BirthDateField(label=_("Votre date de naissance"))
    commune = CommuneField()
    charter = forms.BooleanField(
        label=_("J’accepte la charte d’entraide"),
        error_messages={"required": _("Acceptez la charte pour créer votre compte.")},
    )
    # The one that was shown; programs that say nothing mean the one in force.
    charter_version = forms.DateField(
        label=_("Version de la charte"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rules = current_charter(context.request)
        self.fields["charter_version"].initial = self.rules and self.rules.version

    def clean(self):
        """Let who signs up twice go on with the same account: see `AccountAdapter`."""
        super().clean()
        self.refuse_former_charter()
        cleaned = self.cleaned_data
        password = cleaned.get("password1") or cleaned.get("password")
        self.refuse_personal(password)
        if self.account_already_exists:
            again = User.objects.signing_up(cleaned.get("email"), password)
            self.account_already_exists = again is None
        return cleaned

    def refuse_former_charter(self):
        """Ask again when the rules changed while the form was being filled in."""
        shown = self.cleaned_data.get("charter_version")
        current = self.fields["charter_version"].initial
        if shown is None or shown == current:
            return
        words = _("Nos règles viennent de changer : relisez-les, puis cochez la case.")
        if not self.has_error("charter"):
            self.add_error("charter", ValidationError(words, CHANGED))
        given: Any = self.data
        data = given.copy()
        data.pop("charter", None)
        data["charter_version"] = current or ""
        self.data = data

    def refuse_personal(self, password):
        """allauth compares the password with the address only."""
        known = {
            name: self.cleaned_data.get(name) for name in ("first_name", "commune")
        }
        newcomer = User(**{name: value for name, value in known.items() if value})
        try:
            PersonalPasswordValidator().validate(password or "", newcomer)
        except ValidationError as error:
            typed = "password1" if "password1" in self.fields else "password"
            self.add_error(typed, error)

    def signup(self, request, user):
        user.first_name = self.cleaned_data["first_name"]
        user.commune = self.cleaned_data["commune"]
        user.adult_on = adult_on(self.cleaned_data["birth_date"])
        user.save(update_fields=["first_name", "commune", "adult_on"])
        accept(user, self.rules.version if self.rules else None)


class ProfileForm(SellerFields, forms.ModelForm):
    """What people say of themselves; the site and the API share it."""

    commune: forms.Field = CommuneField()
    last_initial = forms.CharField(
        label=_("Initiale de votre nom"),
        required=False,
        max_length=2,
        help_text=_("Facultative. Les autres lisent par exemple « Martine L. »."),
        error_messages={"max_length": _("Une seule lettre suffit.")},
    )

    class Meta:
        model = User
        fields = [
            "first_name",
            "last_initial",
            "kind",
            "commune",
            "about",
            "seller_status",
            *IDENTITY,
        ]
        field_classes = {"first_name": VisibleField}
        labels = {"first_name": _("Votre prénom")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label=self.fields["kind"].label, choices=self.allowed_kinds()
        )

    def allowed_kinds(self):
        """A public body is declared by the staff, and stays one."""
        official = self.instance.kind == PersonKind.PUBLIC_BODY
        return [
            choice
            for choice in PersonKind.choices
            if (choice[0] == PersonKind.PUBLIC_BODY) == official
        ]

    def clean_seller_status(self):
        """What was declared may change, and is not taken back."""
        said = self.cleaned_data["seller_status"]
        if self.instance.seller_status and not said:
            return self.instance.seller_status
        return said

    def clean_last_initial(self):
        letter = self.cleaned_data["last_initial"].rstrip(".").upper()
        if letter and not (len(letter) == 1 and letter.isalpha()):
            raise forms.ValidationError(_("Une seule lettre suffit."), "one_letter")
        return letter


class EndSessionsForm(forms.Form):
    """One of the other places where a person is signed in; none means all of them."""

    def __init__(self, *args, sessions, **kwargs):
        super().__init__(*args, **kwargs)
        self.sessions = sessions
        self.fields["session"] = forms.ModelChoiceField(
            sessions,
            label=_("Connexion"),
            required=False,
            error_messages={"invalid_choice": _("Elle est déjà fermée.")},
        )

    def chosen(self):
        one = self.cleaned_data["session"]
        return self.sessions.filter(pk=one.pk) if one else self.sessions


class RhythmForm(forms.Form):
    """How often one wants mail of one kind."""

    kind = forms.ChoiceField(label=_("Au sujet de"), choices=NotificationKind)
    rhythm = forms.ChoiceField(label=_("Rythme"), choices=Rhythm)

    def clean_rhythm(self):
        """Messages alone are gathered: of the rest, one mail comes in its time."""
        rhythm = self.cleaned_data["rhythm"]
        gathered = self.cleaned_data.get("kind") == NotificationKind.MESSAGES
        if rhythm == Rhythm.DAILY and not gathered:
            raise forms.ValidationError(
                _("Ces courriels partent un par un\u00a0: choisissez oui ou jamais."),
                "not_gathered",
            )
        return rhythm
