"""Decisions about a person as a whole, and the measures that they set."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User

from .models import Action, Appeal, AuditEvent, Verb
from .targets import Target

FREE = {"is_suspended": False, "suspended_until": None, "limited_until": None}


class ModeratedPerson(Target):
    kind = "person"
    name = gettext_lazy("compte")
    template = "moderation/room/person.html"

    @classmethod
    def find_many(cls, public_ids):
        people = User.objects.filter(public_id__in=public_ids)
        return {person.public_id: cls(person) for person in people}

    @classmethod
    def called(cls, name):
        return cls(User.objects.get(public_id=name))

    @property
    def owner(self):
        return self.item

    @property
    def subject_line(self) -> str:
        return _("Compte de %(name)s") % {"name": self.item.display_name}

    @property
    def words(self) -> str:
        return self.item.about

    def may_be_reported_by(self, user) -> bool:
        return user != self.item

    def actions(self) -> list[Action]:
        if self.item.is_suspended or self.item.is_limited:
            return [Action.LIFT, Action.KEEP, Action.SUSPEND, Action.BAN]
        if self.contests():  # a warning, or a measure that ended meanwhile
            return [Action.KEEP, Action.LIFT]
        return [Action.KEEP, Action.WARN, Action.LIMIT, Action.SUSPEND, Action.BAN]

    def contests(self) -> bool:
        waiting = Appeal.objects.filter(answered_at=None)
        return waiting.filter(
            decision__target_kind=self.kind, decision__target_id=self.public_id
        ).exists()

    def apply(self, action: Action, until=None) -> None:
        """Set the measure; `until` is needed to limit and to suspend.

        Raises ValidationError `until_missing`, `until_past`.
        """
        if action in (Action.LIMIT, Action.SUSPEND):
            check_term(until)
        changes = {
            Action.LIMIT: {"limited_until": until},
            Action.SUSPEND: {"is_suspended": True, "suspended_until": until},
            Action.BAN: {"is_suspended": True, "suspended_until": None},
            Action.LIFT: FREE,
        }.get(action, {})
        if changes:
            User.objects.filter(pk=self.item.pk).update(**changes)
            vars(self.item).update(changes)


def check_term(until) -> None:
    if until is None:
        raise ValidationError(_("Dites jusqu’à quand."), "until_missing")
    if until <= timezone.now():
        raise ValidationError(_("Choisissez une date à venir."), "until_past")


def lift_ended() -> int:
    """End the suspensions whose term has come; return how many."""
    ended = User.objects.filter(suspended_until__lte=timezone.now())
    return ended.update(is_suspended=False, suspended_until=None)


@transaction.atomic
def verify(person: User, actor: User, how: str) -> None:
    """Note that `actor` saw the identity of `person`, and how.

    Codes of the ValidationError: `own_identity`, `state_changed`.
    """
    if person == actor:
        raise ValidationError(
            _("Une autre personne de l’équipe doit voir votre pièce d’identité."),
            "own_identity",
        )
    note = {"verified_at": timezone.now(), "verified_by": actor}
    change(User.objects.filter(pk=person.pk, verified_at=None), note)
    write_in_journal(Verb.VERIFIED, person, actor, how)


@transaction.atomic
def withdraw_verification(person: User, actor: User, why: str) -> None:
    """Take back what `verify` noted; raises ValidationError `state_changed`."""
    note = {"verified_at": None, "verified_by": None}
    change(User.objects.filter(pk=person.pk, verified_at__isnull=False), note)
    write_in_journal(Verb.UNVERIFIED, person, actor, why)


def change(people, note: dict) -> None:
    # One conditional UPDATE: of two simultaneous clicks, one counts.
    if not people.update(**note):
        raise ValidationError(
            _("Cette personne a changé entre-temps. Rechargez la page."),
            "state_changed",
        )


def write_in_journal(verb: Verb, person: User, actor: User, ground: str) -> None:
    AuditEvent.objects.create(
        actor=actor,
        verb=verb,
        target_kind=ModeratedPerson.kind,
        target_id=person.public_id,
        ground=ground,
    )
