"""What two people agree on, and what became of it."""

import graphene
from django.core.exceptions import ValidationError

from graphql_api.enums import stored_values
from messaging import actions
from messaging.forms import OutcomeForm

from .mutations import ConversationPayload
from .types import ConversationOutcome, OutcomeReason

THREAD = "Id of a conversation about one's own listing."


class ReserveListingInput(graphene.InputObjectType):
    """For whom: the person who asked in this conversation."""

    conversation = graphene.ID(required=True, description=THREAD)


class FreeListingInput(graphene.InputObjectType):
    """Which listing to offer again."""

    conversation = graphene.ID(required=True, description=THREAD)


class FulfilListingInput(graphene.InputObjectType):
    """With whom: the person who asked in this conversation."""

    conversation = graphene.ID(required=True, description=THREAD)


class RecordOutcomeInput(graphene.InputObjectType):
    """What became of it, as one of the two people says."""

    conversation = graphene.ID(required=True, description="Id of the conversation.")
    outcome = ConversationOutcome(required=True, description="Whether it was done.")
    reason = OutcomeReason(description="Needed for NOT_DONE.")
    note = graphene.String(
        description="At most 300 characters, which the other person never reads."
    )


class ReserveListing(ConversationPayload, graphene.Mutation):
    """Promise one's own listing to the person of a conversation."""

    class Arguments:
        input = ReserveListingInput(required=True, description="What to do.")

    @classmethod
    def mutate(cls, root, info, input):
        return cls.after(info, input["conversation"], actions.reserve)


class FreeListing(ConversationPayload, graphene.Mutation):
    """Offer one's own reserved listing to everybody again."""

    class Arguments:
        input = FreeListingInput(required=True, description="What to do.")

    @classmethod
    def mutate(cls, root, info, input):
        return cls.after(info, input["conversation"], actions.free)


class FulfilListing(ConversationPayload, graphene.Mutation):
    """End one's own listing with this person; everybody else who asked is told once."""

    class Arguments:
        input = FulfilListingInput(required=True, description="What to do.")

    @classmethod
    def mutate(cls, root, info, input):
        return cls.after(info, input["conversation"], actions.fulfil)


class RecordOutcome(ConversationPayload, graphene.Mutation):
    """Say what became of it; one may say otherwise later."""

    class Arguments:
        input = RecordOutcomeInput(required=True, description="What to do.")

    @classmethod
    def mutate(cls, root, info, input):
        form = OutcomeForm(stored_values(input))

        def record(thread, user):
            if not form.is_valid():
                raise ValidationError(form.errors.as_data())
            actions.record_outcome(thread, user, **form.cleaned_data)

        return cls.after(info, input["conversation"], record)


class DealMutations(graphene.ObjectType):
    reserve_listing = ReserveListing.Field()
    free_listing = FreeListing.Field()
    fulfil_listing = FulfilListing.Field()
    record_outcome = RecordOutcome.Field()
