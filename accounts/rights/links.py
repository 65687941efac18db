"""The link by which a closed account is opened again, without a password."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from ..models import User

SALT = "accounts.rights.links"


def come_back_path(user: User) -> str:
    """Return an address that serves until the account is kept or erased."""
    due = user.erasure_due_at
    named = [user.public_id.hex, due.isoformat() if due else ""]
    token = signing.dumps(named, salt=SALT)
    return reverse("account_come_back", args=[token])


def come_back_url(user: User) -> str:
    return f"{settings.SITE_URL}{come_back_path(user)}"


def closed_account(token: str) -> User | None:
    """Return whose closed account it is; None when the link serves no more."""
    try:
        public_id, due = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    user = User.objects.filter(public_id=UUID(public_id), erased_at=None).first()
    if user is None or user.erasure_due_at is None:
        return None
    return user if user.erasure_due_at.isoformat() == due else None
