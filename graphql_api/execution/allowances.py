"""What one caller may ask in one operation and in one minute."""

import time
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.addresses import factor_of

from ..requests import Refused
from .structure import Size

WINDOW = 60  # seconds


def allowance(request: HttpRequest) -> dict[str, int]:
    signed_in = request.user.is_authenticated
    return settings.GRAPHQL_ALLOWANCES["member" if signed_in else "visitor"]


def excess(allowed: dict[str, int], size: Size, cost: int) -> str | None:
    """Return what goes beyond what is allowed to this caller."""
    deepest = settings.GRAPHQL_LIMITS["introspection_depth"]
    depth = deepest if size.introspects else allowed["depth"]
    if size.depth > depth:
        return f"The operation is {size.depth} levels deep: at most {depth}."
    for name, count in (("aliases", size.aliases), ("cost", cost)):
        if count > allowed[name]:
            return f"The {name} of the operation: {count}, at most {allowed[name]}."
    return None


def spend(request: HttpRequest, kind: str, amount: int) -> None:
    """Take `amount` of `kind`, requests or points, from the minute of the caller."""
    minute, passed = divmod(time.time(), WINDOW)
    most = allowance(request)[kind] * widening(request)
    if most and added(f"graphql-{kind}-{caller(request)}-{minute:.0f}", amount) > most:
        words = _("Vous demandez beaucoup à la fois. Réessayez dans une minute.")
        refused = Refused(429, "RATE_LIMITED", words)
        refused.headers["Retry-After"] = str(int(WINDOW - passed) + 1)
        raise refused


def widening(request: HttpRequest) -> int:
    """By how much an address that many people share asks more; a person never does."""
    return 1 if request.user.is_authenticated else factor_of(request)


def added(key: str, amount: int) -> int:
    cache.add(key, 0, WINDOW * 2)
    return cache.incr(key, amount)


def caller(request: HttpRequest) -> Any:
    """Return the person's key, or the address: of IPv6, the network of one customer."""
    if request.user.is_authenticated:
        return request.user.pk
    address = ip_address(get_adapter(request).get_client_ip(request))
    if isinstance(address, IPv6Address):
        return ip_network((address, 64), strict=False).network_address
    return address
