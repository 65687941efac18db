from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html_join

register = template.Library()


@register.simple_tag(takes_context=True)
def live_data(context, conversation) -> str:
    """What static/js/thread.js has to know, as attributes."""
    return attributes(
        live=reverse("messaging:news", args=[conversation.public_id]),
        # In a browser that several people use, each has their own drafts.
        draft=f"draft:{context['user'].public_id}:{conversation.public_id}",
    )


@register.simple_tag
def live_inbox() -> str:
    """What static/js/inbox.js has to know, as attributes."""
    return attributes(live=reverse("messaging:inbox_news"))


def attributes(**facts) -> str:
    facts |= settings.MESSAGING_LIVE
    return format_html_join(" ", 'data-{}="{}"', facts.items())
