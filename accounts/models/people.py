from datetime import timedelta

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


class Trust(models.TextChoices):
    """How far a person is known here; see `User.trust`."""

    NEW = "new", _("nouveau compte")
    CONFIRMED = "confirmed", _("adresse confirmée")
    TRUSTED = "trusted", _("compte de confiance")
    VERIFIED = "verified", _("identité vérifiée")


class SellerStatus(models.TextChoices):
    """As whom a person sells: said before the first paid listing (code de la
    consommation, D. 111-8)."""

    UNDECLARED = "", _("non déclaré")
    PRIVATE = "private", _("particulier")
    PROFESSIONAL = "professional", _("professionnel")


# Who is not to be seen: the account is closed, or its owner may not take part.
OUT_OF_SIGHT = Q(is_active=False) | Q(is_suspended=True)
ERASED_NAME = "Compte supprimé"  # in the database: plans of the API read columns


class UserManager(BaseUserManager["User"]):
    def out_of_sight(self):
        """People whose listings nobody finds and whom nobody can write to."""
        return self.filter(OUT_OF_SIGHT)

    def minors(self):
        return self.filter(adult_on__gt=timezone.localdate())

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
    # The last one of `charter_acceptances`, so that no page asks for them.
    charter_version = models.DateField(
        _("version acceptée de la charte"), null=True, editable=False
    )
    is_staff = models.BooleanField(_("équipe technique"), default=False)
    is_active = models.BooleanField(_("compte actif"), default=True)
    # Suspended people sign in, read why and contest it, but write nothing and are not
    # seen; without a term, until a decision lifts it.
    is_suspended = models.BooleanField(default=False, editable=False)
    suspended_until = models.DateTimeField(null=True, editable=False)
    # Until then, everything this person writes waits for review.
    limited_until = models.DateTimeField(null=True, editable=False)
    trusted_at = models.DateTimeField(null=True, editable=False)
    verified_at = models.DateTimeField(null=True, editable=False)
    verified_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="verified"
    )
    # The 18th birthday of who was a minor at sign-up: of adults no date is kept.
    adult_on = models.DateField(null=True, editable=False)
    seller_status = models.CharField(
        _("vous vendez en tant que"), max_length=12, choices=SellerStatus, blank=True
    )
    business_name = models.CharField(_("raison sociale"), max_length=120, blank=True)
    siren = models.CharField(_("numéro SIREN"), max_length=9, blank=True)
    business_address = models.CharField(
        _("adresse professionnelle"), max_length=200, blank=True
    )
    # Set by a hard bounce: nothing is sent until the address is corrected.
    mail_bounced_at = models.DateTimeField(null=True, editable=False)
    # Set while a closed account may still be kept.
    erasure_due_at = models.DateTimeField(null=True, editable=False)
    # Set on what remains of a person, for those they wrote to.
    erased_at = models.DateTimeField(null=True, editable=False)
    date_joined = models.DateTimeField(_("inscription"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name"]

    class Meta:
        verbose_name = _("personne")
        permissions = [("verify_person", _("Peut attester d’une identité vue"))]
        indexes = [
            models.Index(
                fields=["id"], condition=OUT_OF_SIGHT, name="accounts_out_of_sight"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_once",
                violation_error_message=_("Cette adresse a déjà un compte."),
                violation_error_code="email_taken",
            ),
            models.CheckConstraint(
                name="accounts_professional_is_identified",
                condition=~Q(seller_status="professional")
                | ~Q(business_name="") & ~Q(siren="") & ~Q(business_address=""),
                violation_error_message=_(
                    "Un professionnel donne son nom, son SIREN et son adresse."
                ),
                violation_error_code="professional_unidentified",
            ),
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
    def commune_name(self) -> str:
        return self.commune.name if self.commune else ""

    @property
    def reaches_admin(self) -> bool:
        """Whether the person may enter /admin/, whatever they do there."""
        return self.is_active and self.has_perm("wagtailadmin.access_admin")

    @property
    def is_confirmed(self) -> bool:
        """Whether the person proved that the e-mail address is theirs."""
        return self.emailaddress_set.filter(verified=True).exists()

    @property
    def trust(self) -> Trust:
        """How far the site trusts this person; counts nothing but what is stored."""
        if self.verified_at:
            return Trust.VERIFIED
        if self.trusted_at:
            return Trust.TRUSTED
        return Trust.CONFIRMED if self.is_confirmed else Trust.NEW

    @property
    def is_trusted(self) -> bool:
        """Whether what this person publishes may be read before the staff read it."""
        return bool(self.trusted_at or self.verified_at) and not self.is_limited

    @property
    def is_new(self) -> bool:
        """Whether rules for recent accounts apply: also to whoever is limited."""
        days = timedelta(days=settings.TRUSTED_AFTER_DAYS)
        recent = self.date_joined > timezone.now() - days
        return self.is_limited or (recent and not self.is_trusted)

    @property
    def is_limited(self) -> bool:
        return self.limited_until is not None and self.limited_until > timezone.now()

    @property
    def is_minor(self) -> bool:
        return self.adult_on is not None and self.adult_on > timezone.localdate()

    @property
    def is_professional(self) -> bool:
        return self.seller_status == SellerStatus.PROFESSIONAL

    @property
    def is_in_sight(self) -> bool:
        return self.is_active and not self.is_suspended
