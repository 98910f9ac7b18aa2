# SPDX-License-Identifier: Apache-2.0
"""Where a session is made, said so that its owner knows it and nobody else is found by it."""

import ipaddress

from shouxin.access.sessions import Origin

IPV4_BITS, IPV6_BITS = 24, 48
UNKNOWN = "unknown"
_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("MicroMessenger/", "WeChat"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("shouxin-client", "Shouxin client"),
    ("python-httpx", "Python"),
    ("curl/", "curl"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("HarmonyOS", "HarmonyOS"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def origin_of(user_agent: str, host: str | None) -> Origin:
    """Browser and system by name, and the network that the address is in."""
    browser = _first_of(_BROWSERS, user_agent)
    system = _first_of(_SYSTEMS, user_agent)
    return Origin(", ".join(part for part in (browser, system) if part) or UNKNOWN, _network(host))


def _first_of(known: tuple[tuple[str, str], ...], text: str) -> str | None:
    return next((name for sign, name in known if sign in text), None)


def _network(host: str | None) -> str:
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return UNKNOWN
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address
    bits = IPV4_BITS if address.version == 4 else IPV6_BITS  # noqa: PLR2004 - IPv4
    return str(ipaddress.ip_network((address, bits), strict=False))
