"""The table of what is kept and for how long; another line is one more entry.

Its words take their figures from the settings that its functions apply.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

Text = str | Promise
__ = gettext_lazy
SITE = __("le site, chaque jour")
MACHINES = __("l’équipe qui héberge le site, par le réglage de ses machines")


@dataclass(frozen=True)
class Line:
    """`active`, `after` hold `%(name)s` of `figures()`; `apply` are dotted paths.

    Each is called with `dry_run` and returns how many rows it concerns. A line without
    one is applied by the machines, as docs/deploying.md sets them up; `by` says so.
    """

    what: Text
    active: Text
    after: Text
    why: Text
    apply: list[str] = field(default_factory=list)
    by: Text = SITE

    def shown(self) -> dict[str, str]:
        told = figures()
        return {
            "what": str(self.what),
            "active": str(self.active) % told,
            "after": str(self.after) % told,
            "why": str(self.why),
            "by": str(self.by),
        }

    def functions(self) -> Iterator[tuple[str, Callable[[bool], int]]]:
        for path in self.apply:
            yield path, import_string(path)


def spoken(days: int) -> str:
    """Return a number of days as people say it: « 6 mois », « 12 mois », « 5 ans »."""
    if days == 183:
        return _("6 mois")
    years, left = divmod(days, 365)
    if years and not left:
        return _("12 mois") if years == 1 else _("%d ans") % years
    return ngettext("%d jour", "%d jours", days) % days


def figures() -> dict[str, str]:
    first, second = settings.INACTIVE_WARNINGS_DAYS
    days = {
        **settings.RETENTION_DAYS,
        "unconfirmed": settings.UNCONFIRMED_ACCOUNT_DAYS,
        "inactive": settings.INACTIVE_DAYS,
        "appeal": settings.APPEAL_DAYS,
        "first_warning": first,
        "second_warning": second,
        "come_back": settings.ERASURE_DAYS,
        "conversation_warning": settings.CONVERSATION_WARNING_DAYS,
        "received": settings.MAIL_IN_KEPT_DAYS,
        "mail_events": settings.MAIL_EVENTS_KEPT_DAYS,
        "session_idle": settings.SESSION_COOKIE_AGE // 86400,
        "session": settings.SESSION_LONGEST.days,
    }
    told = {name: spoken(number) for name, number in days.items()}
    hours = {
        "export": settings.EXPORT_HOURS,
        "keys": settings.KEY_HOURS,
        "upload": settings.LISTING_PHOTOS_WAITING_HOURS,
    }
    return told | {name: _("%d heures") % number for name, number in hours.items()}


def shown() -> list[dict[str, str]]:
    return [line.shown() for line in TABLE]


MINIMAL = __("Ne garder que l’utile (RGPD, article 5)")
DECREE = __("Obligation légale (LCEN, décret n° 2021-1362)")

TABLE = [
    Line(
        __("Inscription jamais confirmée"),
        __("%(unconfirmed)s"),
        __("supprimée"),
        MINIMAL,
        ["accounts.actions.forget_unconfirmed"],
    ),
    Line(
        __("Compte et profil"),
        __(
            "tant que vous vous en servez\u00a0; après %(inactive)s sans connexion, il "
            "est supprimé, et vous êtes prévenu %(first_warning)s puis "
            "%(second_warning)s avant"
        ),
        __("sur demande, fermé aussitôt et supprimé %(come_back)s plus tard"),
        __("Recommandation de la CNIL sur les comptes inactifs"),
        [
            "accounts.rights.erasure.erase_due",
            "accounts.rights.inactivity.erase_inactive",
        ],
    ),
    Line(
        __("Identité donnée pour un compte fermé, mise sous scellés"),
        __("aucune copie"),
        __("%(identity)s, puis supprimée"),
        DECREE,
        ["accounts.rights.erasure.forget_identities"],
    ),
    Line(
        __("Règles acceptées\u00a0: chaque version, et le jour de votre accord"),
        __("tant que le compte existe"),
        __("%(identity)s, sous scellés, puis supprimées"),
        __("Preuve de l’accord donné (code civil, article 2224)"),
        ["accounts.rights.erasure.forget_acceptances"],
    ),
    Line(
        __("Autres données d’un compte fermé, mises sous scellés"),
        __("aucune copie"),
        __("%(details)s, puis supprimées"),
        DECREE,
        ["accounts.rights.erasure.forget_details"],
    ),
    Line(
        __(
            "Adresse réseau et heure des inscriptions, des connexions et des annonces "
            "publiées, mises sous scellés"
        ),
        __("chiffrées aussitôt, lues sur demande de la justice seulement"),
        __("%(connections)s, puis supprimées, même si le compte est effacé avant"),
        DECREE,
        ["accounts.rights.connections.forget_connections"],
    ),
    Line(
        __("Mention «\u00a0Compte supprimé\u00a0»"),
        __("tant que quelqu’un garde une conversation avec vous"),
        __("supprimée avec la dernière conversation"),
        __("Droits de la personne qui vous a écrit"),
        ["accounts.rights.erasure.forget_nobodies"],
    ),
    Line(
        __("Annonce"),
        __("jusqu’à son terme, qui dépend de la catégorie"),
        __(
            "cachée dès sa fin\u00a0; contenu supprimé %(listing)s plus tard, seul un "
            "compte anonyme reste"
        ),
        __("Finalité atteinte (RGPD, article 5)"),
        ["listings.rights.forget_listings"],
    ),
    Line(
        __("Photos d’une annonce"),
        __("avec l’annonce"),
        __("%(listing_photos)s après sa fin, dans toutes leurs tailles"),
        MINIMAL,
        ["listings.rights.forget_photos"],
    ),
    Line(
        __("Photos envoyées qu’aucune annonce et aucun message ne montre"),
        __("%(upload)s"),
        __("supprimées"),
        MINIMAL,
        [
            "listings.photos.actions.sweep_unattached",
            "messaging.photos.actions.sweep_unattached",
        ],
    ),
    Line(
        __("Conversation, avec ses photos"),
        __("tant que vous échangez"),
        __(
            "effacée %(conversation)s après le dernier message, et vous êtes prévenu "
            "%(conversation_warning)s avant\u00a0; si l’une des deux personnes s’en "
            "va, son nom disparaît et ses mots restent jusque-là pour l’autre"
        ),
        __("Droits des deux personnes"),
        ["messaging.rights.forget_conversations"],
    ),
    Line(
        __("Connexions ouvertes"),
        __("%(session_idle)s sans usage, %(session)s en tout"),
        __("supprimées"),
        __("Sécurité du compte"),
        ["accounts.actions.forget_ended_sessions"],
    ),
    Line(
        __("Courriels envoyés\u00a0: leur contenu"),
        __("jusqu’à l’envoi"),
        __("%(finished_jobs)s, ou %(failed_jobs)s quand l’envoi a échoué"),
        __("Preuve de l’information donnée"),
        ["background.retention.forget_jobs"],
    ),
    Line(
        __("Courriels envoyés\u00a0: leur date et leur sujet général"),
        __("%(mail_events)s"),
        __("supprimés"),
        __("Preuve de l’information donnée"),
        ["accounts.mailing.outbox.forget_old_events"],
    ),
    Line(
        __("Courriels reçus\u00a0: leur empreinte, sans leur contenu"),
        __("%(received)s"),
        __("supprimés"),
        __("Reconnaître un courriel reçu deux fois"),
        ["messaging.mail_in.receiving.forget_received"],
    ),
    Line(
        __("Empreinte d’un envoi, contre les doubles clics"),
        __("%(keys)s"),
        __("supprimée"),
        MINIMAL,
        ["listings.rights.forget_keys", "messaging.rights.forget_keys"],
    ),
    Line(
        __("Archive de vos données"),
        __("%(export)s, pour un seul téléchargement"),
        __("supprimée"),
        __("Droit d’accès et à la portabilité (RGPD, articles 15 et 20)"),
        ["accounts.rights.archives.sweep_archives"],
    ),
    Line(
        __("Journal des effacements\u00a0: un identifiant et une date"),
        __("%(journal)s"),
        __("supprimé"),
        __("Effacer de nouveau après la restauration d’une sauvegarde"),
        ["accounts.rights.erasure.forget_journal"],
    ),
    Line(
        __("Empreinte d’un texte ou d’une photo, sans leur contenu"),
        __("90 jours"),
        __("supprimée"),
        __("Reconnaître une arnaque répétée"),
        ["moderation.retention.forget_traces"],
    ),
    Line(
        __("Signalements\u00a0: qui les a envoyés"),
        __("jusqu’à la réponse, puis %(appeal)s"),
        __("séparé du signalement"),
        __("Délai pour contester (règlement (UE) 2022/2065, article 20)"),
        ["moderation.retention.forget_reporters"],
    ),
    Line(
        __("Décisions de modération, signalements et contestations"),
        __("%(decisions)s"),
        __("supprimés"),
        __("Preuve des motifs (règlement (UE) 2022/2065, article 17)"),
        ["moderation.retention.forget_cases"],
    ),
    Line(
        __("Journal des actes de la modération"),
        __("%(audit)s"),
        __("supprimé"),
        __("Contrôle interne (recommandation de la CNIL)"),
        ["moderation.retention.forget_audit"],
    ),
    Line(
        __("Journaux techniques du site, sans contenu ni adresse de courriel"),
        __("%(logs)s"),
        __(
            "effacés\u00a0; ceux d’un incident de sécurité, gardés à part, "
            "%(incidents)s au plus"
        ),
        __("Sécurité et journalisation (recommandation de la CNIL)"),
        by=MACHINES,
    ),
    Line(
        __("Sauvegardes"),
        __("%(backups)s glissants"),
        __("effacées\u00a0; les effacements sont rejoués après une restauration"),
        __("Sécurité (RGPD, article 32)"),
        by=MACHINES,
    ),
]
