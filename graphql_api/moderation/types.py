import graphene

from graphql_api.enums import from_choices
from moderation import models

ReportReason = from_choices(
    models.Ground, "Why something should not be here.", name="ReportReason"
)
NoticeStatus = from_choices(
    models.Answer, "What became of a notice.", name="NoticeStatus"
)


class Notice(graphene.ObjectType):
    """What somebody reported, for whoever has its number; never who reported."""

    number = graphene.String(required=True, description="As on the receipt.")
    status = NoticeStatus(required=True, description="What became of it.")
    answer = graphene.String(required=True, description="The same in French words.")
    created_at = graphene.DateTime(required=True, description="When it was received.")
    decided_at = graphene.DateTime(description="Null while it waits.")
    reasons = graphene.String(description="In French; null while it waits.")
    automated = graphene.Boolean(
        description="Whether a rule decided without a person; null while it waits."
    )

    def resolve_status(self, info):
        return str(self.answer)

    def resolve_answer(self, info):
        return self.get_answer_display()

    def resolve_decided_at(self, info):
        return self.answered_at

    def resolve_reasons(self, info):
        return self.decision and self.decision.facts

    def resolve_automated(self, info):
        return self.decision and self.decision.is_automatic
