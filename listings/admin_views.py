"""« Annonces » in Wagtail's admin: where moderators look, hide and restore."""

import django_filters
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.html import linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import ButtonsColumnMixin, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton, ListingButton

from background.rooms import Room
from moderation.actions import Judgment, decide
from moderation.forms import MeasureForm, ReasonForm
from moderation.models import Action, Case, Decision

from .filters import CommuneFilter
from .models import Category, Listing, ListingKind
from .moderated import ModeratedListing
from .states import LIVE, ListingStatus


def inspect_url(listing):
    return reverse("annonces:inspect", args=[listing.pk])


def decisions_open(listing, button):
    """Return the buttons of what a moderator may decide about `listing` now."""
    if listing.status in LIVE:
        url = reverse("annonces:hide", args=[listing.pk])
        return [button(_("Masquer"), url=url, icon_name="no-view")]
    if listing.status == ListingStatus.HIDDEN:
        url = reverse("annonces:restore", args=[listing.pk])
        return [button(_("Remettre en ligne"), url=url, icon_name="view")]
    return []


def case_buttons(listing, user):
    """Return the way to the open case about `listing`, for whoever decides cases."""
    if not user.has_perm("moderation.decide_case"):
        return []
    case = Case.objects.open().about("listing", listing.public_id).first()
    if case is None:
        return []
    url = reverse("moderation_room:case", args=[case.public_id])
    return [HeaderButton(_("Voir le dossier"), url=url, icon_name="list-ul")]


class ModerationFilter(WagtailFilterSet):
    status = django_filters.ChoiceFilter(choices=ListingStatus, label=_("État"))
    kind = django_filters.ChoiceFilter(choices=ListingKind, label=_("Type"))
    category = django_filters.ModelChoiceFilter(
        queryset=Category.objects.all(), label=_("Catégorie")
    )
    commune = CommuneFilter(field_name="commune", label=_("Commune"))

    class Meta:
        model = Listing
        fields: list[str] = []


class ListingColumn(ButtonsColumnMixin, TitleColumn):
    def get_buttons(self, instance, parent_context):
        return decisions_open(instance, ListingButton)


class ListingIndexView(generic.IndexView):
    is_searchable = True
    filterset_class = ModerationFilter
    list_display = [
        ListingColumn("title", label=_("Titre"), get_url=inspect_url),
        Column("code", label=_("Code")),
        Column("kind", label=_("Type"), accessor="get_kind_display"),
        Column("status", label=_("État"), accessor="get_status_display"),
        Column("category", label=_("Catégorie"), accessor="category.short_name"),
        Column("commune", label=_("Commune"), accessor="commune.name"),
        Column("author", label=_("Auteur"), accessor="author.display_name"),
        DateColumn("created_at", label=_("Créée"), sort_key="created_at"),
    ]

    def get_base_queryset(self):
        return Listing.objects.with_card_data()

    def search_queryset(self, queryset):
        return queryset.matching_or_coded(self.search_query)


LABELS = {
    "status": _("État"),
    "code": _("Code"),
    "kind": _("Type"),
    "category": _("Catégorie"),
    "description": _("Description"),
    "commune": _("Commune"),
    "reach_km": _("Rayon en km"),
    "price_label": _("Prix"),
    "availability": _("Disponibilités"),
    "urgent": _("Urgent"),
    "audience": _("Visible par"),
    "author": _("Auteur"),
    "created_at": _("Créée"),
    "expires_at": _("Terme"),
    "renewals": _("Renouvellements"),
}


class ListingInspectView(generic.InspectView):
    """The whole listing and what was decided about it; its author by public name."""

    template_name = "listings/admin/inspect.html"
    page_title = _("Annonce")

    def get_object(self, queryset=None):
        return get_object_or_404(Listing.objects.with_card_data(), pk=self.pk)

    def get_fields(self):
        return list(LABELS)

    def get_field_label(self, field_name, field):
        return LABELS[field_name]

    def get_description_display_value(self):
        return mark_safe(linebreaks(self.object.description, autoescape=True))

    def get_urgent_display_value(self):
        return _("oui") if self.object.urgent else _("non")

    def get_reach_km_display_value(self):
        return self.object.reach_km or "–"

    @cached_property
    def header_buttons(self):
        decisions = decisions_open(self.object, HeaderButton)
        return [*case_buttons(self.object, self.request.user), *decisions]

    def get_context_data(self, **kwargs):
        decisions = Decision.objects.about("listing", self.object.public_id)
        return super().get_context_data(
            decisions=decisions.select_related("moderator"), **kwargs
        )


class DecisionView(
    PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, FormView
):
    """Ask for the reason, decide, and say what came of it."""

    model = Listing
    permission_required = "view"
    action: Action
    template_name = "listings/admin/decide.html"

    def get_page_subtitle(self):
        return self.object.title

    def get_breadcrumbs_items(self):
        index = {"url": reverse("annonces:index"), "label": _("Annonces")}
        listing = {"url": inspect_url(self.object), "label": self.object.title}
        here = {"url": "", "label": self.page_title}
        return [*self.breadcrumbs_items, index, listing, here]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            listing=self.object, submit_button_label=self.page_title, **kwargs
        )

    def form_valid(self, form):
        try:
            judgment = Judgment(self.action, **form.cleaned_data)
            decide(ModeratedListing(self.object), judgment, self.request.user)
            messages.success(self.request, self.done)
        except ValidationError as error:
            messages.error(self.request, error.message)
        return redirect(inspect_url(self.object))


class HideView(DecisionView):
    page_title = _("Masquer l’annonce")
    header_icon = "no-view"
    done = _("L’annonce est masquée. Son auteur reçoit le motif par courriel.")
    action = Action.HIDE
    form_class = MeasureForm


class RestoreView(DecisionView):
    page_title = _("Remettre l’annonce en ligne")
    header_icon = "view"
    done = _("L’annonce est de nouveau en ligne. Son auteur en est averti.")
    action = Action.RESTORE
    form_class = ReasonForm


class ListingRoom(Room):
    model = Listing
    name = "annonces"
    menu_label = _("Annonces")
    menu_name = "annonces"
    menu_order = 150
    add_to_admin_menu = True
    icon = "clipboard-list"
    inspect_view_enabled = True
    index_view_class = ListingIndexView
    inspect_view_class = ListingInspectView

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", self.inspect_view, name="inspect"),
            path("<int:pk>/masquer/", self.construct_view(HideView), name="hide"),
            path(
                "<int:pk>/remettre/", self.construct_view(RestoreView), name="restore"
            ),
        ]
