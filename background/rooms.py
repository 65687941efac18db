"""Rooms of Wagtail's admin where one permission lets people look at rows."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.urls import path
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import BasePermissionPolicy


class LookOnly(BasePermissionPolicy):
    """Whoever has `permission` may look; nobody adds, changes or deletes here."""

    def __init__(self, model, permission: str):
        super().__init__(model)
        self.permission = permission

    def user_has_permission(self, user, action):
        return action == "view" and user.has_perm(self.permission)

    def users_with_any_permission(self, actions):
        granted = self.permissions()
        holders = Q(user_permissions__in=granted) | Q(groups__permissions__in=granted)
        people = get_user_model().objects.filter(is_active=True)
        return people.filter(holders | Q(is_superuser=True)).distinct()

    def permissions(self):
        app_label, codename = self.permission.split(".")
        return Permission.objects.filter(
            content_type__app_label=app_label, codename=codename
        )


class Room(ModelViewSet):
    """A list of rows of `model`; register a `LookOnly` policy for the model first."""

    add_to_reference_index = False
    copy_view_enabled = False

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]

    def get_permissions_to_register(self):
        return self.permission_policy.permissions()
