# SPDX-License-Identifier: Apache-2.0
"""Where webhooks may be sent: public addresses alone, save networks that the operator allows.

Without this, anybody with a key could have the service call what it alone reaches: a cloud's
metadata, a database, the node. A name is looked up for each attempt, and that very address is
connected to, so that a name which changes its mind gains nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from shouxin.primitives.errors import BadInput, Refused

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IpNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network
URL_CHARACTERS_MAX = 2_000
LOOKUP_SECONDS = 5.0
_PORTS = {"https": 443, "http": 80}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where one attempt goes.

    Attributes:
        address: what is connected to.
        host: what the URL says, for the certificate.
        url: the URL with the address in the host's place.
    """

    address: str
    host: str
    url: str


def check_url(url: str) -> SplitResult:
    """The parts of a webhook's URL.

    Raises:
        BadInput: ``webhook.bad_url``.
    """
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in _PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_good = False
    is_plain = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    is_short = len(url) <= URL_CHARACTERS_MAX
    if not (is_good and is_plain and is_short) or parts.username is not None or parts.fragment:
        raise BadInput(
            "webhook.bad_url",
            f"{url[:120]!r} can't be sent to: write https://HOST/PATH, without a user or #part",
            f"{url[:120]!r} 不可用作通知地址：应为 https://主机/路径，不含用户名与 # 部分",
        )
    return parts


async def find_receiver(url: str, allowed: Sequence[IpNetwork]) -> Receiver:
    """Look a URL's host up and choose an address that may be sent to.

    Raises:
        BadInput: ``webhook.bad_url``.
        Refused: ``webhook.unknown_host``, ``webhook.private_address``, ``webhook.not_encrypted``.
    """
    parts = check_url(url)
    host = str(parts.hostname)
    port = parts.port or _PORTS[parts.scheme]
    found = await _look_up(host, port)
    for address in found:
        is_allowed = any(address in network for network in allowed)
        if not is_allowed and not is_public(address):
            raise _private(host, address)  # one bad address is enough: all are the owner's choice
        if not is_allowed and parts.scheme == "http":
            raise Refused(
                "webhook.not_encrypted",
                f"{host} would be sent to without encryption: write https://",
                f"向 {host} 发送将不加密：请使用 https://",
            )
    address = found[0]
    shown = f"[{address}]" if address.version == 6 else str(address)  # noqa: PLR2004 - IP version
    target = parts._replace(netloc=f"{shown}:{port}")
    return Receiver(str(address), host, target.geturl())


def is_public(address: IpAddress) -> bool:
    """Whether anybody on the Internet can reach it; what carries another address counts as that."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _carried(address)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address within: mapped, 6to4, Teredo, NAT64."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


async def _look_up(host: str, port: int) -> list[IpAddress]:
    try:
        async with asyncio.timeout(LOOKUP_SECONDS):
            found = await asyncio.get_running_loop().getaddrinfo(
                host, port, type=socket.SOCK_STREAM
            )
    except (OSError, UnicodeError, TimeoutError) as error:
        raise Refused(
            "webhook.unknown_host",
            f"{host[:100]} can't be looked up: correct the URL, or the name's records",
            f"无法解析 {host[:100]}：请更正 URL 或域名记录",
        ) from error
    return [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]


def _private(host: str, address: IpAddress) -> Refused:
    return Refused(
        "webhook.private_address",
        f"{host[:100]} is {address}, which is not public: use a public address, or have the "
        "operator allow its network ([webhooks] private_networks)",
        f"{host[:100]} 指向非公网地址 {address}：请使用公网地址，或由运营方放行该网段"
        "（[webhooks] private_networks）",
    )
