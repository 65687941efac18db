from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .people import User


class NotificationKind(models.TextChoices):
    """What the site writes to people about."""

    MESSAGES = "messages", _("les messages reçus")
    OUTCOME = "outcome", _("ce que les échanges ont donné")
    LISTINGS = "listings", _("le terme de mes annonces")


class Rhythm(models.TextChoices):
    AT_ONCE = "at_once", _("tout de suite")
    DAILY = "daily", _("une fois par jour")
    NONE = "none", _("jamais")


class NotificationPreference(models.Model):
    """How often a person wants mail of one kind; without a row, at once."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="notification_preferences"
    )
    kind = models.CharField(_("au sujet de"), max_length=8, choices=NotificationKind)
    rhythm = models.CharField(
        _("rythme"), max_length=7, choices=Rhythm, default=Rhythm.AT_ONCE
    )

    class Meta:
        ordering = ["user", "kind"]
        verbose_name = _("préférence de courriel")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"], name="accounts_one_rhythm_per_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.get_rhythm_display()}"


ACCOUNT_MAIL = "account"  # about the account itself, which nobody declines


class MailEventQuerySet(models.QuerySet["MailEvent"]):
    def claim(self, **what) -> "MailEvent | None":
        """Return the event for one worker to send; None when another did or does.

        A claim ends by itself: its worker may have been killed.
        """
        self.bulk_create([self.model(**what)], ignore_conflicts=True)
        now = timezone.now()
        lease = timedelta(seconds=settings.MAIL_LEASE_SECONDS)
        free = self.filter(**what, handed_over_at=None).free(now - lease)
        return self.get(**what) if free.update(claimed_at=now) else None

    def free(self, moment) -> Self:
        """Events that nobody claimed since `moment`."""
        return self.filter(Q(claimed_at=None) | Q(claimed_at__lt=moment))

    def last_handed_over(self, **what):
        """Return when the last mail of this sort left, None when none did."""
        return self.filter(**what).aggregate(at=models.Max("handed_over_at"))["at"]


class MailEvent(models.Model):
    """A mail that a person gets once for one occasion, whoever tries to send it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="mail_events")
    kind = models.CharField(
        max_length=8,
        choices=[*NotificationKind.choices, (ACCOUNT_MAIL, _("la vie du compte"))],
    )
    # Key of what it is about, where each of several things has its own mails.
    subject = models.BigIntegerField(default=0)
    occasion = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    claimed_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)

    objects = MailEventQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("courriel envoyé")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "subject", "occasion"],
                name="accounts_mail_event_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.occasion}"

    def release(self) -> None:
        """Let the next try begin at once: this one failed."""
        MailEvent.objects.filter(pk=self.pk, handed_over_at=None).update(
            claimed_at=None
        )

    def mark(self) -> None:
        """Keep that the mail left: no other will."""
        MailEvent.objects.filter(pk=self.pk).update(handed_over_at=timezone.now())
