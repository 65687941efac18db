"""What was decided about the signed-in person, and contesting it."""

import graphene
from django.core.exceptions import ValidationError
from graphene import relay

from graphql_api.enums import from_choices
from graphql_api.errors import (
    InputError,
    form_errors,
    input_errors,
    not_found,
    require_login,
)
from graphql_api.nodes import by_public_id, key_of
from graphql_api.pagination import CountedConnection, paginate, paging_arguments
from moderation import models
from moderation.appeals import contest
from moderation.charter import rule_of
from moderation.forms import AppealForm
from moderation.statements import duration_of, headline_of, means_of, scope_of

LATEST = ["-decided_at", "-public_id"]
DecisionAction = from_choices(
    models.Action, "What a decision does.", name="DecisionAction"
)
DecisionGround = from_choices(
    models.Ground, "Which heading of the charter was broken.", name="DecisionGround"
)


ABOUT_STATUSES = "Where an appeal stands."
STATUSES = {
    "WAITING": "Nobody has answered yet.",
    "UPHELD": "Whoever contested was right.",
    "REJECTED": "What was decided stays, or another decision took its place.",
}
AppealStatus = graphene.Enum(
    "AppealStatus",
    [("WAITING", "waiting"), ("UPHELD", "upheld"), ("REJECTED", "rejected")],
    description=lambda one: STATUSES[one.name] if one else ABOUT_STATUSES,
)


def status_of(appeal: models.Appeal) -> str:
    if appeal.answered_at is None:
        return "waiting"
    return "upheld" if appeal.upheld else "rejected"


class Appeal(graphene.ObjectType):
    """How the person contested a decision, and what became of it."""

    words = graphene.String(required=True, description="What they wrote.")
    created_at = graphene.DateTime(required=True, description="When it was received.")
    status = AppealStatus(
        required=True,
        description="Where it stands. UPHELD: the decision was taken back; REJECTED:"
        " it stays, or `answer` took its place.",
    )
    answer = graphene.Field(
        lambda: Decision, description="With its reasons; null until it is answered."
    )

    def resolve_status(self, info):
        return status_of(self)


class Decision(graphene.ObjectType):
    """What moderators decided about oneself or what one wrote, and why."""

    action = DecisionAction(required=True, description="What was done.")
    headline = graphene.String(
        required=True, description="What was done, in a few French words."
    )
    subject = graphene.String(
        required=True, description="What it is about, in French words."
    )
    ground = DecisionGround(required=True, description="The heading of the charter.")
    facts = graphene.String(required=True, description="Why, in French.")
    rule = graphene.String(
        required=True,
        description="The rule or law that was applied, in French; empty when the"
        " decision takes nothing away.",
    )
    automated = graphene.Boolean(
        required=True, description="Whether a machine decided by itself."
    )
    means = graphene.String(
        required=True,
        description="How it was decided, in French: by a machine or a person, reported"
        " or not.",
    )
    scope = graphene.String(
        required=True, description="What it changes, in French; may be empty."
    )
    duration = graphene.String(
        required=True,
        description="For how long, in French; empty when the decision takes nothing"
        " away.",
    )
    until = graphene.DateTime(description="When it ends; null without a term.")
    decided_at = graphene.DateTime(required=True, description="When it was taken.")
    contest_until = graphene.DateTime(
        description="Until when appealDecision makes sense; null when there is nothing"
        " to contest."
    )
    appeal = graphene.Field(Appeal, description="Null until it was contested.")

    class Meta:
        interfaces = [relay.Node]
        possible_types = (models.Decision,)

    def resolve_id(self, info):
        return self.public_id

    def resolve_action(self, info):
        return str(self.action)

    def resolve_ground(self, info):
        return str(self.ground)

    def resolve_headline(self, info):
        return headline_of(self)

    def resolve_means(self, info):
        return means_of(self, self.pk in reported(info.context))

    def resolve_scope(self, info):
        return scope_of(self)

    def resolve_duration(self, info):
        return duration_of(self)

    def resolve_subject(self, info):
        return self.subject_line

    def resolve_rule(self, info):
        return "" if self.is_harmless else rule_of(self)

    def resolve_automated(self, info):
        return self.is_automatic

    def resolve_contest_until(self, info):
        return None if self.is_harmless else self.contest_until

    def resolve_appeal(self, info):
        return self.appeal if self.is_contested else None

    @classmethod
    def get_queryset(cls, info):
        rows = models.Decision.objects.with_appeal()
        user = info.context.user
        return rows.received_by(user) if user.is_authenticated else rows.none()

    @classmethod
    def get_node(cls, info, key):
        return by_public_id(cls.get_queryset(info), key)


def reported(request) -> set[int]:
    """Return what somebody reported among one's own decisions, read once."""
    known = vars(request)
    if "_reported" not in known:
        rows = models.Decision.objects.received_by(request.user).reported()
        known["_reported"] = set(rows.order_by().values_list("pk", flat=True))
    return known["_reported"]


class DecisionConnection(CountedConnection):
    """A page of decisions."""

    class Meta:
        node = Decision
        name = "DecisionConnection"


class DecisionsOfMe:
    """The decisions among the fields of the signed-in person."""

    decisions = graphene.Field(
        DecisionConnection,
        required=True,
        description="What moderators decided about oneself, the latest first.",
        **paging_arguments(),
    )

    def resolve_decisions(self, info, **paging):
        rows = Decision.get_queryset(info)
        return paginate(DecisionConnection, rows, LATEST, "my decisions", **paging)


class AppealDecisionInput(graphene.InputObjectType):
    """Which decision is wrong, and why."""

    decision_id = graphene.ID(required=True, description="Of one's own decisions.")
    words = graphene.String(required=True, description="At most 2,000 characters.")


class AppealDecision(graphene.Mutation):
    """Contest a decision, once and within six months; another moderator answers."""

    class Arguments:
        input = AppealDecisionInput(required=True, description="What to do.")

    decision = graphene.Field(Decision, description="Null when there are errors.")
    errors = graphene.List(
        graphene.NonNull(InputError),
        required=True,
        description="Empty when it is done.",
    )

    @classmethod
    def mutate(cls, root, info, input):
        user = require_login(info)
        key = str(key_of(input["decision_id"], "Decision"))
        decision = Decision.get_node(info, key)
        if decision is None:
            raise not_found()
        form = AppealForm({"words": input["words"]})
        if not form.is_valid():
            return cls(errors=form_errors(form))
        try:
            contest(decision, user, form.cleaned_data["words"])
        except ValidationError as error:
            return cls(errors=input_errors(error))
        return cls(decision=Decision.get_node(info, key), errors=[])


class DecisionMutations(graphene.ObjectType):
    appeal_decision = AppealDecision.Field()
