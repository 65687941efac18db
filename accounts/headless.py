from allauth.headless.account import views
from allauth.headless.base.response import ConflictResponse
from allauth.headless.constants import Client
from allauth.headless.mfa import views as mfa
from django.http import Http404
from django.urls import path, re_path

from . import passkeys
from .signing_up import together


class VerifyEmailView(views.VerifyEmailView):
    """Takes the code; two tokens may wait for the same one."""

    def post(self, request, *args, **kwargs):
        if self.process and self.process.email_address.verified:  # by the other one
            self.process.abort()
            return ConflictResponse(request)
        return super().post(request, *args, **kwargs)


class LoginView(mfa.LoginWebAuthnView):
    input_class = {"POST": passkeys.LoginInput}


class AuthenticateView(mfa.AuthenticateWebAuthnView):
    input_class = {"POST": passkeys.AuthenticateInput}


class ReauthenticateView(mfa.ReauthenticateWebAuthnView):
    input_class = {"POST": passkeys.ReauthenticateInput}


class PasskeysView(mfa.ManageWebAuthnView):
    input_class = mfa.ManageWebAuthnView.input_class | {"POST": passkeys.AddInput}


def no_phone(request, *parts):
    """People have no number here: allauth offers the addresses all the same."""
    raise Http404


app_name = "front_ends"
# Before those of allauth; signing up is one transaction, as in `urls.py`.
urlpatterns = [
    path(f"{client.value}/v1/{place}", view, name=f"{client.value}/{place}")
    for client in (Client.APP, Client.BROWSER)
    for place, view in [
        ("auth/email/verify", VerifyEmailView.as_api_view(client=client)),
        ("auth/signup", together(views.SignupView.as_api_view(client=client))),
        ("auth/webauthn/login", LoginView.as_api_view(client=client)),
        ("auth/webauthn/authenticate", AuthenticateView.as_api_view(client=client)),
        ("auth/webauthn/reauthenticate", ReauthenticateView.as_api_view(client=client)),
        ("account/authenticators/webauthn", PasskeysView.as_api_view(client=client)),
    ]
]
urlpatterns.append(
    re_path(r"^(app|browser)/v1/(account|auth)/phone", no_phone, name="phone")
)
