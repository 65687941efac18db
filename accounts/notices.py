"""What is written to a person when the security of their account changes.

One mail says them all; it goes to the address that was known before the change.
"""

from allauth.account.internal.flows.password_reset import get_reset_password_url
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .browsers import device_of

TEMPLATE = "account/email/security_notice_message.html"
# Template of allauth: what happened.
CHANGES = {
    "account/email/password_changed": gettext_lazy("Votre mot de passe a changé."),
    "account/email/password_set": gettext_lazy("Un mot de passe a été choisi."),
    "account/email/password_reset": gettext_lazy(
        "Votre mot de passe a été remplacé, grâce à un lien reçu par courriel."
    ),
    "account/email/email_changed": gettext_lazy("Votre adresse de courriel a changé."),
    "account/email/email_deleted": gettext_lazy(
        "Une adresse de courriel a été retirée de votre compte."
    ),
    "mfa/email/totp_activated": gettext_lazy(
        "Une application de codes protège maintenant votre compte."
    ),
    "mfa/email/totp_deactivated": gettext_lazy(
        "L’application de codes ne protège plus votre compte."
    ),
    "mfa/email/webauthn_added": gettext_lazy(
        "Une clé d’accès a été ajoutée à votre compte."
    ),
    "mfa/email/webauthn_removed": gettext_lazy(
        "Une clé d’accès a été retirée de votre compte."
    ),
    "mfa/email/recovery_codes_generated": gettext_lazy(
        "De nouveaux codes de secours ont été créés. Les anciens ne servent plus."
    ),
}


def notice(template: str, request, more: dict) -> dict:
    """Return what the mail shows of the change that allauth names `template`."""
    return {
        "subject": _("Votre compte vient de changer"),
        "change": CHANGES[template],
        "former": more.get("from_email") or more.get("deleted_email"),
        "device": device_of(request.headers.get("user-agent", "")),
        "at": timezone.now(),
        "site_url": settings.SITE_URL,
        "reset_url": get_reset_password_url(request),
    }
