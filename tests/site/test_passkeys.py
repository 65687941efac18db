"""Passkeys from a front end, with a token and with a cookie."""

import json
from urllib.parse import urlsplit

import pytest

from tests.passkeys import Telephone
from tests.proof import sign_in_afresh
from tests.site.test_second_factor import account
from tests.site.test_sign_in import CREDENTIALS, EMAIL, code, front_end, renee, user_of

__all__ = ["code", "front_end", "renee"]
PLACE = "authenticators/webauthn"
REFUSED = "Cette clé d’accès n’a pas été reconnue. Recommencez."


def options(answer) -> dict:
    (found,) = answer.json()["data"].values()
    return found


def signed_in(front) -> bool:
    return front.auth("GET", "session").json()["meta"]["is_authenticated"]


@pytest.fixture
def telephone(renee):
    """A passkey of Renée's that signs in alone."""
    telephone = Telephone(renee.address)
    asked = options(account(renee, "GET", f"{PLACE}?passwordless"))
    made = account(
        renee, "POST", PLACE, name="Mon téléphone", credential=telephone.create(asked)
    )
    assert made.status_code == 200, made.text
    assert made.json()["data"]["name"] == "Mon téléphone"
    assert made.json()["meta"]["recovery_codes_generated"] is True
    return telephone


def test_it_signs_in_alone(telephone, front_end):
    other = front_end()
    asked = options(other.auth("GET", "webauthn/login"))
    assert asked["publicKey"]["rpId"] == urlsplit(other.address).hostname

    entered = other.auth("POST", "webauthn/login", credential=telephone.get(asked))

    assert entered.status_code == 200, entered.text
    assert user_of(other) == {"email": EMAIL}
    again = other.auth("POST", "webauthn/login", credential=telephone.get(asked))
    assert again.status_code in (400, 409)


def test_it_completes_a_password_and_proves_who_one_is(telephone, front_end):
    other = front_end()
    asked = other.auth("POST", "login", **CREDENTIALS)
    assert asked.status_code == 401
    wanted = options(other.auth("GET", "webauthn/authenticate"))

    entered = other.auth(
        "POST", "webauthn/authenticate", credential=telephone.get(wanted)
    )

    assert entered.status_code == 200, entered.text
    wanted = options(other.auth("GET", "webauthn/reauthenticate"))
    proved = other.auth(
        "POST", "webauthn/reauthenticate", credential=telephone.get(wanted)
    )
    assert proved.status_code == 200, proved.text


def test_it_is_renamed_and_removed(telephone, renee, front_end):
    kinds = account(renee, "GET", "authenticators").json()["data"]
    (key,) = [one for one in kinds if one["type"] == "webauthn"]
    assert key["is_passwordless"] is True
    named = account(renee, "PUT", PLACE, id=key["id"], name="L’ancien")
    assert named.json()["data"]["name"] == "L’ancien"
    assert account(renee, "DELETE", PLACE, authenticators=[key["id"]]).ok

    other = front_end()
    asked = options(other.auth("GET", "webauthn/login"))
    refused = other.auth("POST", "webauthn/login", credential=telephone.get(asked))
    assert refused.status_code == 400
    assert not signed_in(other)


def test_a_stranger_does_not_enter_with_it(telephone, front_end):
    other = front_end()
    asked = options(other.auth("GET", "webauthn/login"))
    stranger = Telephone(other.address)
    stranger.owner = telephone.owner
    assert (
        other.auth("POST", "webauthn/login", credential=stranger.get(asked)).status_code
        == 400
    )
    old = options(front_end().auth("GET", "webauthn/login"))
    refused = other.auth("POST", "webauthn/login", credential=telephone.get(old))
    assert refused.status_code == 400
    assert not signed_in(other)


def said(**response) -> dict:
    parts = ["clientDataJSON", "authenticatorData", "signature", "attestationObject"]
    whole = dict.fromkeys(parts, "e30") | {"userHandle": "MQ"} | response
    return {"id": "eA", "rawId": "eA", "type": "public-key", "response": whole}


NO_TELEPHONE = {
    "list": [1],
    "number": {"id": 1},
    "empty": {"id": "eA", "rawId": "eA", "type": "public-key", "response": {}},
    "no answer": {"id": "eA", "rawId": "eA", "type": "public-key", "response": None},
    "not base64": said(clientDataJSON="x", authenticatorData="x"),
    "accents": said(clientDataJSON="é", authenticatorData="é", attestationObject="é"),
    "empty words": said(),
    "a number inside": said(signature=4, attestationObject=4),
    "nobody": said(userHandle=None),
}


@pytest.mark.django_db
@pytest.mark.parametrize("words", NO_TELEPHONE.values(), ids=NO_TELEPHONE)
@pytest.mark.parametrize("place", ["auth/webauthn/login", f"account/{PLACE}"])
def test_what_no_telephone_says_is_refused_by_the_api(client, resident, place, words):
    if place.startswith("account"):
        sign_in_afresh(client, resident)
    address = f"/_allauth/browser/v1/{place}"
    client.get(address)

    answer = client.post(address, {"credential": words}, "application/json")

    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert (error["code"], error["message"]) == ("incorrect_code", REFUSED)


@pytest.mark.django_db
@pytest.mark.parametrize("words", NO_TELEPHONE.values(), ids=NO_TELEPHONE)
def test_what_no_telephone_says_is_refused_by_the_site(client, resident, words):
    given = {"credential": json.dumps(words), "name": "Mon téléphone"}
    page = client.post("/compte/2fa/webauthn/login/", given, follow=True)
    assert REFUSED in page.content.decode()

    sign_in_afresh(client, resident)
    page = client.post("/compte/2fa/webauthn/add/", given)
    assert page.status_code == 200
    assert REFUSED in page.content.decode()


def test_production_believes_the_site_alone(renee, front_end, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
    name = urlsplit(renee.address).hostname
    codes = {}
    for origin in (f"https://{name}", "https://example.org"):
        telephone = Telephone(origin)
        asked = options(account(renee, "GET", f"{PLACE}?passwordless"))
        made = telephone.create(asked)
        codes[origin] = account(renee, "POST", PLACE, credential=made).status_code

    assert list(codes.values()) == [200, 400]
