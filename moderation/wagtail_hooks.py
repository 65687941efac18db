from wagtail import hooks

from .people_views import IdentityRoom
from .rule_views import RuleRoom


@hooks.register("register_admin_viewset")
def register_rule_room():
    return RuleRoom()


@hooks.register("register_admin_viewset")
def register_identity_room():
    return IdentityRoom()
