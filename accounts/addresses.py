"""Addresses that many people share, and how much more is allowed there."""

from ipaddress import ip_address, ip_network

from allauth.core import context
from django.conf import settings

RATES = ("ACCOUNT_RATE_LIMITS", "MFA_RATE_LIMITS")


def allauth_setting(name: str, default):
    """Give allauth its settings; `ALLAUTH_SETTING_GETTER` names this function."""
    value = getattr(settings, name, default)
    if name in RATES and (times := factor_of(context.request)) > 1:
        return {action: widened(rates, times) for action, rates in value.items()}
    return value


def factor_of(request) -> int:
    """By how much the limits of this caller's address are multiplied."""
    if request is None or not settings.SHARED_ADDRESSES:
        return 1
    from allauth.account.adapter import get_adapter  # which reads its settings here

    address = ip_address(get_adapter(request).get_client_ip(request))
    networks = (ip_network(text, strict=False) for text in settings.SHARED_ADDRESSES)
    shared = any(address in network for network in networks)
    return settings.SHARED_ADDRESS_FACTOR if shared else 1


def widened(rates: str, times: int) -> str:
    """Multiply what is counted by address: « 10/m/ip,5/m/key » by 2: « 20/m/ip,… »."""
    parts = [rate.split("/") for rate in rates.split(",") if rate]
    return ",".join(
        "/".join([str(int(amount) * times if whom == ["ip"] else amount), span, *whom])
        for amount, span, *whom in parts
    )
