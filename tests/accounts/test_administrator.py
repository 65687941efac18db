"""The first administrator, made by the command the documentation gives."""

import pytest
from django.core.management import call_command

from accounts.models import User

pytestmark = pytest.mark.django_db


def test_the_first_administrator_signs_in_to_the_admin(client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "un mot de passe assez long")
    call_command(
        "createsuperuser", interactive=False, email="Chef@Example.org", first_name="Ada"
    )
    user = User.objects.get()
    assert user.is_confirmed
    door = client.get("/admin/", follow=True)
    assert door.redirect_chain[-1][0].startswith("/compte/login/")

    answer = client.post(
        "/compte/login/?next=/admin/",
        {"login": "chef@example.org", "password": "un mot de passe assez long"},
    )

    assert answer.url == "/admin/"
    assert client.get("/admin/").status_code == 200
