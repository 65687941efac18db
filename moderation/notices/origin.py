"""From where a notice comes, without keeping the network address itself."""

from ipaddress import IPv6Address, ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.utils.crypto import salted_hmac

SALT = "moderation.notices.origin"
LENGTH = 32


def origin_of(request) -> str:
    """Return a digest of the address; of IPv6, of the network of one customer."""
    address = ip_address(get_adapter(request).get_client_ip(request))
    place = (
        ip_network((address, 64), strict=False)
        if isinstance(address, IPv6Address)
        else address
    )
    return salted_hmac(SALT, str(place), algorithm="sha256").hexdigest()[:LENGTH]
