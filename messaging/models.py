from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from listings.models import Listing


class SubqueryCount(Subquery):
    """How many rows a subquery has, without grouping the outer ones."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = models.IntegerField()


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def of(self, user) -> Self:
        """Conversations in which `user` takes part; anybody else's do not exist."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(participants__user=user)

    def with_people(self) -> Self:
        return self.select_related("listing__author", "initiator")

    def with_row_data(self) -> Self:
        """Everything a row of the inbox shows, in one query; adds `last_words`."""
        newest = Message.objects.filter(conversation=OuterRef("pk")).reverse()
        words = Subquery(newest.values("body")[:1])
        return self.with_people().annotate(last_words=words)

    def with_unread_count(self, user) -> Self:
        """Add `unread`: messages of the other person that `user` has not seen.

        Call it after `of(user)`.
        """
        waiting = (
            Message.objects.filter(conversation=OuterRef("pk"))
            .filter(created_at__gt=OuterRef("participants__seen_up_to"))
            .exclude(author=user)
        )
        return self.annotate(unread=SubqueryCount(waiting))


class Conversation(models.Model):
    """What two people say to each other about one listing."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    listing = models.ForeignKey(Listing, models.CASCADE, related_name="conversations")
    initiator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="conversations_started"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_message_at = models.DateTimeField(default=timezone.now, editable=False)

    correspondent: Any  # the other person, where a page of conversations is shown

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ["-last_message_at", "-public_id"]
        verbose_name = _("conversation")
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "initiator"],
                name="messaging_one_conversation_per_listing_and_initiator",
            )
        ]

    def __str__(self) -> str:
        return str(self.listing)

    def get_absolute_url(self) -> str:
        return reverse("messaging:thread", args=[self.public_id])

    def correspondent_of(self, user):
        """Return the other person; load the rows through `with_people()`."""
        author = self.listing.author
        return author if user.pk == self.initiator_id else self.initiator

    def seen_by_other(self, user):
        """Return up to which moment the other person has seen the messages."""
        others = self.participants.exclude(user=user)
        return others.values_list("seen_up_to", flat=True).get()


class Participant(models.Model):
    """One person's side of a conversation."""

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="participants"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="participations"
    )
    seen_up_to = models.DateTimeField(default=timezone.now)
    archived = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("participant")
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "user"], name="messaging_participant_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


class MessageQuerySet(models.QuerySet["Message"]):
    def unread_by(self, user) -> Self:
        """What others wrote to `user` since they last looked."""
        seen = F("conversation__participants__seen_up_to")
        waiting = self.filter(
            conversation__participants__user=user, created_at__gt=seen
        )
        return waiting.exclude(author=user)

    def before(self, message: "Message") -> Self:
        """Messages of the same conversation that came earlier."""
        at, key = message.created_at, message.public_id
        return self.filter(Q(created_at__lt=at) | Q(created_at=at, public_id__lt=key))


class Message(models.Model):
    """Words of one person, stored before the screen says « Envoyé »."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="messages"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages"
    )
    body = models.TextField(_("message"), max_length=2000)
    idempotency_key = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "public_id"]
        verbose_name = _("message")
        indexes = [
            models.Index(fields=["conversation", "created_at"], name="messaging_thread")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="messaging_key_once_per_author",
            )
        ]

    def __str__(self) -> str:
        return self.body[:60]
