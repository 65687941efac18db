from base64 import urlsafe_b64decode
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePublicKey,
)
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import PushSubscription

AUTH_BYTES = 16


class PushForm(forms.Form):
    """What a browser says of its subscription.

    The server will call the address: only known push services are called.
    """

    endpoint = forms.URLField(
        label=gettext_lazy("adresse"), max_length=500, assume_scheme="https"
    )
    p256dh = forms.CharField(label=gettext_lazy("clé"), max_length=200)
    auth = forms.CharField(label=gettext_lazy("secret"), max_length=100)

    def clean_endpoint(self) -> str:
        endpoint = self.cleaned_data["endpoint"]
        parts = urlsplit(endpoint)
        origin = f"{parts.scheme}://{parts.netloc}"
        if not any(fnmatchcase(origin, known) for known in settings.PUSH_SERVICES):
            raise unusable()
        return endpoint

    def clean_p256dh(self) -> str:
        key = self.cleaned_data["p256dh"]
        try:
            EllipticCurvePublicKey.from_encoded_point(SECP256R1(), decoded(key))
        except ValueError as error:
            raise unusable() from error
        return key

    def clean_auth(self) -> str:
        secret = self.cleaned_data["auth"]
        try:
            usable = len(decoded(secret)) == AUTH_BYTES
        except ValueError:
            usable = False
        if not usable:
            raise unusable()
        return secret

    def save(self, session: UserSession) -> PushSubscription:
        """Keep it as that of a `session`: a shared browser tells whoever asked last."""
        data = dict(self.cleaned_data)
        user = session.user
        row, _created = PushSubscription.objects.update_or_create(
            endpoint=data.pop("endpoint"),
            defaults={**data, "session": session, "user": user},
        )
        newest_first = PushSubscription.objects.filter(user=user).order_by("-pk")
        kept = newest_first.values_list("pk", flat=True)[: settings.PUSH_BROWSERS_MAX]
        newest_first.exclude(pk__in=[*kept, row.pk]).delete()
        return row


def unusable() -> ValidationError:
    return ValidationError(
        _("Ce navigateur ne peut pas recevoir nos notifications."), "push_unusable"
    )


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
