"""What moderators decide about: the protocol that listings and messages fill in.

The apps above name their class in the setting `MODERATION_TARGETS`; this one imports
none of them.
"""

from typing import Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponseBase
from django.urls import ResolverMatch
from django.utils.module_loading import import_string

from .models import Action, Case


class Target:
    """One listing, message or person that a case is about."""

    kind: str
    name: ClassVar[Any]  # what such a thing is called, in French
    template: ClassVar[str]  # how a case shows it; gets `target`, `context`, `words`
    is_private: ClassVar[bool] = False  # each look is logged, and needs a ground

    def __init__(self, item: Any):
        self.item = item

    @classmethod
    def find(cls, public_id) -> Self | None:
        """Return the target, None when it is gone."""
        return next(iter(cls.find_many([public_id]).values()), None)

    @classmethod
    def find_many(cls, public_ids) -> dict[UUID, Self]:
        """Return those that are still there; many cost what one does."""
        raise NotImplementedError

    @classmethod
    def at(cls, match: ResolverMatch, fragment: str, user) -> Self | None:
        """Return what a page of this site shows `user`, None when of another kind.

        Raises ObjectDoesNotExist when the page is of this kind and shows nothing.
        """
        return None

    @classmethod
    def called(cls, name: str) -> Self:
        """Return the target that a link names; raises ObjectDoesNotExist."""
        raise NotImplementedError

    @property
    def public_id(self):
        return self.item.public_id

    @property
    def owner(self):
        """Who answers for it; None when their account is gone."""
        return self.item.author

    @property
    def subject_line(self) -> str:
        """What it is, in at most 120 characters, for queues and mails."""
        raise NotImplementedError

    @property
    def words(self) -> str:
        """All that was written in it."""
        raise NotImplementedError

    @property
    def url(self) -> str:
        """Where its owner finds it on the site; empty when nowhere."""
        return ""

    @property
    def address(self) -> str:
        """The exact place of the site where others see it."""
        return self.url

    @property
    def waits(self) -> bool:
        """Whether nobody sees it until a moderator decided."""
        return False

    def context(self, case) -> list[Any]:
        """What was said around it, only as far as what brought `case` up allows."""
        return []

    def picture(self, public_id, width: int) -> HttpResponseBase:
        """Send one of its private pictures; raises Http404."""
        raise Http404

    def may_be_reported_by(self, user) -> bool:
        """Whether `user`, maybe anonymous, can see it and did not write it."""
        raise NotImplementedError

    def actions(self) -> list[Action]:
        """What can be decided of it in its present state, most usual first."""
        raise NotImplementedError

    def apply(self, action: Action, until=None) -> None:
        """Do what was decided.

        Raises ValidationError `state_changed` when its state allows it no more.
        """
        raise NotImplementedError


class Gone(Target):
    """What a case was about and is no more: who waits for an answer still gets one."""

    template = "moderation/room/gone.html"

    def __init__(self, case: Case):
        super().__init__(case)
        self.kind = case.target_kind

    @property
    def public_id(self):
        return self.item.target_id

    @property
    def owner(self):
        return self.item.owner

    @property
    def subject_line(self) -> str:
        return self.item.subject_line

    @property
    def words(self) -> str:
        return ""

    def may_be_reported_by(self, user) -> bool:
        return False

    def actions(self) -> list[Action]:
        return [Action.CLOSE]

    def apply(self, action: Action, until=None) -> None:
        """Nothing: there is nothing left."""


def target_class(kind: str) -> type[Target]:
    """Return the class of a kind; raises KeyError for an unknown one."""
    return import_string(settings.MODERATION_TARGETS[kind])


def find_target(kind: str, public_id) -> Target | None:
    """Return what a case, notice or decision is about, None when it is gone."""
    known = kind in settings.MODERATION_TARGETS
    return target_class(kind).find(public_id) if known else None


def find_targets(cases) -> dict[UUID, Target]:
    """Return what many cases are about, by identifier, asking once per kind."""
    by_kind: dict[str, list[UUID]] = {}
    for case in cases:
        by_kind.setdefault(case.target_kind, []).append(case.target_id)
    found: dict[UUID, Target] = {}
    for kind, public_ids in by_kind.items():
        if kind in settings.MODERATION_TARGETS:
            found |= target_class(kind).find_many(public_ids)
    return found


def target_of(item: Any) -> Target:
    """Return the target that a listing, message or person is; KeyError for others."""
    kind = "person" if item._meta.label == settings.AUTH_USER_MODEL else None
    return target_class(kind or item._meta.model_name)(item)
