from django.apps import AppConfig
from django.db.models.signals import post_delete


class MessagingConfig(AppConfig):
    name = "messaging"

    def ready(self):
        from listings.photos.files import forget

        # Of every deletion, also one that cascades from a message or an account.
        post_delete.connect(forget, sender="messaging.MessagePhoto")
