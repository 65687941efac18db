from allauth.account.signals import email_changed, email_confirmed
from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        """Hear from allauth, which tells in no other way that an address changed."""
        from .mailboxes import after_change, after_confirmation

        email_changed.connect(after_change)
        email_confirmed.connect(after_confirmation)
