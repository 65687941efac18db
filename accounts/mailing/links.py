"""The link of every mail that lets its reader choose how often to be written to.

It never ends: a mail found years later must still be able to stop the next one. It
opens nothing else, shows neither name nor address, and dies with the mailbox it was
sent to: whoever corrects their address leaves nothing behind in the old one.
"""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from ..models import User

SALT = "accounts.mailing.links"


def preferences_url(user: User, kind: str) -> str:
    """Return the full address where `user` chooses, and stops `kind` by one POST."""
    token = signing.dumps([user.public_id.hex, kind, mailbox_of(user)], salt=SALT)
    return f"{settings.SITE_URL}{reverse('messaging:mail_choice', args=[token])}"


def reader_of(token: str) -> tuple[User, str]:
    """Return whose link it is and the kind of the mail that held it.

    Raises `signing.BadSignature` when it is nobody's, or of an address given up.
    """
    public_id, kind, mailbox = signing.loads(token, salt=SALT)
    user = User.objects.filter(public_id=UUID(public_id), is_active=True).first()
    if user is None or not constant_time_compare(mailbox, mailbox_of(user)):
        raise signing.BadSignature("The mailbox is not theirs any more.")
    return user, kind


def mailbox_of(user: User) -> str:
    # Without the secret key: links outlive a change of it through its fallbacks.
    secret = user.public_id.hex
    return salted_hmac(SALT, user.email.lower(), secret).hexdigest()[:12]
