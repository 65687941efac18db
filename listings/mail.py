"""What authors are told about their listings; queued with the change itself."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from .models import Listing


def tell_hidden(listing: Listing, reason: str) -> None:
    """Give the author the reason, and a way to answer."""
    words = _(
        "Bonjour,\n\nLa modération a masqué votre annonce « %(title)s » : personne "
        "d’autre que vous ne la voit.\n\nMotif :\n%(reason)s\n\nVotre annonce : "
        "%(url)s\n\nPour donner votre point de vue ou demander sa remise en ligne, "
        "répondez à ce courriel."
    )
    send(listing, _("Votre annonce est masquée : %(title)s"), words, reason)


def tell_restored(listing: Listing, reason: str) -> None:
    words = _(
        "Bonjour,\n\nVotre annonce « %(title)s » est de nouveau en ligne.\n\n"
        "Motif :\n%(reason)s\n\nVotre annonce : %(url)s"
    )
    send(listing, _("Votre annonce est de nouveau en ligne : %(title)s"), words, reason)


def send(listing: Listing, subject: str, words: str, reason: str) -> None:
    facts = {
        "title": listing.title,
        "reason": reason,
        "url": f"{settings.SITE_URL}{listing.get_absolute_url()}",
    }
    EmailMessage(
        subject=" ".join((subject % facts).splitlines()),
        body=words % facts,
        to=[listing.author.email],
        reply_to=[settings.MODERATION_EMAIL],
    ).send()
