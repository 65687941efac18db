from functools import cache

import graphene
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Prefetch
from graphene import relay

from graphql_api.accounts.types import Resident
from graphql_api.listings.types import Listing
from graphql_api.live import live_url
from graphql_api.nodes import by_public_id
from graphql_api.pagination import CountedConnection, paginate_each, paging_arguments
from messaging import models


class Message(graphene.ObjectType):
    """Words of one person; seen by the two people of the conversation."""

    id = graphene.ID(required=True, description="Opaque.")
    body = graphene.String(
        required=True, description="Text with line breaks, without marks."
    )
    author = graphene.Field(
        Resident, required=True, description="By their public name."
    )
    is_mine = graphene.Boolean(
        required=True, description="Whether the signed-in person wrote it."
    )
    created_at = graphene.DateTime(required=True, description="When it was sent.")

    def resolve_id(self, info):
        return relay.Node.to_global_id("Message", self.public_id)

    def resolve_is_mine(self, info):
        return self.author_id == info.context.user.pk


class MessageConnection(CountedConnection):
    """A page of messages."""

    class Meta:
        node = Message
        name = "MessageConnection"


class Conversation(graphene.ObjectType):
    """What two people say to each other about one listing."""

    listing = graphene.Field(Listing, description="Null once it is not visible.")
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

    def resolve_listing(self, info):
        try:
            return self.listing
        except ObjectDoesNotExist:
            return None

    def resolve_correspondent(self, info):
        mine = info.context.user.pk
        people = [side.user for side in self.participants.all()]
        return next((user for user in people if user.pk != mine), None)

    def resolve_live_url(self, info):
        return live_url(self)

    def resolve_unread_count(self, info):
        return self.unread

    def resolve_messages(self, info, **paging):
        return self.pages_of_messages(**paging)(self.pk)

    @classmethod
    def get_queryset(cls, info):
        user = info.context.user
        rows = models.Conversation.objects.of(user)
        if user.is_authenticated:
            rows = rows.with_unread_count(user)
        visible = Prefetch("listing", Listing.get_queryset(info))
        return rows.prefetch_related(visible, "participants__user")

    @classmethod
    def get_node(cls, info, key):
        row = by_public_id(cls.get_queryset(info), key)
        if row:
            share_messages([row], info.context.user)
        return row


def share_messages(conversations, user) -> None:
    """Let `conversations` load their messages together, when the first one is asked."""
    rows = models.Message.objects.filter(conversation__in=conversations)
    rows = rows.visible_to(user).select_related("author")
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
