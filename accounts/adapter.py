from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.signup import prevent_enumeration
from allauth.core.exceptions import ImmediateHttpResponse
from django.db import IntegrityError, transaction


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
