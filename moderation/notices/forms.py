from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.robots import HumanForm
from accounts.visible import VisibleField

from ..forms import AppealForm
from ..models import Appeal, Ground, Notice
from .actions import file_notice
from .addresses import target_at
from .contesting import contest_answer

WHO = ("reporter_name", "reporter_email")


class NoticeForm(forms.ModelForm):
    """What article 16 asks of whoever reports; the site and the API share it.

    The signed-in person is known already; of who reports the abuse of a child, no name
    is asked. A `target` replaces the address.
    """

    class Meta:
        model = Notice
        fields = [
            "address",
            "ground",
            "explanation",
            "threatens_life",
            "reporter_name",
            "reporter_email",
            "in_good_faith",
        ]
        labels = {
            "address": _("Adresse de la page, ou code de l’annonce"),
            "ground": _("Qu’est-ce qui pose problème ?"),
            "explanation": _("Expliquez"),
            "threatens_life": _("Une vie est en jeu"),
            "reporter_name": _("Votre nom"),
            "reporter_email": _("Votre courriel"),
            "in_good_faith": _(
                "Je pense de bonne foi que ce que je dis ici est exact et complet"
            ),
        }
        field_classes = {"explanation": VisibleField}
        widgets = {
            "address": forms.TextInput({"inputmode": "url", "autocapitalize": "off"}),
            "explanation": forms.Textarea({"rows": 5}),
            "reporter_name": forms.TextInput({"autocomplete": "name"}),
            "reporter_email": forms.EmailInput({"autocomplete": "email"}),
        }
        error_messages = {
            "address": {"required": _("Dites où se trouve ce qui pose problème.")},
            "ground": {"required": _("Choisissez ce qui pose problème.")},
            "explanation": {
                "required": _("Expliquez en quelques mots ce qui pose problème."),
                "max_length": _("Raccourcissez : 2 000 caractères au plus."),
            },
        }

    def __init__(self, *args, user, origin: str, target=None, **kwargs):
        super().__init__(*args, **kwargs)
        ground: Any = self.fields["ground"]
        ground.choices = [("", _("Choisissez")), *Ground.choices]
        self.user, self.target = user, target
        self.instance.origin = origin
        if user.is_authenticated:
            for name in WHO:
                del self.fields[name]
        if target is not None:
            self.fields["address"].required = False

    def clean_address(self):
        """Find what is meant, and keep the address under which the site shows it."""
        typed = self.cleaned_data["address"]
        if self.target is None:
            self.target = target_at(typed, self.user)
            if "#" not in typed and self.target.url != self.target.address:
                return self.target.url  # the whole of an exchange
        return self.target.address

    def clean_in_good_faith(self):
        if not self.cleaned_data["in_good_faith"]:
            raise ValidationError(
                _("Cochez cette case : la loi demande que vous l’affirmiez."),
                "required",
            )
        return True

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("ground") == Ground.CHILD_ABUSE:
            return cleaned
        asked = {
            "reporter_name": _("Écrivez votre nom : la loi le demande."),
            "reporter_email": _("Écrivez votre courriel : la réponse y sera envoyée."),
        }
        for name, words in asked.items():
            if name in self.fields and cleaned.get(name) == "":
                self.add_error(name, ValidationError(words, "required"))
        return cleaned

    def submit(self) -> Notice | None:
        """Take in what is said; None when something is left to correct."""
        if not self.is_valid() or self.target is None:
            return None
        try:
            return file_notice(self.target, self.instance, self.user)
        except ValidationError as error:
            self.add_error(field_of(error), error)
            return None


def field_of(error: ValidationError) -> str | None:
    return None if error.code == "too_many_notices" else "address"


class SiteNoticeForm(HumanForm, NoticeForm):
    """The same on the site, where robots come."""


class ContestForm(AppealForm):
    """Why who reported holds the answer for wrong; the site and the API share it."""

    def __init__(self, *args, notice: Notice, **kwargs):
        super().__init__(*args, **kwargs)
        self.notice = notice

    def submit(self) -> Appeal | None:
        """Take in what is said; None when something is left to correct."""
        if not self.is_valid():
            return None
        try:
            return contest_answer(self.notice, self.cleaned_data["words"])
        except ValidationError as error:
            self.add_error(None, error)
            return None


class SiteContestForm(HumanForm, ContestForm):
    """The same on the site, where robots come."""


class NumberForm(forms.Form):
    """The number of a receipt, typed or dictated."""

    number = forms.CharField(
        label=_("Votre numéro de signalement"),
        max_length=40,
        help_text=_(
            "Douze lettres et chiffres, dans le courriel d’accusé de réception."
        ),
        error_messages={"required": _("Écrivez le numéro de votre signalement.")},
    )

    def clean_number(self) -> Notice:
        found = Notice.objects.numbered(self.cleaned_data["number"]).first()
        if found is None:
            raise ValidationError(
                _("Aucun signalement n’a ce numéro. Relisez-le sur votre courriel."),
                "unknown",
            )
        return found
