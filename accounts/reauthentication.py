"""Proving again who one is, by a code sent to one's mailbox."""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import BaseReauthenticateView
from allauth.core import ratelimit
from allauth.core.internal.httpkit import authenticated_user
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.utils.decorators import method_decorator

from .code_form import ReauthenticationCodeForm

STATE = "accounts.reauthentication"


@method_decorator(login_required, name="dispatch")
class ReauthenticateByCodeView(BaseReauthenticateView):
    """Sends a code when asked, and takes it: five tries for one mail."""

    form_class = ReauthenticationCodeForm
    template_name = "account/reauthenticate_by_code.html"

    def post(self, request, *args, **kwargs):
        if request.POST.get("action") == "send":
            return self.send()
        return super().post(request, *args, **kwargs)

    def send(self):
        limit = {"action": "reauthentication_code", "user": self.request.user}
        if refused := ratelimit.consume_or_429(self.request, **limit):
            return refused
        code = get_adapter().generate_login_code()
        self.request.session[STATE] = {"code": code, "at": time.time(), "tries": 0}
        words = {"code": code, "again": True}
        user: Any = authenticated_user(self.request)
        get_adapter().send_mail("account/email/login_code", user.email, words)
        return HttpResponseRedirect(self.request.get_full_path())

    @property
    def awaited(self) -> dict:
        """What is awaited in this session; nothing once it is too late."""
        state = self.request.session.get(STATE, {"at": 0})
        fresh = time.time() - state["at"] < settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
        return state if fresh else {}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "expected": self.awaited.get("code", "")}

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "sent": bool(self.awaited)}

    def form_invalid(self, form):
        if state := self.awaited:
            tries = state["tries"] + 1
            self.request.session[STATE] = {**state, "tries": tries}
            if tries >= settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS:
                del self.request.session[STATE]
        return super().form_invalid(form)

    def form_valid(self, form):
        del self.request.session[STATE]
        user = authenticated_user(self.request)
        record_authentication(self.request, user, "code", reauthenticated=True)
        return super().form_valid(form)
