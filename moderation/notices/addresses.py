"""Pages of this site that are neither a listing nor a message, and what is at one."""

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.urls import Resolver404, resolve
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Action, Case, Notice
from ..targets import Target, target_class

KIND = "address"
# Names of the links « Signaler », and what each is about.
NAMED = {"annonce": "listing", "message": "message"}
WEB = ("http", "https")


@dataclass(frozen=True)
class Address:
    """The path of a page."""

    path: str
    author = None  # of pages, nobody is known

    @cached_property
    def public_id(self) -> UUID:
        return uuid5(NAMESPACE_URL, self.path)


class ReportedAddress(Target):
    """A page that the editors change by hand: the decision says what was done."""

    kind = KIND
    name = gettext_lazy("page")
    template = "moderation/notices/address.html"

    @classmethod
    def find_many(cls, public_ids):
        about = Case.objects.filter(target_kind=KIND, target_id__in=public_ids)
        notices = Notice.objects.filter(case__in=about).values_list(
            "address", flat=True
        )
        pages = [Address(urlsplit(address).path) for address in notices]
        return {page.public_id: cls(page) for page in pages}

    @property
    def subject_line(self) -> str:
        return self.item.path[:120]

    @property
    def words(self) -> str:
        return ""

    @property
    def url(self) -> str:
        return self.item.path

    def may_be_reported_by(self, user) -> bool:
        return True

    def actions(self) -> list[Action]:
        return [Action.KEEP, Action.REMOVE]

    def apply(self, action: Action, until=None) -> None:
        """Nothing: an editor took the page down before."""


def target_named(kind: str, name: str) -> Target | None:
    """Return what a link « Signaler » is about, None when there is no such thing."""
    try:
        return target_class(kind).called(name)
    except ObjectDoesNotExist:
        return None


def target_at(typed: str, user) -> Target:
    """Return what `user` sees at an address of this site, or under a code typed alone.

    Codes of the ValidationError: `not_ours`, `unknown`.
    """
    words = typed.strip()
    if "/" not in words and (found := target_named(NAMED["annonce"], words)):
        return found
    parts = parts_of_ours(words)
    try:
        match = resolve(parts.path)
        kinds = [target_class(kind) for kind in settings.MODERATION_TARGETS]
        shown = (kind.at(match, parts.fragment, user) for kind in kinds)
        return next(filter(None, shown), None) or ReportedAddress(Address(parts.path))
    except (Resolver404, ObjectDoesNotExist) as error:
        raise unknown() from error


def parts_of_ours(typed: str):
    """Split an address of this site, typed with or without its beginning."""
    ours = urlsplit(settings.SITE_URL).netloc
    whole = typed if "://" in typed else f"https://{typed}"
    whole = f"{settings.SITE_URL}{typed}" if typed.startswith("/") else whole
    try:
        parts = urlsplit(whole)
    except ValueError as error:
        raise unknown() from error
    if parts.scheme not in WEB or parts.netloc.lower() != ours.lower():
        raise ValidationError(
            _(
                "Cette adresse n’est pas sur notre site. Collez celle de la page qui "
                "pose problème, ou le code de l’annonce."
            ),
            "not_ours",
        )
    return parts._replace(path=parts.path or "/")


def unknown() -> ValidationError:
    """Say the same of what never was and of what this person may not see."""
    return ValidationError(
        _("Nous ne trouvons rien à cette adresse, ou vous ne pouvez pas le voir."),
        "unknown",
    )
