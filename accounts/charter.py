"""The rules that everybody accepts: which version is in force, and who accepted it.

Editors write and date them in `cms`, which the setting `CHARTER` names.
"""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from .models import CharterAcceptance, User

CHANGED = "charter_changed"  # the code of the refusal, for programs


@dataclass(frozen=True)
class Charter:
    """The version in force; `changes` is one sentence of the editors, or empty."""

    version: date
    title: str
    url: str
    changes: str

    @property
    def is_announced(self) -> bool:
        """Whether it will apply on a day to come only."""
        return self.version > timezone.localdate()


def current_charter(request: HttpRequest | None) -> Charter | None:
    """Return the rules in force, read once for `request`; None while none are dated."""
    return import_string(settings.CHARTER)(request)


def charter_to_accept(user, request: HttpRequest) -> Charter | None:
    """Return the rules in force unless `user`, maybe anonymous, accepted them."""
    if not user.is_authenticated:
        return None
    charter = current_charter(request)
    return None if charter is None or accepted(user, charter) else charter


def accepted(user: User, charter: Charter | None) -> bool:
    """Whether `user` has nothing left to accept."""
    return charter is None or user.charter_version == charter.version


@transaction.atomic
def accept(user: User, version: date | None) -> None:
    """Note that `user` accepted `version`; the second time changes nothing."""
    given, _created = CharterAcceptance.objects.get_or_create(
        user=user, version=version, defaults={"account": user.public_id}
    )
    user.charter_version, user.charter_accepted_at = version, given.accepted_at
    user.save(update_fields=["charter_version", "charter_accepted_at"])


class AcceptanceForm(forms.Form):
    """Which version one has read: the site and the API share it."""

    version = forms.DateField(label=_("Version du"), widget=forms.HiddenInput)

    def __init__(self, *args, charter: Charter | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.charter = charter

    def clean_version(self) -> date:
        version = self.cleaned_data["version"]
        if self.charter is None or version != self.charter.version:
            raise ValidationError(
                _("Nos règles ont encore changé : lisez-les, puis acceptez-les."),
                CHANGED,
            )
        return version
