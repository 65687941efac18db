from django.urls import path

from . import decision_views

app_name = "decisions"
urlpatterns = [
    path("", decision_views.decisions, name="list"),
    path("<uuid:public_id>/", decision_views.decision, name="decision"),
]
