"""Proof of who calls through the API, where no page can ask for it."""

from allauth.account.forms import ReauthenticateForm
from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import User


def prove(request, user: User, password: str) -> None:
    """Check the password of who calls without a page.

    Codes of the ValidationError: `too_many_attempts`, and `incorrect_password` on
    `password`.
    """
    if not ratelimit.consume(request, action="reauthenticate", user=user):
        raise ValidationError(
            _("Trop d’essais. Attendez cinq minutes."), "too_many_attempts"
        )
    form = ReauthenticateForm({"password": password}, user=user)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
