import graphene

from moderation import models

from .types import Notice


class ModerationQueries(graphene.ObjectType):
    notice = graphene.Field(
        Notice,
        description="Null when no notice has this number.",
        number=graphene.String(
            required=True, description="As on the receipt; spaces do not matter."
        ),
    )

    def resolve_notice(self, info, number):
        return notice_numbered(number)


def notice_numbered(number: str) -> models.Notice | None:
    found = models.Notice.objects.numbered(number.replace("\x00", ""))
    return found.with_answers().first()
