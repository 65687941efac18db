from django import template

from messaging.actions.reach import foresight_of, obstacle_before
from messaging.links import with_inert_links
from messaging.models import Message

register = template.Library()
register.filter("inert_links", with_inert_links, is_safe=True)


@register.simple_tag(takes_context=True)
def unread_count(context) -> int:
    """How many messages wait for whoever reads the page; 0 for a visitor."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated:
        return 0
    return Message.objects.unread_by(user).count()


@register.simple_tag
def foreseen_obstacle(listing, user):
    """Why `user` need not try to write about `listing`; None for a visitor."""
    if not user.is_authenticated or not foresight_of(user)(listing.author_id):
        return None
    return obstacle_before(listing, user)
