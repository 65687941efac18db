"""Messages as moderators decide about them."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from moderation.models import Action
from moderation.targets import Target

from .actions.review import deliver
from .models import Message, MessageState

# What can be decided in each state.
FITS = {
    MessageState.HELD: [Action.PUBLISH, Action.REFUSE],
    MessageState.DELIVERED: [Action.KEEP, Action.REMOVE],
    MessageState.REFUSED: [Action.KEEP, Action.RESTORE],
}


class ModeratedMessage(Target):
    kind = "message"
    template = "moderation/message.html"

    @classmethod
    def find(cls, public_id):
        rows = Message.objects.select_related("author", "conversation__listing")
        message = rows.filter(public_id=public_id).first()
        return message and cls(message)

    @property
    def subject_line(self) -> str:
        about = self.item.conversation.listing.title
        return (_("Message à propos de « %(title)s »") % {"title": about})[:120]

    @property
    def words(self) -> str:
        return self.item.body

    @property
    def url(self) -> str:
        thread = self.item.conversation.public_id
        return reverse("messaging:thread", args=[thread])

    def may_be_reported_by(self, user) -> bool:
        """Only who received it: nobody else ever reads it."""
        if not user.is_authenticated or self.item.author == user:
            return False
        read = Q(state=MessageState.DELIVERED, conversation__participants__user=user)
        return Message.objects.filter(read, pk=self.item.pk).exists()

    def actions(self) -> list[Action]:
        return FITS.get(self.item.state, [Action.KEEP])

    def apply(self, action: Action, until=None) -> None:
        acts = {
            Action.PUBLISH: lambda: deliver(self.item),
            Action.RESTORE: lambda: deliver(self.item, MessageState.REFUSED),
            Action.REFUSE: self.item.refuse,
            Action.REMOVE: self.item.refuse,
        }
        if act := acts.get(action):
            act()
