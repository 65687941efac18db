"""« Transparence » and « Journal » in Wagtail's admin."""

import csv

import django_filters
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from background.rooms import Room
from background.spreadsheets import safe_cell

from .models import AuditEvent, Verb
from .transparency import Period, lines, report


class TransparencyView(WagtailAdminTemplateMixin, TemplateView):
    """The figures of the period asked for, of this month without one."""

    template_name = "moderation/admin/transparency.html"
    page_title = _("Transparence")
    header_icon = "doc-full"

    def get(self, request, *args, **kwargs):
        period = self.period()
        if request.GET.get("format") == "csv":
            return as_csv(period)
        context = self.get_context_data(
            period=period.name, lines=lines(report(period)), **kwargs
        )
        return self.render_to_response(context)

    def period(self) -> Period:
        now = f"{timezone.localdate():%Y-%m}"
        try:
            return Period.named(self.request.GET.get("periode") or now)
        except ValidationError as error:
            messages.error(self.request, error.message)
            return Period.named(now)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


def as_csv(period: Period) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"transparence-{period.name}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")  # without it, spreadsheets misread accents
    writer = csv.writer(response, delimiter=";")
    writer.writerow([str(_("Partie")), str(_("Donnée")), period.name])
    for line in lines(report(period)):
        writer.writerow([safe_cell(cell) for cell in line])
    return response


class JournalFilter(WagtailFilterSet):
    verb = django_filters.ChoiceFilter(choices=Verb, label=_("Acte"))

    class Meta:
        model = AuditEvent
        fields: list[str] = []


class JournalIndexView(generic.IndexView):
    page_title = _("Journal")
    filterset_class = JournalFilter
    list_display = [
        DateColumn("at", label=_("Le"), sort_key="at"),
        Column("actor", label=_("Par")),
        Column("verb", label=_("Acte"), accessor="get_verb_display"),
        Column("ground", label=_("À quel titre")),
        Column("target_kind", label=_("Objet")),
        Column("case", label=_("Dossier")),
    ]

    def get_base_queryset(self):
        return AuditEvent.objects.select_related("actor", "case")


class JournalRoom(Room):
    model = AuditEvent
    name = "journal"
    menu_label = _("Journal")
    menu_name = "journal"
    menu_hook = "register_reports_menu_item"
    icon = "history"
    index_view_class = JournalIndexView
