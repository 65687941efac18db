"""Taking one's own words back."""

import graphene

from graphql_api.errors import not_found, require_login
from graphql_api.nodes import key_of, to_global_id
from messaging import actions, models

from .mutations import ConversationPayload


class DeleteMessageInput(graphene.InputObjectType):
    """Which message to empty."""

    message = graphene.ID(required=True, description="Id of a message of one's own.")


class DeleteMessage(ConversationPayload, graphene.Mutation):
    """Empty a delivered message of one's own; both people see that it was deleted."""

    class Arguments:
        input = DeleteMessageInput(required=True, description="What to do.")

    @classmethod
    def mutate(cls, root, info, input):
        user = require_login(info)
        threads = models.Conversation.objects.of(user).order_by()
        rows = models.Message.objects.visible_to(user).filter(conversation__in=threads)
        rows = rows.select_related(
            "conversation__initiator", "conversation__listing__author"
        )
        found = rows.filter(public_id=key_of(input["message"], "Message")).first()
        if found is None:
            raise not_found()
        thread = to_global_id("Conversation", found.conversation.public_id)
        return cls.after(
            info, thread, lambda _thread, me: actions.delete_message(found, me)
        )


class RemovalMutations(graphene.ObjectType):
    delete_message = DeleteMessage.Field()
