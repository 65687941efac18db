"""Accounts that nobody uses any more: two warnings, then they are erased.

A session lasts thirty days at most: the last sign-in tells the last use, within these.
Writing by mail is a use as well, which the apps above know: `ACCOUNTS_IN_USE`.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.module_loading import import_string

from ..mailboxes import can_be_mailed
from ..models import MailEvent, User
from ..models.mail import ACCOUNT_MAIL
from .erasure import erase_each
from .letters import tell_inactive


def unused_since(moment: datetime) -> QuerySet[User]:
    """Open accounts of residents, whose last sign-in may not have lasted so far."""
    rows = User.objects.filter(is_active=True, erased_at=None, is_staff=False)
    rows = rows.filter(is_superuser=False, groups=None)
    rows = rows.alias(last_use=Coalesce(F("last_login"), F("date_joined")))
    rows = rows.filter(last_use__lt=moment - settings.SESSION_LONGEST)
    for path in settings.ACCOUNTS_IN_USE:
        rows = rows.exclude(pk__in=import_string(path)(moment))
    return rows


def inactive_in(days: int) -> QuerySet[User]:
    """Accounts that will have been unused for too long in `days`."""
    left = timedelta(days=settings.INACTIVE_DAYS - days)
    return unused_since(timezone.now() - left)


def warned(days: int, ago: int = 0) -> Exists:
    """Whether the warning of `days` before left at least `ago` days ago.

    Whoever came back since is warned anew.
    """
    mails = MailEvent.objects.filter(
        user=OuterRef("pk"), kind=ACCOUNT_MAIL, occasion=occasion(days)
    )
    mails = mails.filter(
        created_at__gt=timezone.now() - timedelta(days=settings.INACTIVE_DAYS // 2)
    )
    since = Q(user__last_login=None) | Q(created_at__gt=F("user__last_login"))
    until = timezone.now() - timedelta(days=ago)
    return Exists(mails.filter(since, created_at__lte=until))


def occasion(days: int) -> str:
    return f"inactive-{days}"


def warn_inactive() -> int:
    """Write to those whose account is about to go; return to how many."""
    first, second = settings.INACTIVE_WARNINGS_DAYS
    never = inactive_in(first).filter(~warned(first))
    again = inactive_in(second).filter(warned(first, first - second), ~warned(second))
    told = sum(warn(user, first) for user in never)
    return told + sum(warn(user, second) for user in again)


@transaction.atomic
def warn(user: User, days: int) -> bool:
    """Queue the warning, with what says that it left; false when another did."""
    known = {"user": user, "kind": ACCOUNT_MAIL, "occasion": occasion(days)}
    latest = user.last_login or user.date_joined
    MailEvent.objects.filter(**known, created_at__lt=latest).delete()
    now = timezone.now()
    _event, is_new = MailEvent.objects.get_or_create(
        **known, defaults={"handed_over_at": now}
    )
    if is_new and can_be_mailed(user):
        tell_inactive(user, now + timedelta(days=days))
    return is_new


def erase_inactive(dry_run: bool = False) -> int:
    """Erase the accounts that were unused for too long, in spite of both warnings."""
    first, second = settings.INACTIVE_WARNINGS_DAYS
    gone = inactive_in(0).filter(warned(first, first), warned(second, second))
    return erase_each(gone, dry_run)
