"""Addresses written in messages: shown as text, opened only on purpose.

The address travels signed: the page that asks « Ouvrir ce lien ? » opens nothing that
nobody wrote, and cannot be borrowed to send people elsewhere.
"""

from urllib.parse import urlsplit

from django.core import signing
from django.urls import reverse
from django.utils.html import Urlizer, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

SALT = "messaging.links"


class InertUrlizer(Urlizer):
    """Finds addresses as Django does, and puts beside them a way to open them."""

    def handle_word(self, word, **options):
        lead, middle, trail = self.trim_punctuation(word)
        if self.simple_url_re.match(middle):
            return inert(lead, middle, trail, middle)
        if self.simple_url_2_re.match(middle):
            return inert(lead, middle, trail, f"https://{middle}")
        return escape(word)


def inert(lead: str, shown: str, trail: str, target: str) -> SafeString:
    return format_html(
        '{}{} <a class="open-link" href="{}?vers={}">{}</a>{}',
        lead,
        shown,
        reverse("messaging:link"),
        signed(target),
        _("Ouvrir ce lien"),
        trail,
    )


def with_inert_links(text: str) -> SafeString:
    """Escape `text` and add to each address a link to the page that asks first."""
    return mark_safe(InertUrlizer()(text))


def signed(target: str) -> str:
    return signing.Signer(salt=SALT).sign_object(target)


def target_of(value: str) -> str | None:
    """Return the address that a message held; None when none did."""
    try:
        return signing.Signer(salt=SALT).unsign_object(value)
    except signing.BadSignature:
        return None


def host_of(target: str) -> str:
    """Return where `target` really leads, in letters that cannot be taken for others.

    Empty when it leads nowhere.
    """
    try:
        host = urlsplit(target).hostname or ""
        return host.encode("idna").decode()
    except ValueError:
        return ""
