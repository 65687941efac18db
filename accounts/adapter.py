import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from string import digits
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import perform_login
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.account.internal.flows.signup import prevent_enumeration
from allauth.account.models import EmailAddress, Login
from allauth.account.utils import get_next_redirect_url
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.core.internal.httpkit import is_headless_request
from allauth.headless.adapter import DefaultHeadlessAdapter
from allauth.headless.base.response import AuthenticationResponse
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from background.mail import queue_for_nobody

from .actions import end_sessions
from .codes import code_for
from .limits import one_account_more
from .models import Act, User
from .notices import TEMPLATE, notice
from .rights.connections import keep_connection
from .rights.links import come_back_path
from .second_factor import has_second_factor
from .sensitive import PROVED_AT, proved_lately
from .sessions import ENDS_AT, end_after, longest_for

STAGES = {
    "allauth.account.stages.EmailVerificationStage": (
        "accounts.stages.EmailVerificationStage"
    ),
    "allauth.account.stages.LoginByCodeStage": "accounts.stages.LoginByCodeStage",
}
NOBODY = "account/email/unknown_account"
REAUTHENTICATION = {
    "reauthenticate": _("Donner mon mot de passe"),
    "mfa_reauthenticate": _("Donner un code de mon application"),
    "mfa_reauthenticate:webauthn": _("Utiliser une clé d’accès"),
    "code": _("Recevoir un code par courriel"),
}


class HeadlessAdapter(DefaultHeadlessAdapter):
    """What allauth tells front ends of a person."""

    def user_as_dataclass(self, user):
        """Tell the public id: row numbers never leave the database."""
        told = super().user_as_dataclass(user)
        return replace(told, id=str(user.public_id) if user.pk else None)


class AccountAdapter(DefaultAccountAdapter):
    """Where allauth leaves to the project what happens."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("Ce n’est pas le bon code. Vérifiez chaque chiffre."),
        "too_many_login_attempts": _("Trop d’essais. Attendez cinq minutes."),
    }

    def get_login_stages(self):
        return [STAGES.get(path, path) for path in super().get_login_stages()]

    def save_user(self, request, user, form, commit=True):
        """Answer the second of two sign-ups with one address, even simultaneous.

        It is not counted: what the limit refuses was written, and is undone.
        """
        try:
            with transaction.atomic():
                made: Any = super().save_user(request, user, form, commit)
                one_account_more(request)
                keep_connection(made, Act.SIGNED_UP)
                return made
        except IntegrityError as error:
            answer = self.answer_again(request, form.cleaned_data)
            raise ImmediateHttpResponse(answer) from error

    def answer_again(self, request, given):
        """Send the code again to who signed up a moment ago; else tell nothing."""
        password = given.get("password1") or given.get("password")
        user = User.objects.signing_up(given["email"], password)
        if user:
            following = get_next_redirect_url(request)
            login = Login(
                user=user, email=user.email, signup=True, redirect_url=following
            )
            answer = perform_login(request, login)
        else:
            answer = prevent_enumeration(request, email=given["email"])
        return (
            AuthenticationResponse.from_response(request, answer)
            if is_headless_request(request)
            else answer
        )

    def send_account_already_exists_mail(self, email):
        """Count it like a new account: the limit tells nothing of an address."""
        one_account_more(context.request)
        super().send_account_already_exists_mail(email)

    def send_mail(self, template_prefix, email, given):
        """Do for an address without account what is done for one, and send nothing."""
        if template_prefix != NOBODY:
            return super().send_mail(template_prefix, email, given)
        words = {"request": context.request, "code": self.generate_login_code()}
        mail = self.render_mail("account/email/login_code", email, words)
        return queue_for_nobody(mail)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tell of a change at the address that was known before it."""
        to = email or EmailAddress.objects.get_primary_email(user)
        if to:
            shown = notice(template_prefix, self.request, context or {})
            self.send_mail(TEMPLATE.removesuffix("_message.html"), to, shown)

    def generate_login_code(self):
        """Return six digits in two groups, as in the other mails."""
        return get_random_string(3, digits) + " " + get_random_string(3, digits)

    def get_reauthentication_methods(self, user):
        """Who has no second factor may also prove it by a code in their mailbox."""
        methods = super().get_reauthentication_methods(user)
        for method in methods:
            method["description"] = REAUTHENTICATION[method["id"]]
        if user.is_authenticated and not has_second_factor(user):
            methods.append(
                {
                    "id": "code",
                    "description": REAUTHENTICATION["code"],
                    "url": reverse("account_reauthenticate_by_code"),
                }
            )
        return methods

    def is_reauthentication_required(self, *, app, **kwargs):
        """Ask again unless the person proved who they are a moment ago."""
        if proved_lately(context.request):
            return False
        if not get_reauthentication_flows(context.request.user):
            raise ReauthenticationRequired  # allauth would not ask who has no password
        return True

    def send_confirmation_mail(self, request, emailconfirmation, signup):
        """Send the code of the hour, and say until when it can be typed."""
        state = emailconfirmation.state
        state["code"] = code_for(emailconfirmation.user, emailconfirmation.email)
        seconds = settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT
        until = datetime.fromtimestamp(state["at"], UTC) + timedelta(seconds=seconds)
        words = {"user": emailconfirmation.user, "code": state["code"], "until": until}
        template = "account/email/email_confirmation"
        self.send_mail(template, emailconfirmation.email, words)

    def respond_user_inactive(self, request, user):
        """Who closed their account and knows its password may keep it."""
        if user.erasure_due_at is not None and not is_headless_request(request):
            return redirect(come_back_path(user))
        return super().respond_user_inactive(request, user)

    def login(self, request, user):
        super().login(request, user)
        keep_connection(user, Act.SIGNED_IN)
        request.session[ENDS_AT] = end_after(longest_for(user))
        request.session[PROVED_AT] = time.time()

    def set_password(self, user, password):
        """Whoever knew the old password is signed out everywhere."""
        super().set_password(user, password)
        here = context.request.session.session_key
        end_sessions(UserSession.objects.filter(user=user).exclude(session_key=here))
