"""What people are told of their account; queued with the change itself."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..models import User
from .links import come_back_url


def day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")


def send(user: User, subject: str, words: str) -> None:
    EmailMessage(
        subject=subject,
        body=words,
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    ).send()


def tell_closed(user: User) -> None:
    assert user.erasure_due_at
    words = _(
        "Bonjour %(name)s,\n\nVotre compte est fermé, comme vous l’avez demandé : vos "
        "annonces ne se voient plus et personne ne peut vous écrire.\n\nIl sera "
        "supprimé le %(day)s, et ne pourra plus être rétabli.\n\nVous changez d’avis, "
        "ou vous n’avez rien demandé ? Gardez votre compte :\n%(url)s"
    )
    facts = {
        "name": user.first_name,
        "day": day(user.erasure_due_at),
        "url": come_back_url(user),
    }
    send(user, _("Votre compte sera supprimé"), words % facts)


def tell_ready(user: User, token: str, until: datetime) -> None:
    words = _(
        "Bonjour %(name)s,\n\nVos données sont prêtes. Téléchargez-les ici, une seule "
        "fois, avant le %(day)s :\n%(url)s\n\nCe lien ne sert qu’à vous : il faut être "
        "connecté à votre compte. Vous n’avez rien demandé ? Changez votre mot de "
        "passe."
    )
    path = reverse("account_data_archive", args=[token])
    until = timezone.localtime(until)
    facts = {
        "name": user.first_name,
        "day": date_format(until, "j F Y, H:i"),
        "url": f"{settings.SITE_URL}{path}",
    }
    send(user, _("Vos données sont prêtes"), words % facts)


def tell_inactive(user: User, ends_at: datetime) -> None:
    words = _(
        "Bonjour %(name)s,\n\nVous ne vous êtes pas connecté depuis longtemps. Sans "
        "nouvelles de vous, votre compte sera supprimé le %(day)s, avec vos "
        "annonces.\n\nPour le garder, il suffit de vous connecter :\n%(url)s"
    )
    facts = {
        "name": user.first_name,
        "day": day(ends_at),
        "url": f"{settings.SITE_URL}{reverse('account_login')}",
    }
    send(user, _("Votre compte va être supprimé"), words % facts)
