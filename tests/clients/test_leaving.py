"""An application closes an account and keeps it after all, on the running site."""

import requests

from accounts.models import User

from .conftest import PASSWORD, SLOW

ERASE = "mutation { requestErasure(input: {}) { erasureAt errors { code } } }"
KEEP = """mutation ($email: String!, $password: String!) {
  cancelErasure(input: {email: $email, password: $password}) {
    kept errors { code } } }"""


def test_an_account_is_closed_and_kept_without_a_page(origin, camille, sign_in):
    def asked(query, token=None, **variables):
        body = {"query": query, "variables": variables}
        headers = {"X-Session-Token": token} if token else {}
        address = f"{origin}/graphql/"
        answer = requests.post(address, json=body, headers=headers, timeout=SLOW)
        return answer.json()["data"]

    token = sign_in(camille)
    assert asked("{ me { email } }", token)["me"] == {"email": camille.email}

    closed = asked(ERASE, token)["requestErasure"]

    assert closed["errors"] == []
    assert not User.objects.get(pk=camille.pk).is_active
    wrong = asked(KEEP, email=camille.email, password="deviné")["cancelErasure"]
    assert wrong == {"kept": False, "errors": [{"code": "email_password_mismatch"}]}
    kept = asked(KEEP, email=camille.email, password=PASSWORD)["cancelErasure"]
    assert kept == {"kept": True, "errors": []}
    assert User.objects.get(pk=camille.pk).is_active
