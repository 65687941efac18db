from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from background.rooms import LookOnly

from .models import AuditEvent
from .people_views import IdentityRoom
from .report_views import JournalRoom, TransparencyView
from .room.rooms import MODERATE, QueueRoom, ReasonRoom, WaitingPanel
from .rule_views import RuleRoom

JOURNAL = "moderation.view_auditevent"
FIGURES = "moderation.view_decision"
register_permission_policy(AuditEvent, LookOnly(AuditEvent, JOURNAL))


@hooks.register("register_admin_viewset")
def register_journal():
    return JournalRoom()


@hooks.register("register_admin_urls")
def register_transparency():
    view = permission_required(FIGURES)(TransparencyView.as_view())
    return [path("transparence/", view, name="transparency")]


class TransparencyItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(FIGURES)


@hooks.register("register_reports_menu_item")
def transparency_item():
    url = reverse("transparency")
    return TransparencyItem(_("Transparence"), url, icon_name="doc-full", order=800)


@hooks.register("register_admin_viewset")
def register_rule_room():
    return RuleRoom()


@hooks.register("register_admin_viewset")
def register_moderators_rooms():
    return [QueueRoom(), ReasonRoom()]


@hooks.register("construct_homepage_panels")
def show_what_waits(request, panels):
    if request.user.has_perm(MODERATE):
        panels.append(WaitingPanel())


@hooks.register("register_admin_viewset")
def register_identity_room():
    return IdentityRoom()
