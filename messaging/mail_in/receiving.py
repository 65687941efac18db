"""One function in which every door ends: a mail becomes a message, or is told why not.

Whoever sends to a wrong address learns it from their own server, in the dialogue.
Whoever holds a right one is answered by mail, at the address the participant confirmed.
"""

import logging
from collections.abc import Callable
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.mailboxes import stop_mailing
from accounts.models import User
from background.retention import before, remove
from messaging.actions import send
from messaging.forms import MessageForm
from messaging.models import InboundMail, Message, MessageSource, Participant

from .addresses import addressee
from .answers import Answer, refused, taken, try_later, unreadable, wrong_address
from .letters import Letter, read
from .notices import (
    SENT,
    CannotTellError,
    tell_not_sent,
    tell_waiting,
    tell_without_attachments,
)
from .reading import UnreadableError
from .senders import is_sender

logger = logging.getLogger(__name__)


def judge(recipient: str) -> Answer:
    """Tell whether mail for this address is taken, before it comes."""

    def known() -> Answer:
        addressee(recipient)
        return taken()

    return answered(known)


def receive(raw: bytes, sender: str | None, recipient: str) -> Answer:
    """Take one mail in; `sender` is that of the envelope, None where it is not told."""
    return answered(lambda: received(raw, sender, addressee(recipient)))


def answered(work: Callable[[], Answer]) -> Answer:
    """Run `work`; what fails for a reason of ours is asked for again.

    Logs hold the kind of failure and never a word of the mail.
    """
    try:
        return work()
    except ValidationError as error:
        return wrong_address(" ".join(error.messages))
    except UnreadableError as error:
        logger.warning("Unreadable mail refused: %s", error)
        return unreadable()
    except Exception as error:
        logger.error("Mail put off: %s", type(error).__qualname__)
        return try_later()


def received(raw: bytes, sender: str | None, owner: Participant | User) -> Answer:
    letter = read(raw, sender)
    if isinstance(owner, User):
        if letter.tells_of_a_wrong_address:
            stop_mailing(User.objects.filter(pk=owner.pk))
        return taken()
    if letter.automatic:
        logger.info("Automatic mail dropped: %s", letter.automatic)
        return taken()
    if letter.forged:
        return refused(_("L’expéditeur de ce courriel n’est pas authentifié."))
    return take_once(letter, sender, owner, identity(raw, letter, owner))


def identity(raw: bytes, letter: Letter, owner: Participant) -> str:
    """Return the same for each copy of one mail that one person sends to one address.

    Nobody makes another's mail look like a copy. Without Message-ID, the bytes count.
    """
    name = letter.message_id.encode("utf-8", "replace") or raw
    return sha256(f"{owner.pk} {letter.author} ".encode() + name).hexdigest()


def take_once(
    letter: Letter, sender: str | None, owner: Participant, key: str
) -> Answer:
    try:
        with transaction.atomic():
            mail, is_new = InboundMail.objects.get_or_create(
                message_id=key, defaults={"participant": owner}
            )
            if is_new:
                mail.outcome = outcome(letter, sender, owner, key)
                mail.save(update_fields=["outcome"])
    except CannotTellError:
        return refused(_("Votre message n’a pas été envoyé. Répondez sur le site."))
    return taken()


def outcome(letter: Letter, sender: str | None, owner: Participant, key: str) -> str:
    """Post the letter, or say why it is not posted; return what became of it."""
    if not is_sender(owner.user, letter.author, sender):
        tell_not_sent(owner, from_elsewhere(letter.author), letter.words or letter.text)
        return "other_sender"
    if not letter.words:
        tell_not_sent(owner, nothing_to_send(letter), letter.text)
        return "no_words"
    try:
        message = post(letter.words, owner, key)
    except ValidationError as error:
        tell_not_sent(owner, " ".join(error.messages), letter.words)
        return error.error_list[0].code or "invalid"
    return told_of(message, letter, owner)


def post(words: str, owner: Participant, key: str) -> Message:
    """Send through the form and the action of the site, with their refusals."""
    form = MessageForm({"body": words, "idempotency_key": key})
    if not form.is_valid():
        raise ValidationError(form.errors["body"].as_data())
    return send(
        owner.conversation,
        owner.user,
        form.cleaned_data["body"],
        key,
        MessageSource.EMAIL,
    )


def told_of(message: Message, letter: Letter, owner: Participant) -> str:
    if not message.is_delivered:
        tell_waiting(owner, letter.words)
        return "waiting"
    if letter.pictures or letter.has_documents:
        tell_without_attachments(owner, letter.words)
        return "without_attachments"
    return SENT


def from_elsewhere(author: str) -> str:
    if not author:
        return _("Il ne dit pas clairement de quelle adresse il vient.")
    return _(
        "Il vient de %(address)s, qui n’est pas une adresse confirmée de votre "
        "compte : rien n’a été envoyé. S’il est de vous, écrivez de l’adresse de votre "
        "compte, ou répondez sur le site. Sinon, ne faites rien."
    ) % {"address": author}


def nothing_to_send(letter: Letter) -> str:
    if letter.pictures and not letter.text.strip():
        return _(
            "Il ne contient que des photos, qui ne peuvent pas encore être reçues par "
            "courriel : rien n’a été envoyé. Écrivez quelques mots, ou montrez-les sur "
            "place."
        )
    return _(
        "Aucune réponse n’a été trouvée dans ce courriel : rien n’a été envoyé. "
        "Écrivez-la au-dessus du message auquel vous répondez, ou sur le site."
    )


def forget_received(dry_run: bool = False) -> int:
    """Delete what was only kept to recognise a mail that comes again."""
    moment = before(settings.MAIL_IN_KEPT_DAYS)
    return remove(InboundMail.objects.filter(received_at__lt=moment), dry_run)
