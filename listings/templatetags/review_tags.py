from django import template

from accounts.durations import review_delay

register = template.Library()
register.simple_tag(review_delay)
