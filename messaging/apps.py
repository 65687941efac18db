from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_delete


class MessagingConfig(AppConfig):
    name = "messaging"

    def ready(self):
        from listings.photos.files import forget

        from .push.views import forget_browser

        # Of every deletion, also one that cascades from a message or an account.
        post_delete.connect(forget, sender="messaging.MessagePhoto")
        user_logged_out.connect(forget_browser)
