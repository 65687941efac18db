"""Forms of the site's own doors; apart, for allauth builds its own upon `forms`."""

from allauth.account import forms

from .robots import HumanForm


class SignupForm(HumanForm, forms.SignupForm):
    pass


class ResetPasswordForm(HumanForm, forms.ResetPasswordForm):
    pass


class RequestLoginCodeForm(HumanForm, forms.RequestLoginCodeForm):
    pass
