from dataclasses import replace
from datetime import UTC, datetime, timedelta

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import perform_login
from allauth.account.internal.flows.signup import prevent_enumeration
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import is_headless_request
from allauth.headless.adapter import DefaultHeadlessAdapter
from allauth.headless.base.response import AuthenticationResponse
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from .actions import end_sessions
from .codes import code_for
from .models import User
from .rights.links import come_back_path
from .sessions import ENDS_AT, end_after, longest_for

STAGE = "accounts.stages.EmailVerificationStage"


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
        ours = {"allauth.account.stages.EmailVerificationStage": STAGE}
        return [ours.get(path, path) for path in super().get_login_stages()]

    def save_user(self, request, user, form, commit=True):
        """Answer the second of two sign-ups with one address, even simultaneous."""
        try:
            with transaction.atomic():
                return super().save_user(request, user, form, commit)
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
        request.session[ENDS_AT] = end_after(longest_for(user))

    def set_password(self, user, password):
        """Whoever knew the old password is signed out everywhere."""
        super().set_password(user, password)
        here = context.request.session.session_key
        end_sessions(UserSession.objects.filter(user=user).exclude(session_key=here))
