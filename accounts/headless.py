from allauth.headless.account import views
from allauth.headless.base.response import ConflictResponse
from allauth.headless.constants import Client
from django.http import Http404
from django.urls import path, re_path

from .signing_up import together


class VerifyEmailView(views.VerifyEmailView):
    """Takes the code; two tokens may wait for the same one."""

    def post(self, request, *args, **kwargs):
        if self.process and self.process.email_address.verified:  # by the other one
            self.process.abort()
            return ConflictResponse(request)
        return super().post(request, *args, **kwargs)


def no_phone(request, *parts):
    """People have no number here: allauth offers the addresses all the same."""
    raise Http404


# Before those of allauth; signing up is one transaction, as in `urls.py`.
urlpatterns = [
    path(f"{client.value}/v1/auth/{place}", view)
    for client in (Client.APP, Client.BROWSER)
    for place, view in [
        ("email/verify", VerifyEmailView.as_api_view(client=client)),
        ("signup", together(views.SignupView.as_api_view(client=client))),
    ]
]
urlpatterns.append(re_path(r"^(app|browser)/v1/(account|auth)/phone", no_phone))
