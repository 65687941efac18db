"""The second factor and mailed codes from a front end, with a token and a cookie."""

from tests.accounts.test_second_factor import code_of
from tests.site.test_sign_in import (
    CREDENTIALS,
    EMAIL,
    code,
    front_end,
    renee,
    told,
    user_of,
)

__all__ = ["code", "front_end", "renee"]


def account(front, method, path, **body):
    place = f"/_allauth/{front.client}/v1/account/{path}"
    return front.send(method, place, body)


def enrolled(renee):
    secret = account(renee, "GET", "authenticators/totp").json()["meta"]["secret"]
    wrong = account(renee, "POST", "authenticators/totp", code="12")
    assert (wrong.status_code, wrong.json()["errors"][0]["param"]) == (400, "code")
    made = account(renee, "POST", "authenticators/totp", code=code_of(secret))
    assert made.status_code == 200
    return account(renee, "GET", "authenticators/recovery-codes").json()["data"]


def test_enrolling_then_signing_in_with_the_second_factor(renee, front_end):
    spare = enrolled(renee)["unused_codes"]
    kinds = {
        one["type"] for one in account(renee, "GET", "authenticators").json()["data"]
    }
    assert kinds == {"totp", "recovery_codes"}

    other = front_end()
    asked = other.auth("POST", "login", **CREDENTIALS)
    assert asked.status_code == 401
    pending = [flow for flow in asked.json()["data"]["flows"] if flow.get("is_pending")]
    assert [flow["id"] for flow in pending] == ["mfa_authenticate"]
    assert other.auth("POST", "2fa/authenticate", code="12").status_code == 400
    entered = other.auth("POST", "2fa/authenticate", code=spare[0])
    assert entered.status_code == 200
    assert user_of(other) == {"email": EMAIL}
    again = front_end()
    again.auth("POST", "login", **CREDENTIALS)
    assert again.auth("POST", "2fa/authenticate", code=spare[0]).status_code == 400


def test_signing_in_by_a_mailed_code(renee, front_end, code):
    other = front_end()
    assert other.auth("POST", "code/request", email=EMAIL).status_code == 401
    sent = code()
    assert other.auth("POST", "code/confirm", code="12").status_code == 400
    assert other.auth("POST", "code/confirm", code=sent).status_code == 200
    assert user_of(other) == {"email": EMAIL}


def test_a_code_is_asked_for_any_address_alike(renee, front_end):
    answers = [
        told(front_end().auth("POST", "code/request", email=email))
        for email in (EMAIL, "inconnue@example.org")
    ]

    assert answers[0] == answers[1]
