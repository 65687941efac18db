"""Messages as moderators decide about them."""

from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.photos.views import sent
from moderation.models import Action, Ground
from moderation.targets import Target

from .actions.review import deliver
from .models import Block, Conversation, Message, MessageSource, MessageState

ANCHOR = "m-"  # of a message in its thread

# What one message alone does not tell.
OF_AN_EXCHANGE = {
    Ground.CHILD_ABUSE,
    Ground.HARASSMENT,
    Ground.MINOR,
    Ground.OFF_PLATFORM,
    Ground.SCAM,
    Ground.SEXUAL,
}
# What can be decided in each state.
FITS = {
    MessageState.HELD: [Action.PUBLISH, Action.REFUSE],
    MessageState.DELIVERED: [Action.KEEP, Action.REMOVE],
    MessageState.REFUSED: [Action.KEEP, Action.RESTORE],
    MessageState.DELETED: [Action.KEEP, Action.REMOVE],
}


class ModeratedMessage(Target):
    kind = "message"
    name = gettext_lazy("message")
    template = "messaging/case.html"
    is_private = True

    @classmethod
    def find_many(cls, public_ids):
        rows = Message.objects.with_all_shown().select_related("conversation__listing")
        found = rows.filter(public_id__in=public_ids)
        return {message.public_id: cls(message) for message in found}

    @classmethod
    def at(cls, match, fragment, user):
        """The message of a fragment, or else the latest one that `user` received."""
        if match.view_name != "messaging:thread":
            return None
        if fragment.startswith(ANCHOR):
            return cls.called(fragment.removeprefix(ANCHOR))
        threads = Conversation.objects.of(user)
        thread = threads.get(public_id=match.kwargs["public_id"])
        received = thread.messages.delivered().exclude(author=user)
        typed = received.exclude(source=MessageSource.SITE)
        return cls(typed.select_related("author", "conversation__listing").latest())

    @classmethod
    def called(cls, name):
        rows = Message.objects.select_related("author", "conversation__listing")
        try:
            return cls(rows.get(public_id=UUID(name)))
        except ValueError as error:
            raise Message.DoesNotExist from error

    @property
    def subject_line(self) -> str:
        about = self.item.conversation.listing.title
        return (_("Message à propos de « %(title)s »") % {"title": about})[:120]

    @property
    def words(self) -> str:
        return self.item.kept_words or self.item.body

    @property
    def url(self) -> str:
        thread = self.item.conversation.public_id
        return reverse("messaging:thread", args=[thread])

    @property
    def address(self) -> str:
        return f"{self.url}#{ANCHOR}{self.item.public_id}"

    @property
    def waits(self) -> bool:
        return self.item.state == MessageState.HELD

    def context(self, case) -> list[Message]:
        """The messages next to it, when a notice is about what two people said.

        Held and refused words of the thread have cases of their own.
        """
        if OF_AN_EXCHANGE.isdisjoint(case.reported_grounds()):
            return []
        around = settings.CASE_MESSAGES_AROUND
        rows = Message.objects.filter(conversation=self.item.conversation).delivered()
        rows = rows.exclude(pk=self.item.pk).with_all_shown()
        earlier = list(rows.before(self.item).reverse()[:around])
        return [*reversed(earlier), self.item, *rows.since(self.item)[:around]]

    def picture(self, public_id, width):
        photos = self.item.photos.filter(public_id=public_id)
        return sent(photos.first(), width)

    def may_be_reported_by(self, user) -> bool:
        """Only who received it: nobody else ever reads it."""
        mine = user.is_authenticated and self.item.author == user
        if not user.is_authenticated or mine or self.item.is_automatic:
            return False
        read = Q(state=MessageState.DELIVERED, conversation__participants__user=user)
        return Message.objects.filter(read, pk=self.item.pk).exists()

    def actions(self) -> list[Action]:
        return FITS.get(self.item.state, [Action.KEEP])

    def apply(self, action: Action, until=None) -> None:
        if self.item.state == MessageState.DELETED:
            self.item.forget_words()
            return
        acts = {
            Action.PUBLISH: lambda: deliver(self.item),
            Action.RESTORE: lambda: deliver(self.item, MessageState.REFUSED),
            Action.REFUSE: self.item.refuse,
            Action.REMOVE: self.item.refuse,
        }
        if act := acts.get(action):
            act()


def facts_about(person) -> list[tuple]:
    """What moderators see of how others keep a person away."""
    blocks = Block.objects.filter(blocked=person).count()
    return [(gettext_lazy("fois bloqué par d’autres"), blocks)]
