from ..models import Conversation, Message


def mark_read(conversation: Conversation, user, up_to: Message | None = None) -> None:
    """Move the watermark of `user` to `up_to`, or to the newest message; never back."""
    seen = up_to or conversation.messages.visible_to(user).last()
    if seen is not None:
        conversation.participants.filter(
            user=user, seen_up_to__lt=seen.created_at
        ).update(seen_up_to=seen.created_at)
