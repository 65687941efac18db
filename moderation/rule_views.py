"""« Règles » in Wagtail's admin: moderators read, change and try the rules."""

import django_filters
from django.contrib.auth import get_permission_codename
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from .models import Ground, Measure, Rule, RuleKind, RulePlaces
from .rule_forms import RuleForm, TryForm
from .screening import screen


class RuleFilter(WagtailFilterSet):
    category = django_filters.ChoiceFilter(choices=Ground, label=_("Catégorie"))
    kind = django_filters.ChoiceFilter(choices=RuleKind, label=_("Cherche"))
    action = django_filters.ChoiceFilter(
        choices=[choice for choice in Measure.choices if choice[0] != "pass"],
        label=_("Mesure"),
    )
    places = django_filters.ChoiceFilter(choices=RulePlaces, label=_("Lieux"))
    is_active = django_filters.BooleanFilter(label=_("En service"))

    class Meta:
        model = Rule
        fields: list[str] = []


class RuleIndexView(generic.IndexView):
    @cached_property
    def header_buttons(self):
        url = reverse("regles:try")
        button = HeaderButton(_("Essayer un texte"), url=url, icon_name="search")
        return [*super().header_buttons, button]


class TryView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Show what the rules in force find in a text; nothing is stored."""

    model = Rule
    page_title = _("Essayer un texte")
    header_icon = "search"
    permission_required = "change"
    form_class = TryForm
    template_name = "moderation/admin/try.html"

    def get_breadcrumbs_items(self):
        index = {"url": reverse("regles:index"), "label": _("Règles")}
        return [
            *self.breadcrumbs_items,
            index,
            {"url": "", "label": self.page_title},
        ]

    def form_valid(self, form):
        verdict = screen(**form.cleaned_data)
        return self.render_to_response(
            self.get_context_data(
                form=form,
                asked=True,
                action=Measure(verdict.action).label,
                findings=explained(verdict.findings),
            )
        )


def explained(findings) -> list[dict]:
    """Add to each finding the name of its rule and what its measure is called."""
    slugs = [finding.rule for finding in findings]
    names = dict(Rule.objects.filter(slug__in=slugs).values_list("slug", "name"))
    return [
        {
            "rule": names.get(finding.rule, finding.rule),
            "action": Measure(finding.action).label,
            "words": finding.words,
            "message": finding.message,
        }
        for finding in findings
    ]


class RuleRoom(ModelViewSet):
    model = Rule
    name = "regles"
    menu_label = _("Règles")
    menu_name = "regles"
    menu_order = 160
    add_to_admin_menu = True
    add_to_reference_index = False
    icon = "list-ul"
    index_view_class = RuleIndexView
    filterset_class = RuleFilter
    search_fields = ["name", "slug", "patterns"]
    list_display = [
        TitleColumn(
            "name",
            label=_("Nom"),
            get_url=lambda rule: reverse("regles:edit", args=[rule.pk]),
        ),
        Column("category", label=_("Catégorie"), accessor="get_category_display"),
        Column("kind", label=_("Cherche"), accessor="get_kind_display"),
        Column("action", label=_("Mesure"), accessor="get_action_display"),
        Column("places", label=_("Lieux"), accessor="get_places_display"),
        BooleanColumn("is_active", label=_("En service")),
        DateColumn("updated_at", label=_("Modifiée"), sort_key="updated_at"),
    ]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
            FieldRowPanel([FieldPanel("category"), FieldPanel("kind")]),
            FieldPanel("patterns"),
            FieldPanel("exceptions"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("action"), FieldPanel("places")]),
                    FieldPanel("new_accounts_only"),
                    FieldPanel("message"),
                    FieldPanel("law"),
                ],
                heading=_("Ce qui est fait"),
            ),
            MultiFieldPanel(
                [FieldPanel("caught"), FieldPanel("let_through")],
                heading=_("Phrases d’essai"),
            ),
            FieldPanel("is_active"),
        ],
        base_form_class=RuleForm,
    )

    def get_urlpatterns(self):
        trial = path("essayer/", self.construct_view(TryView), name="try")
        return [trial, *super().get_urlpatterns()]

    def get_permissions_to_register(self):
        names = [get_permission_codename(v, Rule._meta) for v in ("add", "change")]
        return super().get_permissions_to_register().filter(codename__in=names)
