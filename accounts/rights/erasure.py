"""Closing an account, coming back, and being forgotten.

What remains of an erased account is a row without a person, « Compte supprimé », while
somebody still has what they wrote to each other.
"""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CASCADE, PROTECT, Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from background.retention import before, remove

from ..actions import end_sessions
from ..models import (
    CharterAcceptance,
    ErasureRecord,
    PersonKind,
    SealedIdentity,
    SellerStatus,
    User,
)
from ..models.people import ERASED_NAME
from .letters import tell_closed


@transaction.atomic
def request_erasure(user: User) -> datetime:
    """Close the account at once, and return when it will be erased.

    Codes of the ValidationError: `staff_account`, `state_changed`.
    """
    if user.is_staff or user.has_perm("wagtailadmin.access_admin"):
        raise ValidationError(
            _("Votre compte sert à gérer le site : demandez à un administrateur."),
            "staff_account",
        )
    due = timezone.now() + timedelta(days=settings.ERASURE_DAYS)
    open_account = User.objects.filter(pk=user.pk, is_active=True, erasure_due_at=None)
    if not open_account.update(is_active=False, erasure_due_at=due):
        raise ValidationError(_("Ce compte est déjà fermé."), "state_changed")
    user.is_active, user.erasure_due_at = False, due
    end_sessions(UserSession.objects.filter(user=user))
    tell_closed(user)
    return due


def keep_account(user: User) -> None:
    """Open a closed account again, as it was.

    Raises ValidationError `state_changed` when it is erased or open already.
    """
    closed = User.objects.filter(
        pk=user.pk, erasure_due_at__isnull=False, erased_at=None
    )
    if not closed.update(is_active=True, erasure_due_at=None):
        raise ValidationError(_("Ce compte n’attend plus rien."), "state_changed")
    user.is_active, user.erasure_due_at = True, None


@transaction.atomic
def erase(rows: QuerySet[User], key: int, moment: datetime | None = None) -> bool:
    """Erase the account `key` if it is still among `rows`; return whether it was."""
    alive = rows.filter(pk=key, erased_at=None)
    user = alive.select_for_update(of=("self",), no_key=True).first()
    if user is None:
        return False
    moment = moment or timezone.now()
    seal(user, moment)
    for path in settings.ACCOUNT_ERASERS:
        import_string(path)(user)
    ErasureRecord.objects.get_or_create(
        account=user.public_id, defaults={"erased_at": moment}
    )
    become_nobody(user, moment)
    return True


def seal(user: User, moment: datetime) -> None:
    """Set aside what the law has hosts keep: see `SealedIdentity`."""
    addresses = user.emailaddress_set.order_by("pk").values_list("email", flat=True)
    given = {"first_name": user.first_name, "last_initial": user.last_initial}
    details = {
        "kind": user.kind,
        "commune": user.commune_id,
        "joined": user.date_joined.isoformat(),
    }
    SealedIdentity.objects.update_or_create(
        account=user.public_id,
        defaults={
            "identity": {**given, "email": user.email, "emails": list(addresses)},
            "details": details,
            "closed_at": moment,
        },
    )
    user.charter_acceptances.update(user=None)  # they stay, under `account`


def become_nobody(user: User, moment: datetime) -> None:
    user.set_unusable_password()
    nothing = {
        "email": f"{user.public_id.hex}@compte-supprime.invalid",
        "password": user.password,
        "first_name": ERASED_NAME,
        "last_initial": "",
        "kind": PersonKind.RESIDENT,
        "commune": None,
        "about": "",
        "charter_accepted_at": None,
        "charter_version": None,
        "last_login": None,
        "mail_bounced_at": None,
        "trusted_at": None,
        "verified_at": None,
        "verified_by": None,
        "adult_on": None,
        "seller_status": SellerStatus.UNDECLARED,
        "business_name": "",
        "siren": "",
        "business_address": "",
        "is_active": False,
        "is_staff": False,
        "is_superuser": False,
        "erasure_due_at": None,
        "erased_at": moment,
    }
    User.objects.filter(pk=user.pk).update(**nothing)


def erase_each(rows: QuerySet[User], dry_run: bool = False) -> int:
    """Erase `rows`, each account in a transaction of its own; return how many."""
    keys = list(rows.values_list("pk", flat=True))
    return len(keys) if dry_run else sum(erase(rows, key) for key in keys)


def erase_due(dry_run: bool = False) -> int:
    """Erase the accounts that were closed and whose time to come back is over."""
    due = User.objects.filter(erasure_due_at__lte=timezone.now(), erased_at=None)
    return erase_each(due, dry_run)


def unreferenced(rows: QuerySet) -> QuerySet:
    """Leave out what other rows need: they would go, or forbid it."""
    for relation in rows.model._meta.related_objects:
        if relation.on_delete in (CASCADE, PROTECT):
            referring = relation.related_model._base_manager.filter(
                **{relation.field.name: OuterRef("pk")}
            )
            rows = rows.filter(~Exists(referring))
    return rows


def forget_nobodies(dry_run: bool = False) -> int:
    """Delete what remains of erased accounts once nobody has anything from them."""
    rows = User.objects.filter(erased_at__isnull=False)
    return remove(unreferenced(rows), dry_run)


def forget_identities(dry_run: bool = False) -> int:
    moment = before(settings.RETENTION_DAYS["identity"])
    return remove(SealedIdentity.objects.filter(closed_at__lt=moment), dry_run)


def forget_acceptances(dry_run: bool = False) -> int:
    """Delete what closed accounts accepted once nothing tells who they were."""
    moment = before(settings.RETENTION_DAYS["identity"])
    known = SealedIdentity.objects.filter(
        account=OuterRef("account"), closed_at__gte=moment
    )
    return remove(CharterAcceptance.objects.filter(~Exists(known), user=None), dry_run)


def forget_details(dry_run: bool = False) -> int:
    moment = before(settings.RETENTION_DAYS["details"])
    old = SealedIdentity.objects.filter(closed_at__lt=moment, details__isnull=False)
    return old.count() if dry_run else old.update(details=None)


def forget_journal(dry_run: bool = False) -> int:
    moment = before(settings.RETENTION_DAYS["journal"])
    return remove(ErasureRecord.objects.filter(erased_at__lt=moment), dry_run)
