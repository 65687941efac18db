"""How people who were met here become trusted, without anybody's favour."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import OUT_OF_SIGHT, User
from moderation.models import Decision

from .models import Listing


def promote_trusted(person: User | None = None) -> int:
    """Trust those who earned it, or `person` alone if they did; return how many."""
    people = deserving() if person is None else deserving().filter(pk=person.pk)
    return people.update(trusted_at=timezone.now())


def deserving():
    """People not trusted yet, known long enough, with a listing and no sanction."""
    now = timezone.now()
    since = now - timedelta(days=settings.TRUSTED_AFTER_DAYS)
    mine = OuterRef("pk")
    proved = EmailAddress.objects.filter(user=mine, verified=True)
    approved = Listing.objects.filter(author=mine).approved()
    sanctioned = Decision.objects.filter(owner=mine).sanctions(since)
    return User.objects.filter(
        Exists(proved),
        Exists(approved.order_by()),
        ~Exists(sanctioned.order_by()),
        Q(limited_until=None) | Q(limited_until__lte=now),
        trusted_at=None,
        date_joined__lte=since,
    ).exclude(OUT_OF_SIGHT)
