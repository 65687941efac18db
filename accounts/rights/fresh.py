"""Proof of who calls through the API, where no page can ask for it."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ReauthenticateForm
from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import User
from ..sensitive import proved_in
from ..tokens import session_data


def prove(request, user: User, password: str | None) -> None:
    """Check who calls without a page, by password or by what they just proved.

    Codes of the ValidationError: `too_many_attempts`, and `required` or
    `incorrect_password` on `password`.
    """
    if password is None:
        return refuse_unless_proved(request, user)
    if not ratelimit.consume(request, action="reauthenticate", user=user):
        raise ValidationError(
            _("Trop d’essais. Attendez cinq minutes."), "too_many_attempts"
        )
    form = ReauthenticateForm({"password": password}, user=user)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    return None


def refuse_unless_proved(request, user: User) -> None:
    """Let whoever signed in, or proved who they are, a moment ago go on."""
    session = session_data(request)
    if session is None or not proved_in(session, user):
        words = _("Donnez votre mot de passe, ou connectez-vous de nouveau.")
        raise ValidationError({"password": ValidationError(words, "required")})


def closed_account_of(request, email: str, password: str) -> User | None:
    """Return the closed account that a password opens, as signing in does on the site.

    Codes of the ValidationError: `too_many_login_attempts`, `email_password_mismatch`.
    """
    adapter = get_adapter(request)
    user: Any = adapter.authenticate(request, email=email, password=password)
    if user is None:
        raise adapter.validation_error("email_password_mismatch")
    return user if user.erasure_due_at and not user.erased_at else None
