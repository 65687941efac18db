"""What `accounts` itself gives to the archive of a person, and forgets of them."""

from allauth.account.models import EmailAddress
from django.db.models import CASCADE
from django.utils.translation import gettext as _

from background.mail import forget_mail_to

from ..actions import end_sessions, open_sessions
from ..browsers import device_of
from ..mailing.preferences import rhythms_of
from ..models import NotificationKind, Rhythm, User
from .archives import drop_file
from .parts import Entry, Field, Part


def export(user: User) -> Part:
    accepted = map(acceptance, user.charter_acceptances.all())
    entries = [about(user), *accepted, *map(session, open_sessions(user))]
    return Part("account", _("Mon compte"), entries)


def about(user: User) -> Entry:
    addresses = EmailAddress.objects.filter(user=user).order_by("pk")
    fields = [
        Field("firstName", _("Prénom"), user.first_name),
        Field("lastInitial", _("Initiale du nom"), user.last_initial),
        Field("emails", _("Adresses de courriel"), told(addresses)),
        Field("commune", _("Commune"), user.commune and user.commune.name),
        Field("kind", _("Qualité"), user.get_kind_display()),
        Field("about", _("Quelques mots sur moi"), user.about),
        Field("sellerStatus", _("Vente"), user.get_seller_status_display()),
        Field("businessName", _("Raison sociale"), user.business_name),
        Field("siren", _("Numéro SIREN"), user.siren),
        Field("businessAddress", _("Adresse professionnelle"), user.business_address),
        Field("adultOn", _("Majorité"), user.adult_on),
        Field("verifiedAt", _("Identité vérifiée"), user.verified_at),
        Field("joinedAt", _("Inscription"), user.date_joined),
        Field("lastSignIn", _("Dernière connexion"), user.last_login),
        Field("charterAcceptedAt", _("Charte acceptée"), user.charter_accepted_at),
    ]
    for kind, rhythm in rhythms_of(user).items():
        label = _("Courriels sur %(kind)s") % {"kind": NotificationKind(kind).label}
        fields.append(Field(f"mail_{kind}", label, str(Rhythm(rhythm).label)))
    return Entry(_("Profil"), fields)


def told(addresses) -> str:
    return ", ".join(addresses.values_list("email", flat=True))


def acceptance(one) -> Entry:
    return Entry(
        _("Règles acceptées"),
        [
            Field("charterVersion", _("Version du"), one.version),
            Field("acceptedAt", _("Acceptées le"), one.accepted_at),
        ],
    )


def session(one) -> Entry:
    return Entry(
        _("Connexion ouverte"),
        [
            Field("openedAt", _("Depuis"), one.created_at),
            Field("device", _("Appareil"), device_of(one.user_agent)),
            Field("ip", _("Adresse IP"), one.ip),
        ],
    )


def erase(user: User) -> None:
    """Forget the addresses, the sessions, the choices and the mail of `user`."""
    addresses = EmailAddress.objects.filter(user=user)
    for address in {user.email, *addresses.values_list("email", flat=True)}:
        forget_mail_to(address)
    end_sessions(user.usersession_set.all())
    for archive in user.data_exports.all():
        drop_file(archive)
    user.groups.clear()
    user.user_permissions.clear()
    for relation in User._meta.related_objects:
        module = relation.related_model.__module__
        if relation.on_delete is CASCADE and module.startswith(("accounts", "allauth")):
            rows = relation.related_model._default_manager
            rows.filter(**{relation.field.name: user}).delete()
