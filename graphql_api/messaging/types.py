from functools import cache

import graphene
from django.db.models import Prefetch
from django.utils.text import Truncator
from graphene import relay

from graphql_api.accounts.types import Resident
from graphql_api.addresses import whole
from graphql_api.enums import from_choices
from graphql_api.listings.types import EXCERPT, Listing, ListingKind, ListingStatus
from graphql_api.live import live_url
from graphql_api.nodes import by_public_id, to_global_id
from graphql_api.pagination import CountedConnection, paginate_each, paging_arguments
from messaging import models
from messaging.actions.reach import obstacles
from messaging.shut_out import warning_of
from moderation.screening import advice_on

MessageSource = from_choices(models.MessageSource, "How a message was written.")
MessageState = from_choices(
    models.MessageState,
    "Whether the other person may read a message. HELD and REFUSED are answered to its"
    " author only; of what is DELETED nobody gets the words.",
)
ConversationOutcome = from_choices(
    models.Outcome, "What one of the two people says.", name="ConversationOutcome"
)
OutcomeReason = from_choices(models.OutcomeReason, "Why it could not be done.")
Deal = from_choices(
    models.Deal, "Where the listing stands, seen from one conversation."
)


class MessagePhoto(graphene.ObjectType):
    """A picture of a message, as WebP, read by the two people of the conversation."""

    id = graphene.ID(required=True, description="Opaque.")
    url = graphene.String(
        required=True, description="Whole address, to ask with the session of a party."
    )
    width = graphene.Int(required=True, description="In pixels, of `url`.")
    height = graphene.Int(required=True, description="In pixels, of `url`.")
    alt = graphene.String(required=True, description="What is seen, in French words.")

    def resolve_id(self, info):
        return to_global_id("MessagePhoto", self.public_id)

    def resolve_url(self, info):
        return whole(self.largest)

    def resolve_alt(self, info):
        return self.alt_text


class Message(graphene.ObjectType):
    """Words of one person; seen by the two people of the conversation."""

    id = graphene.ID(required=True, description="Opaque.")
    body = graphene.String(
        required=True,
        description="Text with line breaks, without marks; empty once deleted.",
    )
    author = graphene.Field(
        Resident, required=True, description="By their public name."
    )
    is_mine = graphene.Boolean(
        required=True, description="Whether the signed-in person wrote it."
    )
    created_at = graphene.DateTime(
        required=True,
        description="When it was sent; for what was held, when it was delivered.",
    )
    photos = graphene.List(
        graphene.NonNull(MessagePhoto),
        required=True,
        description="At most 3, in order.",
    )
    source = MessageSource(
        required=True,
        description="SITE is the site's own voice: show it apart from people's words.",
    )
    state = MessageState(
        required=True,
        description="DELIVERED or DELETED for whatever the other person wrote.",
    )
    notice = graphene.String(
        required=True,
        description="What to tell the author of its state, in French; empty once"
        " it was delivered.",
    )

    def resolve_id(self, info):
        return to_global_id("Message", self.public_id)

    def resolve_photos(self, info):
        return self.photos.all() if self.state != models.MessageState.DELETED else []

    def resolve_source(self, info):
        return str(self.source)

    def resolve_state(self, info):
        return str(self.state)

    def resolve_is_mine(self, info):
        return self.author_id == info.context.user.pk


class Advice(graphene.ObjectType):
    """What is worth saying when an exchange comes near a known danger."""

    subject = graphene.String(
        required=True, description="`money`, `codes` or `home`; others may be added."
    )
    text = graphene.String(required=True, description="In French, for both people.")

    def resolve_subject(self, info):
        return self.rule

    def resolve_text(self, info):
        return self.message


class MessageConnection(CountedConnection):
    """A page of messages."""

    advice = graphene.List(
        graphene.NonNull(Advice),
        required=True,
        description="To show beside the messages of this page, each once.",
    )

    class Meta:
        node = Message
        name = "MessageConnection"

    def resolve_advice(self, info):
        return advice_on(edge.node.body for edge in self.edges)


class Subject(graphene.ObjectType):
    """What two people still read of the listing once it is not visible."""

    kind = ListingKind(required=True, description="Whether help is offered or needed.")
    title = graphene.String(required=True, description="At most 80 characters.")
    status = ListingStatus(required=True, description="Where the listing is now.")

    def resolve_kind(self, info):
        return str(self.kind)

    def resolve_status(self, info):
        return str(self.status)


class Obstacle(graphene.ObjectType):
    """Why one cannot write any more."""

    code = graphene.String(
        required=True,
        description="`blocked_by_you`, `account_suspended`, or `correspondent_left`,"
        " which says nothing of why.",
    )
    message = graphene.String(required=True, description="In French.")


class ScamWarning(graphene.ObjectType):
    """What to show first when the other person was shut out for a scam."""

    headline = graphene.String(required=True, description="In French.")
    advice = graphene.String(required=True, description="What to do, in French.")


