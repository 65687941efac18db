"""What comes from a passkey, on the site and through the API.

allauth reads it with fido2, which fails in many ways on what no telephone would say.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager

from allauth.headless.mfa import inputs
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms
from django.core.exceptions import ValidationError
from django.forms import CharField
from django.utils.translation import gettext_lazy as _

REFUSED = "incorrect_code"
MALFORMED = (
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    TypeError,
    ValueError,
    struct.error,
)


@contextmanager
def understood() -> Iterator[None]:
    """Refuse in the same words what is wrong and what cannot be read."""
    try:
        yield
    except MALFORMED as error:
        raise refusal() from error
    except ValidationError as error:
        if error.code != REFUSED:
            raise
        raise refusal() from error


def refusal() -> ValidationError:
    words = _("Cette clé d’accès n’a pas été reconnue. Recommencez.")
    return ValidationError(words, REFUSED)


class AddForm(forms.AddWebAuthnForm):
    name = CharField(
        label=_("nom, pour la reconnaître"), max_length=100, required=False
    )

    def clean(self) -> dict:
        with understood():
            return super().clean()


class AuthenticateForm(forms.AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with understood():
            return super().clean_credential()


class LoginForm(AuthenticateForm, forms.LoginWebAuthnForm):
    pass


class ReauthenticateForm(AuthenticateForm, forms.ReauthenticateWebAuthnForm):
    pass


class AddInput(AddForm, inputs.AddWebAuthnInput):
    pass


class AuthenticateInput(AuthenticateForm, inputs.AuthenticateWebAuthnInput):
    pass


class LoginInput(LoginForm, inputs.LoginWebAuthnInput):
    pass


class ReauthenticateInput(ReauthenticateForm, inputs.ReauthenticateWebAuthnInput):
    pass
