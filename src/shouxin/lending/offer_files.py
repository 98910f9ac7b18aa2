# SPDX-License-Identifier: Apache-2.0
"""The offer book as a file: one offer a line, complete by itself, so that platforms share a book.

A line that can't be taken is reported with its number, and the next one is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from shouxin.lending.actions.kind import read
from shouxin.lending.arrival import Arrivals
from shouxin.lending.offer_book import TAKEABLE, BookedOffer, Clock, OfferFilter, keep, listed
from shouxin.lending.offer_schemas import WrittenSignedOffer
from shouxin.lending.offers import SignedOffer
from shouxin.primitives.errors import BadInput, ShouxinError
from shouxin.primitives.hexadecimal import to_hex
from shouxin.primitives.json_lines import parse_json_line

LINE_BYTES_MAX = 16_384
EXPORTED_AT_ONCE = 500
DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line of a file: an offer that can be taken, or why not.

    Attributes:
        number: of the line, from 1.
        error: None if the offer is good.
    """

    number: int
    written: WrittenSignedOffer | None = None
    signed: SignedOffer | None = None
    error: ShouxinError | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file came to."""

    added: int
    known: int
    refused: tuple[ReadLine, ...]


def exported(connection: Connection, clock: Clock, wanted: OfferFilter) -> Iterator[str]:
    """The offers that can be taken now, a line each, the newest first."""
    before: int | None = None
    while True:
        found = listed(connection, wanted, clock, before_id=before, count=EXPORTED_AT_ONCE)
        yield from (line_of(offer) for offer in found if offer.status in TAKEABLE)
        if len(found) < EXPORTED_AT_ONCE:
            return
        before = found[-1].id


def line_of(offer: BookedOffer) -> str:
    """An offer as a line, its digest for whoever looks for it."""
    return json.dumps({DIGEST: offer.digest, **offer.written}, separators=(",", ":")) + "\n"


def checked_lines(data: Iterable[bytes], arrivals: Arrivals) -> Iterator[ReadLine]:
    """Each line of a file, checked against the chain; asks the node, so not for the event loop."""
    for number, line in enumerate(data, 1):
        if not line.strip():
            continue
        try:
            written = _written(line, number)
            yield ReadLine(number, written, arrivals.check(written))
        except ShouxinError as error:
            yield ReadLine(number, error=error)


def import_checked(connection: Connection, lines: Iterable[ReadLine], now: int) -> Imported:
    """Take the good lines into the book; those that are there already count as known."""
    added, known, refused = 0, 0, []
    for line in lines:
        if line.written is None or line.signed is None:
            refused.append(line)
            continue
        try:
            is_new = keep(connection, line.signed, line.written, now)
            added, known = added + is_new, known + (not is_new)
        except ShouxinError as error:
            refused.append(ReadLine(line.number, error=error))
    return Imported(added, known, tuple(refused))


def _written(line: bytes, number: int) -> WrittenSignedOffer:
    """The offer in a line; a digest beside it must be its own.

    Raises:
        BadInput: ``input.line``, ``input.…``, ``offer.digest``.
    """
    if len(line) > LINE_BYTES_MAX:
        raise BadInput(
            "input.line",
            f"line {number} has {len(line)} bytes: an offer has at most {LINE_BYTES_MAX}",
            f"第 {number} 行有 {len(line)} 字节：每个要约最多 {LINE_BYTES_MAX} 字节",
        )
    try:
        data = parse_json_line(line.decode().strip().removeprefix("\ufeff"), number)
    except UnicodeDecodeError as error:
        raise BadInput(
            "input.line",
            f"line {number} is not UTF-8 text: write JSON in UTF-8",
            f"第 {number} 行不是 UTF-8 文本：请以 UTF-8 编码书写 JSON",
        ) from error
    stated = data.pop(DIGEST, None)
    written = read(WrittenSignedOffer, data)
    digest = to_hex(written.signed().digest)
    if stated not in {None, digest}:
        raise BadInput(
            "offer.digest",
            f"the line's digest {str(stated)[:80]!r} is not its offer's, {digest}: export it again",
            f"该行的 digest {str(stated)[:80]!r} 与要约实际摘要 {digest} 不符：请重新导出",
        )
    return written
