"""By which addresses this laptop is reached on the networks it is on."""

import ipaddress
import socket

import ifaddr

_ELSEWHERE = ("192.0.2.1", 9)
"""An address nobody has (RFC 5737): asking for the way there sends nothing."""


def addresses() -> tuple[str, ...]:
    """Return this laptop's addresses on its networks, the usual one first; perhaps none."""
    found = [
        str(ip.ip)
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if ip.is_IPv4 and _leads_here(str(ip.ip))
    ]
    usual = _usual()
    return tuple(sorted(found, key=lambda address: address != usual))


def _leads_here(address: str) -> bool:
    parsed = ipaddress.ip_address(address)
    return not (parsed.is_loopback or parsed.is_link_local or parsed.is_unspecified)


def _usual() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(_ELSEWHERE)
            return str(asking.getsockname()[0])
        except OSError:
            return ""
