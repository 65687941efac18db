"""What one caller may ask in one operation and in one minute."""

import time
from functools import cached_property, lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.addresses import factor_of

from ..requests import Refused
from .meter import METER, WINDOW
from .structure import Size


class Caller:
    """Who asks: what they may ask, and the name by which their minute is counted."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        signed_in = request.user.is_authenticated
        self.allowed = settings.GRAPHQL_ALLOWANCES["member" if signed_in else "visitor"]
        # An address that many people share asks more; a person never does.
        self.widened = 1 if signed_in else factor_of(request)

    def spend(self, kind: str, amount: int) -> None:
        """Take `amount` of `kind`, requests or points, from the minute, or refuse."""
        most = self.allowed[kind] * self.widened
        if not most:
            return
        minute, passed = divmod(time.time(), WINDOW)
        spent = METER.add(int(minute), f"{kind}-{self.name}", amount, most)
        if spent > most:
            words = _("Vous demandez beaucoup à la fois. Réessayez dans une minute.")
            refused = Refused(429, "RATE_LIMITED", words)
            refused.headers["Retry-After"] = str(int(WINDOW - passed) + 1)
            raise refused

    @cached_property
    def name(self) -> str:
        """The person's key, or the address: of IPv6, the network of one customer."""
        if self.request.user.is_authenticated:
            return str(self.request.user.pk)
        return customer(get_adapter(self.request).get_client_ip(self.request))


@lru_cache(10_000)
def customer(address: str) -> str:
    known = ip_address(address)
    if isinstance(known, IPv6Address):
        return str(ip_network((known, 64), strict=False).network_address)
    return str(known)


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
