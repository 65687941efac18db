"""« Travaux en attente » and « Travaux périodiques » in Wagtail's admin."""

from datetime import timedelta

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.admin import messages
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

from .jobs import attempts, queue_again, troubled
from .models import PeriodicJob
from .rooms import Room

STATES = {
    TaskResultStatus.FAILED: _("sera réessayé"),
    TaskResultStatus.READY: _("en retard"),
    TaskResultStatus.RUNNING: _("interrompu ou très long"),
}


def state_of(row):
    failed = row.status == TaskResultStatus.FAILED
    if failed and attempts(row) >= settings.BACKGROUND_MAX_ATTEMPTS:
        return _("bloqué")
    return STATES[row.status]


def retry_url(row):
    return reverse("travaux:retry", args=[row.pk])


class JobColumn(ButtonsColumnMixin, TitleColumn):
    def get_buttons(self, instance, parent_context):
        url = retry_url(instance)
        return [ListingButton(_("Réessayer"), url=url, icon_name="rotate")]


class JobIndexView(generic.IndexView):
    page_title = _("Travaux en attente")
    verbose_name_plural = _("travaux")
    list_display = [
        JobColumn("task_name", label=_("Travail"), get_url=retry_url),
        Column("state", label=_("État"), accessor=state_of),
        Column("attempts", label=_("Essais"), accessor=attempts),
        Column("error", label=_("Erreur"), accessor="exception_class_path"),
        DateColumn("enqueued_at", label=_("Demandé")),
    ]

    def get_base_queryset(self):
        return troubled()


class RetryView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Ask, then queue the job once more whatever the number of its tries."""

    model = DBTaskResult
    permission_required = "view"
    template_name = "background/retry.html"
    page_title = _("Réessayer")
    header_icon = "rotate"

    def get_context_data(self, **kwargs):
        job = self.job()
        return super().get_context_data(
            job=job,
            state=state_of(job),
            attempts=attempts(job),
            index_url=reverse("travaux:index"),
            **kwargs,
        )

    def get_breadcrumbs_items(self):
        index = {"url": reverse("travaux:index"), "label": JobIndexView.page_title}
        here = {"url": "", "label": self.page_title}
        return [*self.breadcrumbs_items, index, here]

    def job(self):
        return get_object_or_404(troubled(), pk=self.kwargs["pk"])

    def post(self, request, pk):
        if queue_again(self.job(), timedelta()):
            messages.success(request, _("Le travail est remis dans la file."))
        else:
            messages.error(request, _("Ce travail a changé entre-temps."))
        return redirect("travaux:index")


class JobRoom(Room):
    model = DBTaskResult
    name = "travaux"
    menu_label = _("Travaux en attente")
    menu_name = "travaux"
    menu_hook = "register_reports_menu_item"
    icon = "tasks"
    index_view_class = JobIndexView

    def get_urlpatterns(self):
        retry = self.construct_view(RetryView)
        return [
            *super().get_urlpatterns(),
            path("<uuid:pk>/reessayer/", retry, name="retry"),
        ]


def punctuality(row):
    late = timedelta(seconds=settings.BACKGROUND_LATE_AFTER_SECONDS)
    if row.due_at + late < timezone.now():
        return _("en retard : aucun programme de fond ne tourne")
    return _("en échec") if row.failures else _("à l’heure")


class PeriodicIndexView(generic.IndexView):
    page_title = _("Travaux périodiques")
    list_display = [
        Column("name", label=_("Travail")),
        Column("punctuality", label=_("État"), accessor=punctuality),
        DateColumn("ran_at", label=_("Dernier passage")),
        DateColumn("due_at", label=_("Prochain passage")),
        Column("failures", label=_("Échecs de suite")),
        Column("error", label=_("Erreur")),
    ]


class PeriodicRoom(Room):
    model = PeriodicJob
    name = "travaux-periodiques"
    menu_label = _("Travaux périodiques")
    menu_name = "travaux-periodiques"
    menu_hook = "register_reports_menu_item"
    icon = "calendar-alt"
    index_view_class = PeriodicIndexView
