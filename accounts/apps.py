from allauth.account.signals import email_changed, email_confirmed
from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out
from django.core.checks import Tags, register


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        """Hear from Django and allauth, which tell in no other way what changed."""
        from allauth.mfa.signals import authenticator_added

        from .actions import after_sign_out
        from .checks import proxies_are_counted
        from .mailboxes import after_change, after_confirmation
        from .second_factor import after_enrolment

        register(proxies_are_counted, Tags.security, deploy=True)
        user_logged_out.connect(after_sign_out)
        email_changed.connect(after_change)
        email_confirmed.connect(after_confirmation)
        authenticator_added.connect(after_enrolment)
