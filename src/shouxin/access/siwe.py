# SPDX-License-Identifier: Apache-2.0
"""EIP-4361's message: read strictly by its grammar, and written.

https://eips.ethereum.org/EIPS/eip-4361, RFC 3986 (URIs), RFC 3339 (instants). Nothing is trimmed,
nothing is guessed: a message is read if it is exactly what the grammar gives, and then
``text_of(parse(text)) == text``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from shouxin.access.uris import SCHEME, is_authority, is_pchars, is_uri
from shouxin.primitives.errors import BadInput
from shouxin.primitives.identifiers import parse_address

CHARACTERS_MAX = 8_192
CHAIN_ID_DIGITS_MAX = 77
VERSION = "1"

_INSTANT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}[^\n]*"
_MESSAGE = re.compile(
    rf"(?:(?P<scheme>{SCHEME})://)?(?P<domain>[^\n ]+)"
    r" wants you to sign in with your Ethereum account:\n"
    r"(?P<address>0x[0-9A-Fa-f]{40})\n"
    r"\n"
    r"(?:(?P<statement>[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;= ]+)\n)?"
    r"\n"
    r"URI: (?P<uri>[^\n]+)\n"
    r"Version: (?P<version>1)\n"
    rf"Chain ID: (?P<chain_id>[0-9]{{1,{CHAIN_ID_DIGITS_MAX}}})\n"
    r"Nonce: (?P<nonce>[A-Za-z0-9]{8,})\n"
    rf"Issued At: (?P<issued_at>{_INSTANT})"
    rf"(?:\nExpiration Time: (?P<expiration_time>{_INSTANT}))?"
    rf"(?:\nNot Before: (?P<not_before>{_INSTANT}))?"
    r"(?:\nRequest ID: (?P<request_id>[^\n]*))?"
    r"(?P<listed>\nResources:(?P<resources>(?:\n- [^\n]+)*))?"
)
_DATE_TIME = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})"
    r"(?:\.([0-9]+))?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))"
)
_HOURS, _MINUTES, _SECONDS = 23, 59, 60
_MICROSECOND_DIGITS = 6


@dataclass(frozen=True, slots=True)
class SignInMessage:
    """What a wallet shows and signs.

    Attributes:
        domain: who asks for the signature, an authority of RFC 3986.
        address: the account, checksummed.
        uri: what one signs in to.
        chain_id: the chain of the account.
        nonce: the asker's, letters and digits.
        issued_at: as written, RFC 3339; so are the other two.
        resources: None if there is no list, which differs from an empty one.
    """

    domain: str
    address: str
    uri: str
    chain_id: int
    nonce: str
    issued_at: str
    scheme: str | None = None
    statement: str | None = None
    expiration_time: str | None = None
    not_before: str | None = None
    request_id: str | None = None
    resources: tuple[str, ...] | None = None


def parse(text: str) -> SignInMessage:
    """The message that a text is.

    Raises:
        BadInput: ``sign_in.not_a_message``; what of it does not follow the grammar.
    """
    found = _MESSAGE.fullmatch(text) if len(text) <= CHARACTERS_MAX else None
    if found is None:
        raise _not_a_message("its lines", "行的内容或顺序")
    listed = found["listed"] is not None
    message = SignInMessage(
        domain=found["domain"],
        address=found["address"],
        uri=found["uri"],
        chain_id=int(found["chain_id"]),
        nonce=found["nonce"],
        issued_at=found["issued_at"],
        scheme=found["scheme"],
        statement=found["statement"],
        expiration_time=found["expiration_time"],
        not_before=found["not_before"],
        request_id=found["request_id"],
        resources=tuple(found["resources"].split("\n- ")[1:]) if listed else None,
    )
    _check(message)
    if text_of(message) != text:
        raise _not_a_message("the chain id", "Chain ID")
    return message


def text_of(message: SignInMessage) -> str:
    """The text of a message, as it is signed."""
    scheme = "" if message.scheme is None else f"{message.scheme}://"
    lines = [
        f"{scheme}{message.domain} wants you to sign in with your Ethereum account:",
        message.address,
        "",
        *([] if message.statement is None else [message.statement]),
        "",
        f"URI: {message.uri}",
        f"Version: {VERSION}",
        f"Chain ID: {message.chain_id}",
        f"Nonce: {message.nonce}",
        f"Issued At: {message.issued_at}",
    ]
    optional = (
        ("Expiration Time", message.expiration_time),
        ("Not Before", message.not_before),
        ("Request ID", message.request_id),
    )
    lines += [f"{name}: {value}" for name, value in optional if value is not None]
    if message.resources is not None:
        lines += ["Resources:", *(f"- {resource}" for resource in message.resources)]
    return "\n".join(lines)


def instant_of(text: str) -> datetime:
    """The instant of an RFC 3339 text; a leap second is the second before it.

    Raises:
        BadInput: ``sign_in.not_a_message``.
    """
    found = _DATE_TIME.fullmatch(text)
    if found is None:
        raise _not_a_message(f"the time {text[:40]!r}", f"时间 {text[:40]!r}")
    numbers = [int(part) for part in found.groups()[:6]]
    sign, hours, minutes = found[8], int(found[9] or 0), int(found[10] or 0)
    micros = int((found[7] or "0")[:_MICROSECOND_DIGITS].ljust(_MICROSECOND_DIGITS, "0"))
    try:
        if numbers[5] > _SECONDS or hours > _HOURS or minutes > _MINUTES:
            raise ValueError  # noqa: TRY301 - told below, as every other
        offset = timedelta(hours=hours, minutes=minutes) * (-1 if sign == "-" else 1)
        numbers[5] = min(numbers[5], _SECONDS - 1)
        local = datetime(*numbers, micros, tzinfo=timezone(offset))  # type: ignore[misc, arg-type]
        return local.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _not_a_message(f"the time {text[:40]!r}", f"时间 {text[:40]!r}") from error


def _check(message: SignInMessage) -> None:
    """What the expression above leaves open."""
    if not is_authority(message.domain):
        raise _not_a_message("the domain", "域名")
    try:
        checksummed = parse_address(message.address)
    except BadInput:
        checksummed = ""
    if message.address != checksummed:
        raise _not_a_message("the address's checksum (EIP-55)", "地址校验和（EIP-55）")
    if not is_uri(message.uri):
        raise _not_a_message("the URI", "URI")
    if message.request_id is not None and not is_pchars(message.request_id):
        raise _not_a_message("the request id", "Request ID")
    if not all(is_uri(resource) for resource in message.resources or ()):
        raise _not_a_message("a resource", "Resources")
    for text in (message.issued_at, message.expiration_time, message.not_before):
        if text is not None:
            instant_of(text)


def _not_a_message(what: str, what_zh: str) -> BadInput:
    return BadInput(
        "sign_in.not_a_message",
        f"the message is not one of EIP-4361: {what} can't be read; sign the text that "
        "POST /api/v1/sign-in gave, unchanged",
        f"消息不符合 EIP-4361：无法识别{what_zh}；请原样签署 POST /api/v1/sign-in 返回的文本",
    )
