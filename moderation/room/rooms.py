"""The places of moderators in Wagtail's admin, and who may enter them."""

from django.contrib.auth.models import Permission
from django.db.models import Q
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from ..models import Case, ReasonTemplate
from .views import CaseView, LookView, PictureView, QueueView

MODERATE = "moderation.decide_case"


class ModerationItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(MODERATE)


class QueueRoom(ViewSet):
    name = "moderation"
    url_namespace = "moderation_room"
    menu_label = _("Modération")
    menu_name = "moderation"
    menu_order = 140
    menu_item_class = ModerationItem
    add_to_admin_menu = True
    icon = "list-ul"

    def open_to_moderators(self, view_class):
        return permission_required(MODERATE)(self.construct_view(view_class))

    def get_urlpatterns(self):
        case, look, picture = map(
            self.open_to_moderators, (CaseView, LookView, PictureView)
        )
        return [
            path("", self.open_to_moderators(QueueView), name="queue"),
            path("<uuid:public_id>/", case, name="case"),
            path("<uuid:public_id>/regarde/", look, name="look"),
            path(
                "<uuid:public_id>/photos/<uuid:picture_id>/<int:width>/",
                picture,
                name="picture",
            ),
        ]


class ReasonRoom(ModelViewSet):
    """Where moderators word the reasons that are ready to be sent."""

    model = ReasonTemplate
    name = "motifs"
    menu_label = _("Motifs prêts")
    menu_name = "motifs"
    menu_order = 145
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    icon = "edit"
    form_fields = ["action", "ground", "title", "words", "is_active"]
    list_filter = ["action", "ground", "is_active"]
    search_fields = ["title", "words"]
    list_display = [
        TitleColumn("title", label=_("Titre"), url_name="motifs:edit"),
        Column("action", label=_("Décision"), accessor="get_action_display"),
        Column("ground", label=_("Règle"), accessor="get_ground_display"),
        BooleanColumn("is_active", label=_("Proposé")),
    ]

    def get_permissions_to_register(self):
        return moderators_permissions()


def moderators_permissions():
    """Return what the page of a group offers to tick."""
    names = ["decide_case", "add_reasontemplate", "change_reasontemplate"]
    ours = Q(content_type__app_label="moderation", codename__in=names)
    return Permission.objects.filter(ours)


class WaitingPanel(Component):
    """How many cases wait, and since when, on the first page of the admin."""

    order = 50
    template_name = "moderation/room/waiting_panel.html"

    def get_context_data(self, parent_context):
        return Case.objects.waiting()
