"""The second factor: who must have one, how its secrets are kept."""

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from .actions import end_sessions
from .browsers import device_of
from .vaults import vault

VAULT = "accounts.vault"
SEALED = {"secret", "seed"}  # in `Authenticator.data`, by the adapter below
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class SecondFactorAdapter(DefaultMFAAdapter):
    """Where allauth leaves to the project what happens."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Ce n’est pas le bon code. Attendez le suivant."),
        "unverified_email": _(
            "Confirmez d’abord toutes vos adresses, ou retirez celle qui ne l’est pas."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Who reads a copy of the database must not be able to make codes."""
        return vault(VAULT).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return vault(VAULT).decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user, type) -> str:
        """Name a key after the device that makes it."""
        return device_of(context.request.headers.get("user-agent", ""))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        known = super().get_public_key_credential_rp_entity()
        return {**known, "name": settings.WAGTAIL_SITE_NAME}


def seal_again() -> int:
    """Seal with the present key what former ones sealed; return how many were read."""
    keys = Authenticator.objects.values_list("pk", flat=True)
    for key in keys:
        with transaction.atomic():  # a recovery code may be used at this moment
            one = Authenticator.objects.select_for_update().get(pk=key)
            for name in SEALED & one.data.keys():
                one.data[name] = vault(VAULT).rotate(one.data[name]).decode()
            one.save(update_fields=["data"])
    return len(keys)


def has_second_factor(user) -> bool:
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def must_enrol(user) -> bool:
    """Whether `user` may enter /admin/ once they have a second factor, and has none."""
    asked = settings.STAFF_MFA_REQUIRED and user.reaches_admin
    return asked and not has_second_factor(user)


class SecondFactorMiddleware:
    """Sends who enters the admin without a second factor where one makes it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        inside = request.path.startswith(reverse("wagtailadmin_home"))
        if inside and request.user.is_authenticated and must_enrol(request.user):
            back = urlencode({"next": request.path}) if request.method == "GET" else ""
            return redirect(f"{reverse('mfa_index')}?{back}")
        return self.get_response(request)


def after_enrolment(*, request: HttpRequest, user, authenticator, **kwargs) -> None:
    """End what an editor opened elsewhere with a password alone."""
    if authenticator.type in FACTORS and user.reaches_admin:
        here = request.session.session_key
        end_sessions(UserSession.objects.filter(user=user).exclude(session_key=here))
