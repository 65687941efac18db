"""Taking one's own words back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from moderation.models import Case

from ..models import Message
from .turns import wait_for_sides


@transaction.atomic
def delete_message(message: Message, user) -> None:
    """Empty a message that `user` wrote: both people read that it was deleted.

    What moderators have to decide about is kept for them until then. Codes of the
    ValidationError: `not_yours`, `state_changed` when it was not delivered.
    """
    if message.author_id != user.pk or message.is_automatic:
        raise ValidationError(_("Ce message n’est pas de vous."), "not_yours")
    wait_for_sides(message.conversation)  # who reports it is one of the two
    reported = Case.objects.open().about("message", message.public_id).exists()
    message.take_back(keep_words=reported)
    if not reported:
        message.photos.all().delete()
