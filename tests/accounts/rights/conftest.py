import pytest
from django.utils import timezone


@pytest.fixture
def signed_in(client, resident):
    """A browser whose person typed the password a moment ago."""
    client.force_login(resident)
    session = client.session
    session["account_authentication_methods"] = [
        {
            "method": "password",
            "at": timezone.now().timestamp(),
            "reauthenticated": True,
        }
    ]
    session["account_authentication_methods_user"] = str(resident.pk)
    session.save()
    return client
