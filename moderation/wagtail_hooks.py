from wagtail import hooks

from .rule_views import RuleRoom


@hooks.register("register_admin_viewset")
def register_rule_room():
    return RuleRoom()
