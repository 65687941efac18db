import graphene

from accounts.mailing.preferences import rhythms_of
from accounts.standing import standing_of
from graphql_api.accounts.charter import CharterOfMe
from graphql_api.accounts.types import (
    NotificationPreference,
    ResidentKind,
    Seller,
    Standing,
)
from graphql_api.enums import from_choices, stored
from graphql_api.errors import bad_input
from graphql_api.listings.queries import NEWEST
from graphql_api.listings.types import ListingConnection
from graphql_api.moderation.decisions import DecisionsOfMe
from graphql_api.nodes import key_of
from graphql_api.pagination import paginate, paging_arguments
from graphql_api.territory.types import Commune
from listings import models as listings
from messaging import models
from messaging.forms import InboxForm, Shelf

from .types import Conversation, ConversationConnection, share, shown

ConversationFilter = from_choices(
    Shelf, "Which conversations of the inbox.", name="ConversationFilter"
)
LATEST = ["-last_message_at", "-public_id"]


class Me(CharterOfMe, DecisionsOfMe, graphene.ObjectType):
    """The signed-in person, seen by nobody else."""

    display_name = graphene.String(required=True, description="What others read.")
    first_name = graphene.String(required=True, description="As it was given.")
    last_initial = graphene.String(required=True, description="A letter, or empty.")
    kind = ResidentKind(required=True, description="In which quality.")
    about = graphene.String(
        required=True, description="What others read of oneself; may be empty."
    )
    member_since = graphene.Date(
        required=True, description="Day on which the account was made."
    )
    email = graphene.String(required=True, description="Never shown to others.")
    mail_stopped = graphene.Boolean(
        required=True,
        description="Whether `email` refused mail, so that none is sent: ask to correct"
        " it, or resumeMail.",
    )
    commune = graphene.Field(Commune, description="Null until it was given.")
    trust = graphene.Field(
        Standing, required=True, description="How far the site knows them."
    )
    seller = graphene.Field(
        Seller, required=True, description="As whom they sell: see updateProfile."
    )
    unread_count = graphene.Int(
        required=True, description="Messages that were not read."
    )
    listings = graphene.Field(
        ListingConnection,
        required=True,
        description="One's own, whatever their status.",
        **paging_arguments(),
    )
    conversations = graphene.Field(
        ConversationConnection,
        required=True,
        description="The latest message first.",
        filter=ConversationFilter(
            description="ALL without it, which leaves out what is archived."
        ),
        search=graphene.String(
            description="French words, all of them in one message or in the listing, or"
            " the first name of the other person; at most 100 characters."
        ),
        **paging_arguments(),
    )
    notification_preferences = graphene.List(
        graphene.NonNull(NotificationPreference),
        required=True,
        description="How often they want mail: each kind once.",
    )

    def resolve_kind(self, info):
        return str(self.kind)

    def resolve_member_since(self, info):
        return self.date_joined.date()

    def resolve_mail_stopped(self, info):
        return self.mail_bounced_at is not None

    def resolve_trust(self, info):
        return standing_of(self)

    def resolve_seller(self, info):
        return self

    def resolve_unread_count(self, info):
        return models.Message.objects.unread_by(self).count()

    def resolve_listings(self, info, **paging):
        rows = listings.Listing.objects.by(self).with_card_data().with_reason()
        return paginate(ListingConnection, rows, NEWEST, "my listings", **paging)

    def resolve_conversations(self, info, filter=None, search=None, **paging):
        form = InboxForm({"shelf": stored(filter) or "", "search": search or ""})
        for mistakes in form.errors.values():
            raise bad_input(str(mistakes[0]))
        rows = shown(form.found_in(models.Conversation.objects.all(), self), info)
        page = paginate(ConversationConnection, rows, LATEST, "conversations", **paging)
        share([edge.node for edge in page.edges], self)
        return page

    def resolve_notification_preferences(self, info):
        return [
            NotificationPreference(kind=kind, rhythm=str(rhythm))
            for kind, rhythm in rhythms_of(self).items()
        ]


class MessagingQueries(graphene.ObjectType):
    me = graphene.Field(Me, description="Null when signed out.")
    conversation = graphene.Field(
        Conversation,
        description="Null when it is somebody else's.",
        id=graphene.ID(required=True, description="As it was answered."),
    )

    def resolve_me(self, info):
        user = info.context.user
        return user if user.is_authenticated else None

    def resolve_conversation(self, info, id):
        return Conversation.get_node(info, str(key_of(id, "Conversation")))
