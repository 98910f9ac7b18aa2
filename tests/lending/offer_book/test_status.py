# SPDX-License-Identifier: Apache-2.0
"""What becomes of an offer follows from the chain's rows, and goes back with them."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Table, delete, func, select, update

from shouxin.lending.book_tables import offers
from shouxin.lending.offer_book import (
    OPEN_OFFERS_MAX,
    OfferFilter,
    OfferStatus,
    find,
    forget_expired,
    keep,
    listed,
    note_checked,
    to_recheck,
)
from shouxin.lending.offers import BORROW
from shouxin.lending.tables import cancelled_nonces, desk_balances, maker_epochs, offer_fills
from shouxin.parties.tables import parties, recoveries, wallets
from shouxin.primitives.errors import Refused
from tests.lending.offer_book.shelf import (
    CLOCK,
    DESK,
    MAKER,
    NOW,
    OTHER,
    PARTY,
    TOKEN,
    Shelf,
    offer,
    signed,
)

pytestmark = pytest.mark.anyio


async def test_an_unknown_offer_is_not_found(shelf: Shelf) -> None:
    assert await shelf.run(find, "0x" + "00" * 32, CLOCK) is None


async def test_an_offer_is_kept_once(shelf: Shelf) -> None:
    given, written = signed(offer())
    assert await shelf.run(keep, given, written, NOW)
    assert not await shelf.run(keep, given, written, NOW)
    count = select(func.count()).select_from(offers)
    assert await shelf.run(lambda connection: connection.execute(count).scalar_one()) == 1


async def test_a_maker_has_no_endless_offers(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shouxin.lending.offer_book.OPEN_OFFERS_MAX", 2)
    await shelf.post()
    await shelf.post()
    with pytest.raises(Refused) as caught:
        await shelf.post()
    assert caught.value.code == "offer.too_many"
    await shelf.post(offer(maker=OTHER))
    assert OPEN_OFFERS_MAX > 1_000


@pytest.mark.parametrize(
    ("table", "values", "expected"),
    [
        (
            cancelled_nonces,
            {"contract": DESK, "signer": MAKER, "nonce": 7},
            OfferStatus.CANCELLED,
        ),
        (maker_epochs, {"maker": MAKER, "epoch": 1}, OfferStatus.EPOCH_OVER),
        (
            recoveries,
            {
                "party": PARTY,
                "lost": MAKER,
                "wallet": OTHER,
                "provider": OTHER,
                "due_at": NOW,
                "is_contested": False,
            },
            OfferStatus.MAKER_BARRED,
        ),
    ],
)
async def test_a_row_of_the_chain_ends_an_offer_and_its_rollback_revives_it(
    shelf: Shelf, table: Table, values: dict[str, Any], expected: OfferStatus
) -> None:
    digest = await shelf.post(offer(nonce=7))
    assert await shelf.status(digest) == OfferStatus.OPEN
    await shelf.write(table, **values)
    assert await shelf.status(digest) == expected
    await shelf.run(lambda connection: connection.execute(delete(table)))
    assert await shelf.status(digest) == OfferStatus.OPEN


async def test_another_s_nonce_or_another_contract_s_cancels_nothing(shelf: Shelf) -> None:
    digest = await shelf.post(offer(nonce=7))
    await shelf.write(cancelled_nonces, contract=DESK, signer=OTHER, nonce=7)
    await shelf.write(cancelled_nonces, contract=OTHER, signer=MAKER, nonce=7)
    await shelf.write(cancelled_nonces, contract=DESK, signer=MAKER, nonce=8)
    assert await shelf.status(digest) == OfferStatus.OPEN


async def test_fills_leave_what_they_leave(shelf: Shelf) -> None:
    digest = await shelf.post()
    await shelf.write(offer_fills, digest=digest, maker=MAKER, remaining=5_000, fill_count=3)
    found = await shelf.find(digest)
    assert (found.status, found.remaining) == (OfferStatus.PARTLY_FILLED, 5_000)
    assert found.fill_count == 3
    await shelf.run(lambda c: c.execute(update(offer_fills).values(remaining=0)))
    filled = await shelf.find(digest)
    assert (filled.status, filled.remaining) == (OfferStatus.FILLED, 0)


async def test_an_offer_serves_until_its_last_second(shelf: Shelf) -> None:
    digest = await shelf.post(offer(expiry=NOW))
    assert await shelf.status(digest) == OfferStatus.OPEN
    late = await shelf.find(digest, replace(CLOCK, now=NOW + 1))
    assert (late.status, late.remaining) == (OfferStatus.EXPIRED, 0)


async def test_an_offer_without_money_and_a_request_without_any(shelf: Shelf) -> None:
    lending = await shelf.post()
    asking = await shelf.post(offer(side=BORROW, payee=MAKER))
    await shelf.run(lambda c: c.execute(update(desk_balances).values(amount=7)))
    assert (await shelf.find(lending)).fundable == 7
    await shelf.run(lambda c: c.execute(update(desk_balances).values(amount=0)))
    assert await shelf.status(lending) == OfferStatus.UNFUNDED
    await shelf.run(lambda c: c.execute(delete(desk_balances)))
    assert await shelf.status(lending) == OfferStatus.UNFUNDED
    assert await shelf.status(asking) == OfferStatus.OPEN


async def test_a_frozen_maker_s_offers_wait_for_the_order_s_end(shelf: Shelf) -> None:
    digest = await shelf.post()
    await shelf.run(lambda c: c.execute(update(parties).values(frozen_until=NOW + 60)))
    assert await shelf.status(digest) == OfferStatus.MAKER_BARRED
    assert await shelf.status(digest, replace(CLOCK, now=NOW + 60)) == OfferStatus.OPEN


async def test_a_replaced_wallet_s_offers_are_over(shelf: Shelf) -> None:
    digest = await shelf.post()
    await shelf.run(lambda c: c.execute(update(wallets).values(successor=OTHER)))
    assert await shelf.status(digest) == OfferStatus.MAKER_UNKNOWN


async def test_what_only_asking_the_chain_tells_is_written_down(shelf: Shelf) -> None:
    digest = await shelf.post()
    assert [each.digest for each in await shelf.run(to_recheck, NOW + 1, 10, CLOCK)] == [digest]
    await shelf.run(note_checked, digest, NOW + 5, "offer.signature")
    assert await shelf.status(digest) == OfferStatus.VOID
    assert await shelf.run(to_recheck, NOW + 5, 10, CLOCK) == []


async def test_lists_are_filtered_and_paged(shelf: Shelf) -> None:
    made = [await shelf.post(offer(amount=amount)) for amount in (9, 10, 100, 2**100)]
    asked = await shelf.post(offer(side=BORROW, payee=MAKER, amount=50))

    async def digests(count: int = 10, before: int | None = None, **wanted: Any) -> list[str]:
        found = await shelf.run(listed, OfferFilter(**wanted), CLOCK, before_id=before, count=count)
        return [each.digest for each in found]

    assert await digests(side=BORROW) == [asked]
    assert await digests(side=1, amount=10) == made[:0:-1]
    assert await digests(currency=OTHER) == []
    assert await digests(currency=TOKEN, maker=MAKER, count=2) == [asked, made[3]]
    last = await shelf.find(made[3])
    assert await digests(before=last.id) == made[2::-1]
    assert await digests(statuses=[OfferStatus.EXPIRED]) == []
    await shelf.write(
        cancelled_nonces, contract=DESK, signer=MAKER, nonce=await _nonce(shelf, asked)
    )
    assert await digests(statuses=[OfferStatus.CANCELLED]) == [asked]


async def test_offers_that_expired_long_ago_are_dropped(shelf: Shelf) -> None:
    await shelf.post(offer(expiry=NOW - 10))
    kept = await shelf.post()
    assert await shelf.run(forget_expired, NOW) == 1
    assert await shelf.status(kept) == OfferStatus.OPEN


async def _nonce(shelf: Shelf, digest: str) -> int:
    return (await shelf.find(digest)).model.offer.nonce
