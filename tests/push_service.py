"""A push service of its own, on a free port, and a browser that subscribed there."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SECRET = b"sixteen bytes !!"
VAPID = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"


class PushService:
    """Answers `status`; keeps what arrives, decrypted as the browser would."""

    def __init__(self):
        self.status = 201
        self.received = []
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.server = HTTPServer(("127.0.0.1", 0), self.handler())
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def subscription(self, path="/send/one"):
        point = self.key.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        return {
            "endpoint": self.origin + path,
            "p256dh": urlsafe_b64encode(point).decode().rstrip("="),
            "auth": urlsafe_b64encode(SECRET).decode().rstrip("="),
        }

    def handler(self):
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.received.append((self.path, self.headers, service.read(body)))
                self.send_response(service.status)
                if service.status == 307:
                    self.send_header("Location", service.origin + "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args):
                """Say nothing in the terminal."""

        return Handler

    def read(self, body):
        plain = http_ece.decrypt(body, private_key=self.key, auth_secret=SECRET)
        return json.loads(plain)


def claims_of(headers):
    """Return what the site says of itself, and the key it says it with."""
    scheme, _space, given = headers["Authorization"].partition(" ")
    assert scheme == "vapid"
    parts = dict(part.strip().split("=", 1) for part in given.split(","))
    body = parts["t"].split(".")[1]
    claims = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims, parts["k"]


def running(settings):
    """Yield a service that the site pushes to, as long as a test lasts."""
    settings.VAPID_PRIVATE_KEY = VAPID
    service = PushService()
    settings.PUSH_SERVICES = [service.origin]
    yield service
    service.stop()
