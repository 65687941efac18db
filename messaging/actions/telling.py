"""The mail that tells of one message."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from ..models import Message
from ..push.sending import push_later


def tell_the_other(message: Message) -> None:
    """Queue a notification, and a mail with the message, its author's name and a link.

    Nothing to who muted the conversation, or whose address refuses mail.
    """
    push_later(message)
    conversation = message.conversation
    other = conversation.correspondent_of(message.author)
    if other.mail_bounced_at or conversation.side_of(other).muted:
        return
    about = {
        "message": message,
        "name": message.author.display_name,
        "title": conversation.listing.title,
        "url": f"{settings.SITE_URL}{conversation.get_absolute_url()}",
    }
    mail = EmailMultiAlternatives(
        subject=one_line(_("%(name)s vous écrit : %(title)s") % about),
        body=render_to_string("messaging/mail.txt", about),
        to=[other.email],
    )
    mail.attach_alternative(render_to_string("messaging/mail.html", about), "text/html")
    mail.send()


def one_line(text: str) -> str:
    """Leave no line break that could start another header of a mail."""
    return " ".join(text.splitlines())