class Conversation(graphene.ObjectType):
    """What two people say to each other about one listing."""

    listing = graphene.Field(
        Listing, description="Null once it is not visible; `subject` stays."
    )
    subject = graphene.Field(
        Subject, required=True, description="What it is about, whatever became of it."
    )
    decides = graphene.Boolean(
        required=True,
        description="Whether the signed-in person wrote the listing, and so may"
        " reserve, free and fulfil it.",
    )
    deal = Deal(required=True, description="Where the listing stands, seen from here.")
    outcome = ConversationOutcome(
        description="What the signed-in person said of it; null until then."
    )
    outcome_reason = OutcomeReason(description="Why it was NOT_DONE.")
    outcome_note = graphene.String(
        required=True, description="Their words about it, which nobody else reads."
    )
    obstacle = graphene.Field(
        Obstacle, description="Why they cannot write here; null when they can."
    )
    warning = graphene.Field(
        ScamWarning,
        description="Null unless moderators shut the other person out for a scam.",
    )
    ends_at = graphene.DateTime(
        description="When it is deleted unless somebody writes; null until both were"
        " told."
    )
    muted = graphene.Boolean(
        required=True, description="Whether they want no mail about it."
    )
    archived = graphene.Boolean(
        required=True, description="Whether they put it aside, until a new message."
    )
    read_by_other_up_to = graphene.DateTime(
        required=True,
        description="One's delivered messages of this moment and before were seen by"
        " the other person.",
    )
    last_words = graphene.String(
        required=True,
        description="The first 160 characters of the newest message; may be empty.",
    )
    last_words_are_mine = graphene.Boolean(
        required=True, description="Whether the signed-in person wrote them."
    )
    correspondent = graphene.Field(Resident, description="The other person.")
    last_message_at = graphene.DateTime(
        required=True, description="When the latest message was sent."
    )
    unread_count = graphene.Int(
        required=True, description="Messages that the signed-in person did not read."
    )
    messages = graphene.Field(
        MessageConnection,
        required=True,
        description="Oldest first; `last: 20` gives the newest.",
        **paging_arguments(),
    )
    live_url = graphene.String(
        required=True,
        description="Address that tells what is new, to be asked again and again.",
    )

    class Meta:
        interfaces = [relay.Node]
        possible_types = (models.Conversation,)

    def resolve_id(self, info):
        return self.public_id

    def resolve_deal(self, info):
        return str(self.deal)

    def resolve_listing(self, info):
        return self.visible_listing

    def resolve_subject(self, info):
        return self.listing

    def resolve_correspondent(self, info):
        return self.correspondent_of(info.context.user)

    def resolve_decides(self, info):
        return self.is_led_by(info.context.user)

    def resolve_outcome(self, info):
        return own_side(self, info).outcome or None

    def resolve_outcome_reason(self, info):
        return own_side(self, info).outcome_reason or None

    def resolve_outcome_note(self, info):
        return own_side(self, info).outcome_note

    def resolve_obstacle(self, info):
        found = self.obstacles()[self.pk]
        return found and Obstacle(code=found.code, message=found.message)

    def resolve_warning(self, info):
        correspondent = self.correspondent_of(info.context.user)
        return warning_of(own_side(self, info), correspondent)

    def resolve_ends_at(self, info):
        return own_side(self, info).ends_at

    def resolve_muted(self, info):
        return own_side(self, info).muted

    def resolve_archived(self, info):
        return own_side(self, info).archived

    def resolve_read_by_other_up_to(self, info):
        mine = own_side(self, info)
        others = [side for side in self.participants.all() if side.pk != mine.pk]
        return others[0].seen_as_shown

    def resolve_last_words(self, info):
        return Truncator(self.last_words or "").chars(EXCERPT)

    def resolve_last_words_are_mine(self, info):
        return self.last_by == info.context.user.pk

    def resolve_live_url(self, info):
        return live_url(self)

    def resolve_unread_count(self, info):
        return self.unread

    def resolve_messages(self, info, **paging):
        return self.pages_of_messages(**paging)(self.pk)

    @classmethod
    def get_queryset(cls, info):
        return shown(models.Conversation.objects.of(info.context.user), info)

    @classmethod
    def get_node(cls, info, key):
        row = by_public_id(cls.get_queryset(info), key)
        if row:
            share([row], info.context.user)
        return row


def shown(rows: models.ConversationQuerySet, info) -> models.ConversationQuerySet:
    """Add what the fields read to conversations that are `of` the signed-in person."""
    user = info.context.user
    if not user.is_authenticated:
        return rows.none()
    listings = Listing.get_queryset(info).with_reason()
    visible = Prefetch("listing", listings, "visible_listing")
    rows = rows.with_people().with_unread_count(user).with_last_words(user)
    return rows.prefetch_related(visible, "participants")


def own_side(conversation: models.Conversation, info) -> models.Participant:
    mine = info.context.user.pk
    sides = conversation.participants.all()
    return next(side for side in sides if side.user_id == mine)


def share(conversations, user) -> None:
    """Let `conversations` load together what only some queries ask."""
    found = cache(lambda: obstacles(conversations, user))
    for conversation in conversations:
        conversation.obstacles = found
    share_messages(conversations, user)


def share_messages(conversations, user) -> None:
    """Let `conversations` load their messages together, when the first one is asked."""
    rows = models.Message.objects.filter(conversation__in=conversations)
    rows = rows.visible_to(user).select_related("author").prefetch_related("photos")
    order = ["created_at", "public_id"]

    @cache
    def pages(**paging):
        return paginate_each(
            MessageConnection, rows, "conversation_id", order, "messages", **paging
        )

    for conversation in conversations:
        conversation.pages_of_messages = pages


class ConversationConnection(CountedConnection):
    """A page of conversations."""

    class Meta:
        node = Conversation
        name = "ConversationConnection"
