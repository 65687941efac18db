from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from background.retention import before
from listings.models import Listing
from listings.search import stems
from listings.states import ListingStatus

from .messages import Message, MessageQuerySet


class Outcome(models.TextChoices):
    """What became of it, as one of the two people says."""

    DONE = "done", _("c’est fait")
    NOT_DONE = "not_done", _("cela n’a pas pu se faire")


class OutcomeReason(models.TextChoices):
    NOT_COME = "not_come", _("la personne n’est pas venue")
    FOUND_ELSEWHERE = "found_elsewhere", _("une autre solution a été trouvée")
    UNSAFE = "unsafe", _("je ne me suis pas senti en sécurité")
    OTHER = "other", _("autre raison")


class Deal(models.TextChoices):
    """Where the listing stands, for the two people of one conversation."""

    OPEN = "open", _("disponible")
    RESERVED_HERE = "reserved_here", _("réservée pour la personne qui a écrit")
    RESERVED_ELSEWHERE = "reserved_elsewhere", _("réservée pour une autre personne")
    FULFILLED_HERE = "fulfilled_here", _("conclue entre ces deux personnes")
    ENDED = "ended", _("plus en ligne")


# Up to where the other person sees that one has read.
SHOWN_UP_TO = Coalesce("shown_up_to", "seen_up_to")


