"""Signing in as who has just proved it, as the login page does."""

import time

from allauth.account.internal.flows import login
from allauth.account.internal.userkit import user_id_to_str


def sign_in_afresh(client, user, seconds_ago=0) -> None:
    client.force_login(user)
    session = client.session
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time() - seconds_ago}
    ]
    session.save()
