"""Pictures of messages."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from listings.photos.models import Picture

from .conversations import Conversation
from .messages import Message


class MessagePhotoQuerySet(models.QuerySet["MessagePhoto"]):
    def by(self, user) -> Self:
        return self.filter(owner=user)

    def waiting(self) -> Self:
        """Uploads that no message has taken yet."""
        return self.filter(message=None)

    def abandoned(self) -> Self:
        limit = timedelta(hours=settings.MESSAGE_PHOTOS_WAITING_HOURS)
        return self.waiting().filter(created_at__lt=timezone.now() - limit)

    def visible_to(self, user) -> Self:
        """Pictures of the messages that `user` may read, and their own uploads."""
        if not user.is_authenticated:
            return self.none()
        mine = Conversation.objects.of(user).order_by()
        readable = Message.objects.filter(conversation__in=mine).visible_to(user)
        readable = readable.with_words()
        return self.filter(
            Q(message__in=readable.order_by()) | Q(message=None, owner=user)
        )


class MessagePhoto(Picture):
    """A picture of a message, seen by the two people of the conversation only."""

    route = "messaging:photo"

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="message_photos"
    )
    message = models.ForeignKey(
        Message, models.CASCADE, null=True, editable=False, related_name="photos"
    )

    objects = MessagePhotoQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("photo d’un message")
        constraints = [
            models.UniqueConstraint(
                fields=["message", "position"], name="messaging_photo_position_once"
            )
        ]

    def __str__(self) -> str:
        return self.alt_text

    @property
    def largest(self) -> str:
        return self.url(self.width)

    @property
    def alt_text(self) -> str:
        return self.alt or str(_("Photo jointe au message"))
