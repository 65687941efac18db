"""The shape of mail in two parts: what people may decline, and what they may not."""

from email.headerregistry import Address
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from ..mailboxes import can_be_mailed
from ..models import User
from .links import preferences_url

SITE_NAME = "Nièvre Solutions Solidaires"


def letter(
    user: User, kind: str, template: str, about: dict, *, sender: str = ""
) -> EmailMultiAlternatives:
    """Return a mail to `user` from `template` (HTML), its `.txt` beside it.

    `about` is shown, and `about["subject"]` is the subject. `sender` is where failures
    are reported: the envelope, not the header.
    """
    stop = preferences_url(user, kind)
    shown = {**about, "preferences_url": stop, "site_url": settings.SITE_URL}
    mail = EmailMultiAlternatives(
        subject=one_line(about["subject"]),
        body=render_to_string(template.replace(".html", ".txt"), shown),
        from_email=sender or settings.DEFAULT_FROM_EMAIL,
        to=[user.email],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "List-Id": f"<{kind}.{host()}>",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    mail.attach_alternative(render_to_string(template, shown), "text/html")
    return mail


def send_anyway(person: User | None, template: str, about: dict) -> None:
    """Queue a mail that cannot be declined, about the rights or safety of its reader.

    `template` and `about` as for `letter`; moderators read the answers. Nobody is
    written to when the account is gone or its address failed.
    """
    if person is None or not can_be_mailed(person):
        return
    shown = {**about, "site_url": settings.SITE_URL}
    mail = EmailMultiAlternatives(
        subject=one_line(about["subject"]),
        body=render_to_string(template.replace(".html", ".txt"), shown),
        to=[person.email],
        reply_to=[settings.MODERATION_EMAIL],
        headers={"Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string(template, shown), "text/html")
    mail.send()


def signed_by(name: str) -> str:
    """Return the site's own address under the public name of a person."""
    _site, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    shown = one_line(f"{name} – {SITE_NAME}")
    return str(Address(display_name=shown, addr_spec=address))


def message_id(*parts: object) -> str:
    """Return the same Message-ID for the same parts: a second copy is recognised."""
    return f"<{'.'.join(map(str, parts))}@{host()}>"


def host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def one_line(text: str) -> str:
    """Leave no line break that could start another header of a mail."""
    return " ".join(text.splitlines())
