"""« Identités » in Wagtail's admin: who was met, noted by whoever met them.

People are shown by their public name and commune, never by their address.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import (
    ButtonsColumnMixin,
    Column,
    DateColumn,
    TitleColumn,
)
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import ListingButton

from accounts.models import User
from background.rooms import LookOnly, Room

from .people import verify, withdraw_verification

# Of these views alone: Wagtail has a policy of its own for accounts.
POLICY = LookOnly(User, "accounts.verify_person")


def act_url(person):
    act = "withdraw" if person.verified_at else "verify"
    return reverse(f"identites:{act}", args=[person.public_id])


class PersonColumn(ButtonsColumnMixin, TitleColumn):
    def get_buttons(self, instance, parent_context):
        label = _("Retirer") if instance.verified_at else _("Attester")
        return [ListingButton(label, url=act_url(instance), icon_name="user")]


class PersonIndexView(generic.IndexView):
    permission_policy = POLICY
    page_title = _("Identités")
    is_searchable = True
    default_ordering = ("first_name", "last_initial", "pk")
    list_display = [
        PersonColumn("display_name", label=_("Nom public"), get_url=act_url),
        Column("commune", label=_("Commune"), accessor="commune"),
        DateColumn("date_joined", label=_("Ici depuis")),
        DateColumn("verified_at", label=_("Identité vue")),
        Column("verified_by", label=_("Par"), accessor="verified_by"),
    ]

    def get_base_queryset(self):
        people = User.objects.filter(is_active=True)
        return people.select_related("commune", "verified_by")

    def search_queryset(self, queryset):
        """Find « Martine », « Prémery » and « Martine Prémery »."""
        for word in self.search_query.split():
            queryset = queryset.filter(first_name__istartswith=word) | queryset.filter(
                commune__name__istartswith=word
            )
        return queryset


class GroundForm(forms.Form):
    ground = forms.CharField(
        label=_("Comment le savez-vous ?"),
        max_length=200,
        help_text=_(
            "Par exemple : carte d’identité vue à la mairie le 3 mars. Ne notez ni "
            "numéro ni adresse, ne gardez pas de copie."
        ),
    )


class ActView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Ask how it is known, note it, and say what came of it."""

    model = User
    permission_policy = POLICY
    permission_required = "view"
    form_class = GroundForm
    template_name = "moderation/admin/identity.html"
    header_icon = "user"

    @property
    def person(self):
        people = User.objects.select_related("commune")
        return get_object_or_404(people, public_id=self.kwargs["public_id"])

    def get_breadcrumbs_items(self):
        index = {"url": reverse("identites:index"), "label": PersonIndexView.page_title}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            person=self.person, submit_button_label=self.page_title, **kwargs
        )

    def form_valid(self, form):
        try:
            self.act(self.person, self.request.user, form.cleaned_data["ground"])
            messages.success(self.request, self.done)
        except ValidationError as error:
            messages.error(self.request, error.message)
        return redirect("identites:index")


class VerifyView(ActView):
    page_title = _("Attester l’identité")
    done = _("C’est noté : cette personne porte la mention « Identité vérifiée ».")
    act = staticmethod(verify)


class WithdrawView(ActView):
    page_title = _("Retirer l’attestation")
    done = _("C’est noté : la mention est retirée.")
    act = staticmethod(withdraw_verification)


class IdentityMenuItem(MenuItem):
    def is_shown(self, request):
        return POLICY.user_has_permission(request.user, "view")


class IdentityRoom(Room):
    model = User
    name = "identites"
    permission_policy = POLICY
    menu_item_class = IdentityMenuItem
    menu_label = _("Identités")
    menu_name = "identites"
    menu_order = 170
    add_to_admin_menu = True
    icon = "user"
    index_view_class = PersonIndexView

    def get_urlpatterns(self):
        verify_view = self.construct_view(VerifyView)
        withdraw_view = self.construct_view(WithdrawView)
        return [
            *super().get_urlpatterns(),
            path("<uuid:public_id>/attester/", verify_view, name="verify"),
            path("<uuid:public_id>/retirer/", withdraw_view, name="withdraw"),
        ]
