"""A telephone that makes passkeys and signs with them, as far as a server can tell."""

import json
from hashlib import sha256

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

PRESENT_AND_VERIFIED = (
    AuthenticatorData.FLAG.USER_PRESENT | AuthenticatorData.FLAG.USER_VERIFIED
)


class Telephone:
    """Holds one passkey; `origin` is the page or the application that asks for it."""

    def __init__(self, origin: str):
        self.origin = origin
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = sha256(origin.encode()).digest()
        self.owner = ""

    def create(self, options: dict) -> dict:
        """Answer `navigator.credentials.create()`."""
        asked = options["publicKey"]
        self.owner = asked["user"]["id"]
        made = AttestedCredentialData.create(
            b"\0" * 16,
            self.credential_id,
            ES256.from_cryptography_key(self.key.public_key()),
        )
        flags = PRESENT_AND_VERIFIED | AuthenticatorData.FLAG.ATTESTED
        data = AuthenticatorData.create(rp_hash(asked["rp"]["id"]), flags, 0, made)
        told = self.told("webauthn.create", asked["challenge"])
        return self.credential(
            clientDataJSON=websafe_encode(told),
            attestationObject=websafe_encode(
                AttestationObject.create("none", data, {})
            ),
        ) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def get(self, options: dict) -> dict:
        """Answer `navigator.credentials.get()`."""
        asked = options["publicKey"]
        hashed = rp_hash(asked["rpId"])
        data = AuthenticatorData.create(hashed, PRESENT_AND_VERIFIED, 1)
        told = self.told("webauthn.get", asked["challenge"])
        signed = self.key.sign(data + sha256(told).digest(), ec.ECDSA(hashes.SHA256()))
        return self.credential(
            clientDataJSON=websafe_encode(told),
            authenticatorData=websafe_encode(data),
            signature=websafe_encode(signed),
            userHandle=self.owner,
        )

    def told(self, kind: str, challenge: str) -> bytes:
        words = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps(words).encode()

    def credential(self, **response: str) -> dict:
        name = websafe_encode(self.credential_id)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }


def rp_hash(domain: str) -> bytes:
    return sha256(domain.encode()).digest()
