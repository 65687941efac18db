from django import template

from messaging.push import keys, views

register = template.Library()


@register.simple_tag
def push_key() -> str:
    """What a browser subscribes with; empty where notifications are off."""
    return keys.public_key()


@register.simple_tag(takes_context=True)
def told_here(context) -> bool:
    return views.told_here(context["request"])
