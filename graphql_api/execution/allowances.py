"""What one caller may ask in one operation and in one minute."""

import time
from functools import cached_property
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, Protocol

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.signals import setting_changed
from django.utils.translation import gettext as _

from accounts.addresses import factor_of

from ..freshness.kept import Kept
from ..requests import Refused
from .meter import METER, WINDOW
from .structure import Size

# What allauth finds the address of a client in, and takes 20 µs to.
TELLING = ("HTTP_X_FORWARDED_FOR", "REMOTE_ADDR")
KNOWN = "graphql.caller"  # in what the server calls with
LONGEST = 100  # characters; proxies pass on what clients say
NAMES: Kept[str] = Kept(10_000)


class Asking(Protocol):
    """What is read of a request to tell who asks."""

    META: dict[str, Any]
    user: Any


class Caller:
    """Who asks: what they may ask, and the name by which their minute is counted."""

    def __init__(self, request: Asking) -> None:
        self.request, self.paid = request, set[str]()
        signed_in = request.user.is_authenticated
        self.allowed = settings.GRAPHQL_ALLOWANCES["member" if signed_in else "visitor"]
        # An address that many people share asks more; a person never does.
        self.widened = 1 if signed_in else factor_of(request)

    @classmethod
    def of(cls, request: Asking) -> "Caller":
        """Return the one caller of a request, whom it makes pay once."""
        known = request.META.get(KNOWN)
        if known is None:
            known = request.META[KNOWN] = cls(request)
        return known

    def spend(self, kind: str, amount: int) -> None:
        """Take `amount` of `kind`, requests or points, from the minute, or refuse."""
        most = self.allowed[kind] * self.widened
        if not most or kind in self.paid:
            return
        minute, passed = divmod(time.time(), WINDOW)
        spent = METER.add(int(minute), f"{kind}-{self.name}", amount, most)
        if spent > most:
            words = _("Vous demandez beaucoup à la fois. Réessayez dans une minute.")
            refused = Refused(429, "RATE_LIMITED", words)
            refused.headers["Retry-After"] = str(int(WINDOW - passed) + 1)
            raise refused
        self.paid.add(kind)

    @cached_property
    def name(self) -> str:
        """The person's key, or where the request comes from."""
        if self.request.user.is_authenticated:
            return str(self.request.user.pk)
        told = tuple(map(self.request.META.get, TELLING))
        if len(told[0] or "") > LONGEST:
            return customer(self.request)
        return NAMES.get(told) or NAMES.keep(told, customer(self.request))


def customer(request: Any) -> str:
    """Return the address of a request: of IPv6, the network of one customer."""
    address = ip_address(get_adapter(request).get_client_ip(request))
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False).network_address)
    return str(address)


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


def forget_names(**_changed) -> None:
    NAMES.values.clear()


setting_changed.connect(forget_names)
