from dataclasses import replace

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.signup import prevent_enumeration
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.adapter import DefaultHeadlessAdapter
from django.db import IntegrityError, transaction


class HeadlessAdapter(DefaultHeadlessAdapter):
    """What allauth tells front ends of a person."""

    def user_as_dataclass(self, user):
        """Tell the public id: row numbers never leave the database."""
        told = super().user_as_dataclass(user)
        return replace(told, id=str(user.public_id) if user.pk else None)


class AccountAdapter(DefaultAccountAdapter):
    """Where allauth leaves to the project what happens."""

    def save_user(self, request, user, form, commit=True):
        """Answer the second of two simultaneous sign-ups as if it came later."""
        try:
            with transaction.atomic():
                return super().save_user(request, user, form, commit)
        except IntegrityError as error:
            answer = prevent_enumeration(request, email=form.cleaned_data["email"])
            raise ImmediateHttpResponse(answer) from error
