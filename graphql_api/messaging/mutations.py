from uuid import UUID

import graphene
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from graphql import GraphQLError

from graphql_api.errors import InputError, input_errors, not_found, require_login
from graphql_api.listings.types import Listing
from graphql_api.nodes import key_of
from listings.photos.actions import unknown_photo
from messaging import actions, models
from messaging.forms import MessageForm
from messaging.photos.actions import own_photos

from .types import Conversation, Message

KEY = "At most 64 characters; sent again with the same words, nothing is sent twice."
PHOTOS = "Ids from POST /api/message-photos/ in the order to show them, at most 3."
MAX_KEY = 64


class StartConversationInput(graphene.InputObjectType):
    """The first words about a listing."""

    listing = graphene.ID(required=True, description="Id of the listing to answer.")
    body = graphene.String(required=True, description="At most 2,000 characters.")
    photos = graphene.List(graphene.NonNull(graphene.ID), description=PHOTOS)
    idempotency_key = graphene.String(description=KEY)


class SendMessageInput(graphene.InputObjectType):
    """Words to the other person."""

    conversation = graphene.ID(required=True, description="Id of the conversation.")
    body = graphene.String(required=True, description="At most 2,000 characters.")
    photos = graphene.List(graphene.NonNull(graphene.ID), description=PHOTOS)
    idempotency_key = graphene.String(description=KEY)


class MarkConversationReadInput(graphene.InputObjectType):
    """Which messages were seen."""

    conversation = graphene.ID(required=True, description="Id of the conversation.")
    up_to = graphene.ID(
        description="The last message that was shown; by default the newest. What"
        " arrived since then stays unread."
    )


class ConversationPayload:
    conversation = graphene.Field(
        Conversation, description="Null when there are errors, and once one left it."
    )
    errors = graphene.List(
        graphene.NonNull(InputError),
        required=True,
        description="Empty when it is done.",
    )

    @classmethod
    def after(cls, info, global_id: str, act):
        """Run `act(conversation, user)`, and answer with the conversation as it is."""
        user = require_login(info)
        mine = own_thread(user, global_id)
        try:
            act(mine, user)
        except ValidationError as error:
            return cls(errors=input_errors(error))
        thread = Conversation.get_node(info, str(mine.public_id))
        return cls(conversation=thread, errors=[])


class MessagePayload(ConversationPayload):
    message = graphene.Field(Message, description="Null when there are errors.")

    @classmethod
    def of(cls, info, input, send):
        """Check the words and pictures, `send` them, answer with the thread."""
        user = info.context.user
        try:
            words, photos = words_and_key(input), photos_of(input, user)
            message = send(*words, models.MessageSource.API, photos)
        except ValidationError as error:
            return cls(errors=input_errors(error))
        thread = Conversation.get_node(info, str(message.conversation.public_id))
        return cls(message=message, conversation=thread, errors=[])


def words_and_key(input) -> tuple[str, str]:
    key = input.get("idempotency_key") or ""
    if len(key) > MAX_KEY or "\x00" in key:
        mistake = ValidationError(_("Cette clé est trop longue."), "max_length")
        raise ValidationError({"idempotency_key": mistake})
    form = MessageForm({"body": input["body"]})
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    return form.cleaned_data["body"], key


def photos_of(input, user) -> list[models.MessagePhoto]:
    try:
        keys = [photo_key(one) for one in input.get("photos") or []]
        return own_photos(keys, user)
    except ValidationError as error:
        raise ValidationError({"photos": error}) from error


def photo_key(global_id: str) -> UUID:
    """Return the public id of a picture; refuse what names no picture at its field."""
    try:
        return key_of(global_id, "MessagePhoto")
    except GraphQLError as error:
        raise unknown_photo() from error


def found(graphene_type, info, global_id: str):
    """Return what this person may see under `global_id`, or refuse."""
    key = key_of(global_id, graphene_type.__name__)
    row = graphene_type.get_node(info, str(key))
    if row is None:
        raise not_found()
    return row


def own_thread(user, global_id: str) -> models.Conversation:
    """Return a conversation of `user`, or refuse."""
    rows = models.Conversation.objects.of(user).with_people()
    thread = rows.filter(public_id=key_of(global_id, "Conversation")).first()
    if thread is None:
        raise not_found()
    return thread


def message_of(thread: models.Conversation, global_id: str | None):
    """Return a message of `thread`; None when none is named."""
    if global_id is None:
        return None
    message = thread.messages.filter(public_id=key_of(global_id, "Message")).first()
    if message is None:
        raise not_found()
    return message


class StartConversation(MessagePayload, graphene.Mutation):
    """Write to the author of a listing."""

    class Arguments:
        input = StartConversationInput(required=True, description="What to do.")

    @classmethod
    def mutate(cls, root, info, input):
        user = require_login(info)
        listing = found(Listing, info, input["listing"])
        return cls.of(
            info,
            input,
            lambda *words: actions.start_conversation(listing, user, *words),
        )


class SendMessage(MessagePayload, graphene.Mutation):
    """Answer in a conversation."""

    class Arguments:
        input = SendMessageInput(required=True, description="What to do.")

    @classmethod
    def mutate(cls, root, info, input):
        user = require_login(info)
        thread = own_thread(user, input["conversation"])
        return cls.of(info, input, lambda *words: actions.send(thread, user, *words))


class MarkConversationRead(ConversationPayload, graphene.Mutation):
    """Say that the messages were seen."""

    class Arguments:
        input = MarkConversationReadInput(required=True, description="What to do.")

    @classmethod
    def mutate(cls, root, info, input):
        def read(thread, user):
            actions.mark_read(thread, user, message_of(thread, input.get("up_to")))

        return cls.after(info, input["conversation"], read)


class MessagingMutations(graphene.ObjectType):
    start_conversation = StartConversation.Field()
    send_message = SendMessage.Field()
    mark_conversation_read = MarkConversationRead.Field()
