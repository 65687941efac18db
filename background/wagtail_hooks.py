from django_tasks_db.models import DBTaskResult
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from .admin_views import JobRoom, PeriodicRoom
from .models import PeriodicJob
from .rooms import LookOnly
from .spreadsheets import make_exports_safe

make_exports_safe()
for model in (DBTaskResult, PeriodicJob):
    register_permission_policy(model, LookOnly(model, "background.manage_jobs"))


@hooks.register("register_admin_viewset")
def register_rooms():
    return [JobRoom(), PeriodicRoom()]
