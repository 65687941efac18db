"""Whether words of one person can reach another."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db.models import Value
from django.utils.translation import gettext as _

from accounts.models import User
from database.reads import Reads
from database.statements import Param

from ..models import Block, Conversation, Participant

BLOCKS = Reads(
    lambda: Block.objects.filter(blocker=Param("blocker", User._meta.pk)).order_by()
)


def obstacle(conversation: Conversation, author) -> ValidationError | None:
    """Return why `author` cannot write in `conversation`, None when they can.

    Codes: `account_suspended`, those of `obstacle_between`, and `correspondent_left`
    also for a person who left the conversation.
    """
    return obstacles([conversation], author)[conversation.pk]


def obstacles(conversations, author) -> dict[int, ValidationError | None]:
    """Return the `obstacle` of each of `author`'s conversations, by its key.

    Load the rows through `with_people()`: two queries, whatever their number.
    """
    others = {one.pk: one.correspondent_of(author) for one in conversations}
    blocks = blocks_among(author, others.values())
    sides = Participant.objects.filter(conversation__in=others, left_at__isnull=False)
    left = set(sides.exclude(user=author).values_list("conversation", flat=True))
    return {
        key: why_not(author, other, blocks) or (out_of_reach() if key in left else None)
        for key, other in others.items()
    }


def obstacle_between(author, other) -> ValidationError | None:
    """Return why `author` cannot write to `other`, None when they can.

    Codes: `account_suspended`, `blocked_by_you`, and `correspondent_left`, whose words
    are the same when the account is closed, when the person left and when they blocked
    `author`.
    """
    return why_not(author, other, blocks_among(author, [other]))


def obstacle_to_start(author, other) -> ValidationError | None:
    """Return why `author` cannot begin to write to `other`, None when they can.

    An adult and a minor do not begin an exchange, in either direction. They are told
    what is said when somebody left: nobody's age shows through.
    """
    apart = author.is_minor != other.is_minor
    return obstacle_between(author, other) or (out_of_reach() if apart else None)


def obstacle_before(listing, user) -> ValidationError | None:
    """Return why `user` cannot write about `listing`: what was begun goes on."""
    begun = Conversation.objects.filter(listing=listing, initiator=user).exists()
    found = obstacle_between if begun else obstacle_to_start
    return found(user, listing.author)


def foresight_of(viewer) -> Callable[[int], ValidationError | None]:
    """Return what tells, by the key of an author, the obstacle to show in advance.

    It is `obstacle_to_start` without what a look at many listings must not give away:
    who keeps `viewer` away and, to adults, who is a minor; the act alone refuses. One
    query, whatever the number of authors.
    """
    blocked, minors = blocked_and_minors(viewer)

    def foreseen(author: int) -> ValidationError | None:
        apart = viewer.is_minor and author not in minors
        found = own_obstacle(viewer, author in blocked)
        return found or (out_of_reach() if apart else None)

    return foreseen


def blocked_and_minors(viewer) -> tuple[set[int], set[int]]:
    """Return the keys of whom `viewer` blocked and, for a minor, of all minors."""
    if not viewer.is_minor:
        return {block.blocked_id for block in BLOCKS(blocker=viewer.pk)}, set()
    rows = viewer.blocks.order_by().values_list("blocked", Value(True))
    minors = User.objects.minors().values_list("pk", Value(False))
    found = list(rows.union(minors))
    blocked = {key for key, is_blocked in found if is_blocked}
    return blocked, {key for key, is_blocked in found if not is_blocked}


def blocks_among(author, others) -> set[tuple[int, int]]:
    """Return who keeps whom away, between `author` and any of `others`."""
    blocks = Block.objects.around(author, others)
    return set(blocks.values_list("blocker", "blocked"))


def why_not(author, other, blocks: set[tuple[int, int]]) -> ValidationError | None:
    if found := own_obstacle(author, (author.pk, other.pk) in blocks):
        return found
    kept_away = (other.pk, author.pk) in blocks
    return out_of_reach() if kept_away or not other.is_in_sight else None


def own_obstacle(author, blocks_other: bool) -> ValidationError | None:
    """Return what `author` can know of: their suspension, or their own block."""
    if not author.is_in_sight:
        return ValidationError(_("Votre compte est suspendu."), "account_suspended")
    if blocks_other:
        return ValidationError(
            _("Vous avez bloqué cette personne. Débloquez-la pour lui écrire."),
            "blocked_by_you",
        )
    return None


def out_of_reach() -> ValidationError:
    return ValidationError(
        _("Cette personne n’est plus joignable ici : elle ne lirait pas vos messages."),
        "correspondent_left",
    )
