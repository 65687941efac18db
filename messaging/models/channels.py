"""Ways in and out of a conversation besides the site."""

from typing import Self

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions import alive

from .conversations import Participant


class PushSubscriptionQuerySet(models.QuerySet["PushSubscription"]):
    def of_open_sessions(self) -> Self:
        """Those of browsers whose person is still signed in."""
        return self.filter(session__session_key__in=alive())


class PushSubscription(models.Model):
    """A browser that accepts notifications, as long as the session that asked lasts."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="push_subscriptions"
    )
    # Empty in rows that are older than this field: nothing is sent to them.
    session = models.ForeignKey(
        UserSession,
        models.CASCADE,
        null=True,
        related_name="push_subscriptions",
        verbose_name=_("connexion"),
    )
    endpoint = models.URLField(max_length=500, unique=True)
    p256dh = models.CharField(max_length=200)
    auth = models.CharField(max_length=100)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PushSubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("abonnement aux notifications")

    def __str__(self) -> str:
        return self.endpoint


class InboundMail(models.Model):
    """A mail that was received, so that the same one counts once."""

    # RFC 5322 allows lines of 998 characters.
    message_id = models.CharField(max_length=998, unique=True)
    participant = models.ForeignKey(
        Participant, models.SET_NULL, null=True, related_name="mails_received"
    )
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    outcome = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("courriel reçu")

    def __str__(self) -> str:
        return self.message_id
