"""Decisions about a person as a whole, and the measures that they set."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User

from .models import Action, Appeal
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


def must_be_reviewed(user: User) -> bool:
    """Whether everything that `user` publishes or sends waits for a moderator."""
    return user.is_limited