class SubqueryCount(Subquery):
    """How many rows a subquery has, without grouping the outer ones."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = models.IntegerField()


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def over(self) -> Self:
        """Silent for as long as they are kept, and both people were told in time."""
        told_late = Q(end_told_at__gt=before(settings.CONVERSATION_WARNING_DAYS))
        sides = Participant.objects.filter(conversation=OuterRef("pk"))
        unwarned = sides.filter(told_late | UNTOLD_OF_END)
        old = self.filter(last_message_at__lt=before(kept_days()))
        return old.filter(~Exists(unwarned))

    def of(self, user, **side: Any) -> Self:
        """Conversations in which `user` takes part; anybody else's do not exist.

        `side` narrows by fields of their own `Participant`: `archived=False`.
        """
        if not user.is_authenticated:
            return self.none()
        own = {f"participants__{field}": value for field, value in side.items()}
        return self.filter(participants__user=user, participants__left_at=None, **own)

    def with_people(self) -> Self:
        return self.select_related("listing__author", "initiator")

    def with_row_data(self, user) -> Self:
        """Everything a row of the inbox shows, in two queries; call after `of(user)`.

        Adds `last_words` and `last_by`, its author, `unread` and `muted`.
        """
        return (
            self.with_people()
            .with_unread_count(user)
            .with_last_words(user)
            .annotate(muted=F("participants__muted"))
            .prefetch_related("listing__photos")
        )

    def with_last_words(self, user) -> Self:
        """Add `last_words`, None when `user` may read none, and `last_by`."""
        visible = Message.objects.filter(conversation=OuterRef("pk")).visible_to(user)
        newest = visible.with_words().reverse()
        return self.annotate(
            last_words=Subquery(newest.values("body")[:1]),
            last_by=Subquery(newest.values("author")[:1]),
        )

    def with_unread_count(self, user) -> Self:
        """Add `unread`: messages of the other person that `user` has not seen.

        Call it after `of(user)`.
        """
        return self.annotate(unread=SubqueryCount(self.waiting_for(user)))

    def unread_by(self, user) -> Self:
        """Those with something new for `user`. Call it after `of(user)`."""
        # Through an alias, which reads the side that `of()` chose: a filter would
        # look at both.
        waiting = self.alias(waits=Exists(self.waiting_for(user)))
        return waiting.filter(waits=True)

    @staticmethod
    def waiting_for(user) -> MessageQuerySet:
        return (
            Message.objects.delivered()
            .filter(conversation=OuterRef("pk"))
            .filter(created_at__gt=OuterRef("participants__seen_up_to"))
            .exclude(author=user)
        )

    def holding(self, text: str, user) -> Self:
        """Those whose words, listing or other person answer `text`."""
        if not stems(text):
            return self
        said = Message.objects.visible_to(user).holding(text)
        said = said.filter(conversation=OuterRef("pk"))
        about = Listing.objects.matching(text).order_by().values("pk")
        name = text.strip()
        asker = Q(initiator__first_name__istartswith=name) & ~Q(initiator=user)
        owner = Q(listing__author__first_name__istartswith=name)
        with_person = asker | owner & ~Q(listing__author=user)
        return self.filter(Exists(said) | Q(listing__in=about) | with_person)


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

    @property
    def deal(self) -> Deal:
        listing, asker = self.listing, self.initiator_id
        if listing.status == ListingStatus.PUBLISHED:
            return Deal.OPEN
        if listing.status == ListingStatus.RESERVED:
            here = listing.reserved_for_id == asker
            return Deal.RESERVED_HERE if here else Deal.RESERVED_ELSEWHERE
        # Nobody remains in `fulfilled_with` of what ended in any other way.
        return Deal.FULFILLED_HERE if listing.fulfilled_with_id == asker else Deal.ENDED

    def correspondent_of(self, user):
        """Return the other person; load the rows through `with_people()`."""
        author = self.listing.author
        return author if user.pk == self.initiator_id else self.initiator

    def side_of(self, user) -> "Participant":
        return self.participants.get(user=user)

    def is_led_by(self, user) -> bool:
        """Whether `user` wrote the listing, and so decides of it."""
        return self.listing.author_id == user.pk

    def seen_by_other(self, user):
        """Return up to which moment the other person is shown to have read."""
        others = self.participants.exclude(user=user)
        return others.values_list(SHOWN_UP_TO, flat=True).get()


# Written to since, people are told anew.
UNTOLD_OF_END = Q(end_told_at=None) | Q(
    end_told_at__lte=F("conversation__last_message_at")
)


def kept_days() -> int:
    return settings.RETENTION_DAYS["conversation"]


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def ending_before(self, moment: datetime) -> Self:
        """Sides of conversations whose term, if nobody writes, is before `moment`."""
        silent_since = moment - timedelta(days=kept_days())
        return self.filter(conversation__last_message_at__lt=silent_since)

    def untold_of_end(self) -> Self:
        return self.filter(UNTOLD_OF_END)

    def with_conversation(self) -> Self:
        """What a mail about the conversation shows, in one query."""
        both = ("conversation__initiator", "conversation__listing__author")
        return self.select_related("user", *both)


class Participant(models.Model):
    """One person's side of a conversation."""

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="participants"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="participations"
    )
    seen_up_to = models.DateTimeField(default=timezone.now)
    # What the other person sees of it, while this one keeps them away.
    shown_up_to = models.DateTimeField(_("lecture montrée jusqu’à"), null=True)
    # Mails told of every message up to this moment; moved once they are handed over.
    notified_up_to = models.DateTimeField(default=timezone.now)
    archived = models.BooleanField(default=False)
    muted = models.BooleanField(default=False)
    left_at = models.DateTimeField(null=True)
    # When this person was told that the other was shut out for a scam.
    warned_at = models.DateTimeField(null=True)
    # When this person was told that the conversation was about to be deleted.
    end_told_at = models.DateTimeField(_("prévenu de l’effacement le"), null=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    outcome_reason = models.CharField(max_length=15, choices=OutcomeReason, blank=True)
    outcome_note = models.CharField(max_length=300, blank=True)
    outcome_at = models.DateTimeField(null=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "user"], name="messaging_participant_once"
            ),
            models.CheckConstraint(
                name="messaging_outcome_is_whole",
                condition=Q(outcome="", outcome_reason="", outcome_at__isnull=True)
                | Q(outcome="done", outcome_reason="", outcome_at__isnull=False)
                | Q(
                    outcome="not_done",
                    outcome_reason__in=OutcomeReason.values,
                    outcome_at__isnull=False,
                ),
                violation_error_message=_("Dites pourquoi cela n’a pas pu se faire."),
                violation_error_code="outcome_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def ends_at(self) -> datetime | None:
        """When the conversation is deleted if nobody writes; None before one is told.

        Whoever is told late still has as long to answer.
        """
        latest = self.conversation.last_message_at
        if self.end_told_at is None or self.end_told_at <= latest:
            return None
        answered_by = timedelta(days=settings.CONVERSATION_WARNING_DAYS)
        term = latest + timedelta(days=kept_days())
        return max(term, self.end_told_at + answered_by)

    @property
    def seen_as_shown(self):
        """Up to where the other person sees that this one has read."""
        return self.shown_up_to or self.seen_up_to
