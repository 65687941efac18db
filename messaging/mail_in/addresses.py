"""Addresses that mails come back to: who may write where is sealed in the address.

`reponse+<token>@REPLY_DOMAIN` belongs to one person in one conversation,
`bounce+<token>@REPLY_DOMAIN` to one person's mailbox. The token is base 32 in small
letters, since mail servers may change the case of an address, and holds a public id,
the day it ends and a signature of both and of what it is bound to. With its prefix it
stays under the 64 characters that a local part may have.
"""

from base64 import b32decode, b32encode
from collections.abc import Callable
from datetime import UTC, date, timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from accounts.models import User
from messaging.models import Participant

REPLY, BOUNCE = "reponse", "bounce"
EPOCH = date(1970, 1, 1)
ID, DAY, SIGNATURE = 16, 2, 16  # bytes of each part of a token


def reply_address(participant: Participant) -> str:
    """Return where `participant` answers by mail; empty when mail is not received."""
    return sealed(
        REPLY,
        participant.conversation.public_id,
        str(participant.pk),
        settings.MAIL_REPLY_DAYS,
    )


def bounce_address(user: User) -> str:
    """Return where failures to deliver to `user` are reported; empty like the above.

    A person who corrects their address does not suffer from what the old one did.
    """
    return sealed(BOUNCE, user.public_id, mailbox_of(user), settings.MAIL_BOUNCE_DAYS)


def addressee(address: str) -> Participant | User:
    """Return whose address this is: a participant to answer as, or who lost a mail.

    Codes of the ValidationError: `unknown_address`, `expired_address`.
    """
    local, _at, domain = address.strip().lower().rpartition("@")
    kind, _plus, token = local.partition("+")
    if kind not in OWNERS or not settings.REPLY_DOMAIN:
        raise unknown_address()
    if domain != settings.REPLY_DOMAIN.lower():
        raise unknown_address()
    return OWNERS[kind](token)


def participant_behind(token: str) -> Participant:
    public_id, day, signature = parts(token)
    rows = Participant.objects.filter(conversation__public_id=public_id)
    for participant in rows.select_related("user", "conversation"):
        if genuine(signature, REPLY, public_id, day, str(participant.pk)):
            refuse_after(day)
            return participant
    raise unknown_address()


def user_behind(token: str) -> User:
    public_id, day, signature = parts(token)
    user = User.objects.filter(public_id=public_id).first()
    if user and genuine(signature, BOUNCE, public_id, day, mailbox_of(user)):
        refuse_after(day)
        return user
    raise unknown_address()


OWNERS: dict[str, Callable[[str], Participant | User]] = {
    REPLY: participant_behind,
    BOUNCE: user_behind,
}


def mailbox_of(user: User) -> str:
    return f"{user.pk} {user.email.lower()}"


def sealed(kind: str, public_id: UUID, bound_to: str, days: int) -> str:
    if not settings.REPLY_DOMAIN:
        return ""
    last = today() + timedelta(days=days)
    day = (last - EPOCH).days.to_bytes(DAY)
    token = public_id.bytes + day + seal(kind, public_id, day, bound_to)
    text = b32encode(token).decode().rstrip("=").lower()
    return f"{kind}+{text}@{settings.REPLY_DOMAIN}"


def parts(token: str) -> tuple[UUID, bytes, bytes]:
    """Return the public id, the day and the signature; they prove nothing yet."""
    try:
        raw = b32decode(token.upper() + "=" * (-len(token) % 8))
    except ValueError as error:
        raise unknown_address() from error
    if len(raw) != ID + DAY + SIGNATURE:
        raise unknown_address()
    return UUID(bytes=raw[:ID]), raw[ID : ID + DAY], raw[ID + DAY :]


def seal(kind: str, public_id: UUID, day: bytes, bound_to: str, secret=None) -> bytes:
    value = f"{public_id.hex} {day.hex()} {bound_to}"
    salt = f"messaging.mail_in.{kind}"
    return salted_hmac(salt, value, secret, algorithm="sha256").digest()[:SIGNATURE]


def genuine(signature: bytes, kind: str, public_id, day: bytes, bound_to: str) -> bool:
    """Whether the site signed this, now or before its secret key was changed."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(
        constant_time_compare(signature, seal(kind, public_id, day, bound_to, secret))
        for secret in secrets
    )


def refuse_after(day: bytes) -> None:
    if today() > EPOCH + timedelta(days=int.from_bytes(day)):
        raise ValidationError(
            _("Cette adresse de réponse n’est plus valable. Répondez sur le site."),
            "expired_address",
        )


def today() -> date:
    return timezone.now().astimezone(UTC).date()


def unknown_address() -> ValidationError:
    return ValidationError(
        _("Cette adresse n’existe pas. Répondez sur le site."), "unknown_address"
    )
