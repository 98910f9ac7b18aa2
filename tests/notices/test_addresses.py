# SPDX-License-Identifier: Apache-2.0
"""Webhooks reach public addresses alone, whatever a name or a form of address pretends."""

import ipaddress

import pytest

from shouxin.notices.addresses import check_url, find_receiver, is_public
from shouxin.primitives.errors import BadInput, Refused

pytestmark = pytest.mark.anyio
LOOPBACK = [ipaddress.ip_network("127.0.0.0/8")]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://bank.example/x",
        "file:///etc/passwd",
        "bank.example/x",
        "https://",
        "https:///x",
        "https://user:secret@bank.example/",
        "https://bank.example/#part",
        "https://bank.example:0/",
        "https://bank.example:99999/",
        "https://bank.example/a b",
        "https://bank.example\\@evil.example/",
        "https://bank.example/\r\nX: y",
        "https://银行.example/",
        "https://[::1/",
        "https://bank.example/" + "x" * 2_000,
    ],
)
def test_what_is_no_plain_address_is_refused(url: str) -> None:
    with pytest.raises(BadInput) as caught:
        check_url(url)
    assert caught.value.code == "webhook.bad_url"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "0.0.0.0",  # noqa: S104 - what must be refused
        "2130706433",
        "0x7f.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[fc00::1]",
        "[fe80::1]",
        "[ff02::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:a9fe:a9fe]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
    ],
)
async def test_addresses_that_are_not_public_are_refused(host: str) -> None:
    with pytest.raises(Refused) as caught:
        await find_receiver(f"https://{host}/x", [])
    assert caught.value.code == "webhook.private_address"


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


async def test_a_public_address_without_encryption_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        await find_receiver("http://8.8.8.8/x", LOOPBACK)
    assert caught.value.code == "webhook.not_encrypted"


async def test_a_name_that_is_unknown_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        await find_receiver("https://no-such-name.invalid/x", [])
    assert caught.value.code == "webhook.unknown_host"


async def test_an_allowed_network_is_sent_to_by_its_address() -> None:
    receiver = await find_receiver(
        "http://localhost:8080/a?b=c", [*LOOPBACK, ipaddress.ip_network("::1/128")]
    )
    assert receiver.host == "localhost"
    assert receiver.url in {"http://127.0.0.1:8080/a?b=c", "http://[::1]:8080/a?b=c"}
    public = await find_receiver("https://8.8.8.8/x", [])
    assert public.url == "https://8.8.8.8:443/x"
