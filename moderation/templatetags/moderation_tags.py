from django import template

from ..room.marking import mark

register = template.Library()


@register.filter
def marked(text, words):
    """Return `text` escaped, with the `words` that rules found marked in it."""
    return mark(str(text), words)
