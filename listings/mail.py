"""What authors are told about their listings; queued with the change itself."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.durations import review_delay
from accounts.mailing.letters import letter
from accounts.mailing.preferences import wants_mail
from accounts.models import NotificationKind

from .models import Listing


def tell_pending(listing: Listing) -> None:
    """Say that somebody reads it first, unless the author wants no such mail."""
    about = {"subject": _("Nous relisons votre annonce\u00a0: %(title)s")}
    tell(listing, "listings/mails/pending.html", about)


def tell_online(listing: Listing) -> None:
    about = {"subject": _("Votre annonce est en ligne\u00a0: %(title)s")}
    tell(listing, "listings/mails/online.html", about)


def tell(listing: Listing, template: str, about: dict) -> None:
    author, kind = listing.author, NotificationKind.LISTINGS
    if not wants_mail(author, kind):
        return
    url = f"{settings.SITE_URL}{listing.get_absolute_url()}"
    facts = {"title": listing.title, "url": url, "delay": review_delay()}
    subject = about["subject"] % facts
    letter(author, kind, template, {**about, **facts, "subject": subject}).send()


def ask_whether_trade(author, sold: int) -> None:
    """Ask a private person who sells often whether it is their trade."""
    words = _(
        "Bonjour,\n\nVous avez publié %(count)s annonces payantes en %(days)s jours, "
        "en tant que particulier. C’est peut-être très bien ainsi\u00a0: vider une "
        "maison n’est pas un métier.\n\nMais si vous vendez souvent pour gagner de "
        "l’argent, la loi veut que vos acheteurs le sachent\u00a0: indiquez votre "
        "entreprise et son numéro SIREN dans votre profil.\n%(url)s\n\nDites-nous ce "
        "qu’il en est en répondant à ce courriel."
    )
    facts = {
        "count": sold,
        "days": settings.PRIVATE_SALES["days"],
        "url": f"{settings.SITE_URL}{reverse('account_profile')}",
    }
    EmailMessage(
        subject=_("Vendez-vous en tant que professionnel\u00a0?"),
        body=words % facts,
        to=[author.email],
        reply_to=[settings.MODERATION_EMAIL],
    ).send()
