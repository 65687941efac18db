from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from listings.search import MAX_WORDS, MIN_PREFIX, stems


class MessageSource(models.TextChoices):
    """How a message was written."""

    WEB = "web", _("sur le site")
    API = "api", _("par une application")
    EMAIL = "email", _("par courriel")
    DESK = "desk", _("par un relais")
    SITE = "site", _("message automatique")


class MessageState(models.TextChoices):
    """Whether the other person may read it; of the deleted nobody reads the words."""

    DELIVERED = "delivered", _("remis")
    HELD = "held", _("en attente de relecture")
    REFUSED = "refused", _("refusé")
    DELETED = "deleted", _("supprimé")


# What the author of a message reads below it.
NOTICES = {
    MessageState.HELD: _("Gardé\u00a0: la modération le relit avant de le remettre."),
    MessageState.REFUSED: _("Non remis\u00a0: la modération a refusé ce message."),
}


def searchable(body: str) -> str:
    """Return the stems of `body` between spaces, as `MessageQuerySet.holding` reads."""
    return f" {' '.join(dict.fromkeys(stems(body)))} "


class MessageQuerySet(models.QuerySet["Message"]):
    def delivered(self) -> Self:
        return self.filter(state=MessageState.DELIVERED)

    def visible_to(self, user) -> Self:
        """What `user`, one of the two people, may read.

        What was delivered, even if its words were deleted since, and their own that is
        held or refused: the other person has no sign of it.
        """
        own = Q(author=user, state__in=[MessageState.HELD, MessageState.REFUSED])
        arrived = Q(state__in=[MessageState.DELIVERED, MessageState.DELETED])
        return self.filter(arrived | own)

    def with_words(self) -> Self:
        return self.exclude(state=MessageState.DELETED)

    def unread_by(self, user) -> Self:
        """What others wrote to `user` since they last looked."""
        waiting = self.delivered().filter(
            conversation__participants__user=user,
            conversation__participants__left_at=None,
            created_at__gt=F("conversation__participants__seen_up_to"),
        )
        return waiting.exclude(author=user)

    def written_by(self, user) -> Self:
        """What `user` typed: not what the site wrote in their place."""
        return self.filter(author=user).exclude(source=MessageSource.SITE)

    def with_all_shown(self) -> Self:
        """What a conversation shows of its messages, in two queries."""
        return self.select_related("author").prefetch_related("photos")

    def before(self, message: "Message") -> Self:
        """Messages of the same conversation that came earlier."""
        at, key = message.created_at, message.public_id
        return self.filter(Q(created_at__lt=at) | Q(created_at=at, public_id__lt=key))

    def since(self, message: "Message") -> Self:
        """`message` and those of the same conversation that came later."""
        at, key = message.created_at, message.public_id
        return self.filter(Q(created_at__gt=at) | Q(created_at=at, public_id__gte=key))

    def holding(self, text: str) -> Self:
        """Messages with every word of `text`, whatever its accents or endings."""
        found = self
        for stem in stems(text)[:MAX_WORDS]:
            whole = "" if len(stem) >= MIN_PREFIX else " "
            found = found.filter(search_words__contains=f" {stem}{whole}")
        return found


class Message(models.Model):
    """Words of one person, stored before the screen says « Envoyé »."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    conversation = models.ForeignKey(
        "messaging.Conversation", models.CASCADE, related_name="messages"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages"
    )
    body = models.TextField(_("message"), max_length=2000)
    source = models.CharField(
        max_length=5,
        choices=MessageSource,
        default=MessageSource.WEB,
        editable=False,
    )
    state = models.CharField(
        max_length=9,
        choices=MessageState,
        default=MessageState.DELIVERED,
        editable=False,
    )
    # Of a deleted message, as long as moderators have to decide about it.
    kept_words = models.TextField(_("texte gardé"), editable=False, blank=True)
    idempotency_key = models.CharField(max_length=64, blank=True, editable=False)
    # `searchable()`: one's own conversations are few enough to look through.
    search_words = models.TextField(editable=False, default="")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "public_id"]
        get_latest_by = ["created_at", "public_id"]
        verbose_name = _("message")
        indexes = [
            models.Index(fields=["conversation", "created_at"], name="messaging_thread")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="messaging_key_once_per_author",
            ),
            models.UniqueConstraint(
                fields=["conversation"],
                condition=Q(source="site"),
                name="messaging_one_automatic_message_per_conversation",
            ),
        ]

    def __str__(self) -> str:
        return self.body[:60]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the derived column in step with what was written."""
        self.search_words = searchable(self.body)
        super().save(*args, **kwargs)

    @property
    def is_automatic(self) -> bool:
        return self.source == MessageSource.SITE

    @property
    def is_delivered(self) -> bool:
        return self.state == MessageState.DELIVERED

    @property
    def notice(self) -> str:
        """What its author is told of its state; empty once it was delivered."""
        return str(NOTICES.get(MessageState(self.state), ""))

    def hold(self) -> None:
        """Keep a message from the other person until somebody looked at it."""
        self._move(MessageState.HELD, [MessageState.DELIVERED])

    def refuse(self) -> None:
        self._move(MessageState.REFUSED, [MessageState.DELIVERED, MessageState.HELD])

    def take_back(self, keep_words: bool) -> None:
        """Empty a message that both people may read; `keep_words` for moderators."""
        self._move(
            MessageState.DELETED,
            [MessageState.DELIVERED],
            kept_words=F("body") if keep_words else "",
            body="",
            search_words=searchable(""),
        )
        self.body = ""

    def forget_words(self) -> None:
        """End what was kept of a deleted message."""
        deleted = Message.objects.filter(pk=self.pk, state=MessageState.DELETED)
        if deleted.update(kept_words=""):
            self.photos.all().delete()

    def _move(
        self, target: MessageState, origins: list[MessageState], **changes: Any
    ) -> None:
        # One conditional UPDATE: of two simultaneous moves, only one succeeds.
        movable = Message.objects.filter(pk=self.pk, state__in=origins)
        if not movable.update(state=target, **changes):
            raise ValidationError(
                _("Ce message a changé entre-temps. Rechargez la page."),
                "state_changed",
            )
        self.state = target
