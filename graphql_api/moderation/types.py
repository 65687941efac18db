import graphene

from graphql_api.enums import from_choices
from moderation import models
from moderation.notices.actions import misuses

from .decisions import AppealStatus, DecisionAction, status_of

ReportReason = from_choices(
    models.Ground, "Why something should not be here.", name="ReportReason"
)
NoticeStatus = from_choices(
    models.Answer, "What became of a notice.", name="NoticeStatus"
)


class NoticeAppeal(graphene.ObjectType):
    """How the answer to a notice was contested; never the words, which may tell who."""

    created_at = graphene.DateTime(required=True, description="When it was received.")
    status = AppealStatus(
        required=True,
        description="UPHELD: a measure was taken after all; REJECTED: none was added.",
    )
    answered_at = graphene.DateTime(description="Null while it waits.")
    action = DecisionAction(description="What was decided; null while it waits.")
    reasons = graphene.String(description="In French; null while it waits.")

    def resolve_status(self, info):
        return status_of(self)

    def resolve_action(self, info):
        return self.answer and str(self.answer.action)

    def resolve_reasons(self, info):
        return self.answer and self.answer.facts


class Notice(graphene.ObjectType):
    """What somebody reported, for whoever has its number; never who reported."""

    number = graphene.String(required=True, description="As on the receipt.")
    status = NoticeStatus(required=True, description="What became of it.")
    answer = graphene.String(required=True, description="The same in French words.")
    created_at = graphene.DateTime(required=True, description="When it was received.")
    threatens_life = graphene.Boolean(
        required=True,
        description="Whether a life is in danger, as its sender said: show the numbers"
        " of emergency services.",
    )
    decided_at = graphene.DateTime(description="Null while it waits.")
    action = DecisionAction(
        description="What was decided; null while it waits, and of what was gone."
    )
    reasons = graphene.String(description="In French; null while it waits.")
    automated = graphene.Boolean(
        description="Whether a rule decided without a person; null while it waits."
    )
    contest_until = graphene.DateTime(
        description="Until when contestNotice makes sense; null when there is nothing"
        " to contest."
    )
    appeal = graphene.Field(NoticeAppeal, description="Null until it was contested.")
    counts_less = graphene.Boolean(
        required=True,
        description="True to its signed-in sender alone, when most of what they"
        " reported was baseless: what they report hides nothing before it is read.",
    )

    def resolve_status(self, info):
        return str(self.answer)

    def resolve_answer(self, info):
        return self.get_answer_display()

    def resolve_decided_at(self, info):
        return self.answered_at

    def resolve_action(self, info):
        return self.decision and str(self.decision.action)

    def resolve_reasons(self, info):
        return self.decision and self.decision.facts

    def resolve_automated(self, info):
        return self.decision and self.decision.is_automatic

    def resolve_appeal(self, info):
        return self.appeal if self.is_contested else None

    def resolve_counts_less(self, info):
        user = info.context.user
        mine = user.is_authenticated and self.reporter_id == user.pk
        return mine and misuses(self.reporter)
