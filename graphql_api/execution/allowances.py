"""What one caller may ask in one operation and in one minute."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
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
ORIGINS: Kept["Origin"] = Kept(10_000)


class Asking(Protocol):
    """What is read of a request to tell who asks."""

    META: dict[str, Any]
    user: Any

    @property
    def headers(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Origin:
    """Where visitors ask from: an address; of IPv6, the network of one customer.

    An address that many people share asks `factor` times as much.
    """

    name: str
    factor: int

    @classmethod
    def of(cls, request: Any) -> "Origin":
        address = ip_address(get_adapter(request).get_client_ip(request))
        if isinstance(address, IPv6Address):
            address = ip_network((address, 64), strict=False).network_address
        return cls(str(address), factor_of(request))


class Caller:
    """Who asks: what they may ask, and the name by which their minute is counted."""

    def __init__(self, request: Asking) -> None:
        self.request, self.paid = request, set[str]()
        self.signed_in = request.user.is_authenticated
        kind = "member" if self.signed_in else "visitor"
        self.allowed = settings.GRAPHQL_ALLOWANCES[kind]

    @classmethod
    def of(cls, request: Asking) -> "Caller":
        """Return the one caller of a request, whom it makes pay once."""
        known = request.META.get(KNOWN)
        if known is None:
            known = request.META[KNOWN] = cls(request)
        return known

    def spend(self, kind: str, amount: int) -> None:
        """Take `amount` of `kind`, requests or points, from the minute, or refuse."""
        if not self.allowed[kind] or kind in self.paid:
            return
        most = self.allowed[kind] * self.origin.factor
        minute, passed = divmod(time.time(), WINDOW)
        spent = METER.add(int(minute), f"{kind}-{self.origin.name}", amount, most)
        if spent > most:
            words = _("Vous demandez beaucoup à la fois. Réessayez dans une minute.")
            refused = Refused(429, "RATE_LIMITED", words)
            refused.headers["Retry-After"] = str(int(WINDOW - passed) + 1)
            raise refused
        self.paid.add(kind)

    @cached_property
    def origin(self) -> Origin:
        """The person, who asks the same from everywhere, or where a visitor is."""
        if self.signed_in:
            return Origin(str(self.request.user.pk), 1)
        told = tuple(map(self.request.META.get, TELLING))
        if len(told[0] or "") > LONGEST:
            return Origin.of(self.request)
        return ORIGINS.get(told) or ORIGINS.keep(told, Origin.of(self.request))


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


def forget_origins(**_changed) -> None:
    ORIGINS.values.clear()


setting_changed.connect(forget_origins)
