"""From where accounts were made, signed in to, and published from: sealed for a year.

Article 6 of the LCEN and décret n° 2021-1362 have hosts keep it; nothing of the site
reads it again. `manage.py read_sealed` does, and says who asked and why.
"""

import json
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.core import context
from cryptography.fernet import InvalidToken, MultiFernet
from django.conf import settings

from background.retention import before, remove

from ..models import Act, SealedConnection, User
from ..vaults import vault


def keep_connection(user: User, act: Act, content: UUID | None = None) -> None:
    """Seal from where `user` acts; what no request does has no source."""
    if request := context.request:
        source = {
            "address": get_adapter(request).get_client_ip(request),
            "port": port_of(request),
        }
        SealedConnection.objects.create(
            account=user.public_id, act=act, content=content, sealed=closed(source)
        )


def port_of(request) -> int | None:
    """Return the port of the client, where the proxy in front tells it."""
    told = request.headers.get(settings.SOURCE_PORT_HEADER or "", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) <= 5 else None


def closed(source: dict) -> str:
    return seals().encrypt(json.dumps(source).encode()).decode()


def opened(connection: SealedConnection) -> dict:
    """Return its address and port; nothing once the key that closed it is lost."""
    try:
        return json.loads(seals().decrypt(connection.sealed))
    except InvalidToken:
        return {}


def seals() -> MultiFernet:
    return vault("accounts.rights.connections", settings.SEALED_DATA_KEYS)


def forget_connections(dry_run: bool = False) -> int:
    moment = before(settings.RETENTION_DAYS["connections"])
    return remove(SealedConnection.objects.filter(at__lt=moment), dry_run)
