from datetime import timedelta
from typing import Self

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from territory.models import Commune


class PersonKind(models.TextChoices):
    RESIDENT = "resident", _("habitant ou habitante")
    PROFESSIONAL = "professional", _("producteur ou professionnel")
    ASSOCIATION = "association", _("association")
    PUBLIC_BODY = "public_body", _("organisme public")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """Create an administrator whose address counts as confirmed."""
        user = self.create_user(
            email, password, is_staff=True, is_superuser=True, **fields
        )
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
        return user

    def unconfirmed(self):
        """Those who signed up by themselves and have not proved their address yet."""
        proved = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
        return self.filter(
            ~Exists(proved), charter_accepted_at__isnull=False, last_login=None
        )

    def signing_up(self, email, password):
        """Return the unconfirmed account that this password opens, else None.

        The password is checked for every account: a sign-up takes as long for all.
        """
        user = self.filter(email__iexact=email, is_active=True).first()
        if user is None or not user.check_password(password):
            return None
        return user if self.unconfirmed().filter(pk=user.pk).exists() else None

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an e-mail address, which nobody else ever sees."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    email = models.EmailField(_("adresse de courriel"), unique=True)
    first_name = models.CharField(_("prénom"), max_length=40)
    last_initial = models.CharField(_("initiale du nom"), max_length=1, blank=True)
    kind = models.CharField(
        _("vous êtes"),
        max_length=12,
        choices=PersonKind,
        default=PersonKind.RESIDENT,
    )
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, verbose_name=_("commune")
    )
    about = models.CharField(_("quelques mots sur vous"), max_length=300, blank=True)
    charter_accepted_at = models.DateTimeField(
        _("charte acceptée le"), null=True, editable=False
    )
    is_staff = models.BooleanField(_("équipe technique"), default=False)
    is_active = models.BooleanField(_("compte actif"), default=True)
    # Set by a hard bounce: nothing is sent until the address is corrected.
    mail_bounced_at = models.DateTimeField(null=True, editable=False)
    date_joined = models.DateTimeField(_("inscription"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name"]

    class Meta:
        verbose_name = _("personne")
        indexes = [
            models.Index(
                fields=["id"], condition=Q(is_active=False), name="accounts_inactive"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_once",
                violation_error_message=_("Cette adresse a déjà un compte."),
                violation_error_code="email_taken",
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The only name others see: « Martine L. »."""
        return (
            f"{self.first_name} {self.last_initial}."
            if self.last_initial
            else (self.first_name)
        )

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.first_name

    @property
    def is_confirmed(self) -> bool:
        """Whether the person proved that the e-mail address is theirs."""
        return self.emailaddress_set.filter(verified=True).exists()


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
    kind = models.CharField(max_length=8, choices=NotificationKind)
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
