# SPDX-License-Identifier: Apache-2.0
"""The event's words hold the complete terms."""

from dataclasses import replace

from shouxin.chain.bindings import loan_book
from shouxin.lending.contract_terms import deal_of
from shouxin.lending.offers import BORROW, Taking, exposure_of, fill_for
from shouxin.lending.packed_terms import LAYOUT, WORD_BITS, unpack_terms
from shouxin.story.cast import Cast
from shouxin.story.offering import conditions_of, signed_by
from shouxin.story.stage import Stage

PRINCIPAL = 1_000_000


def test_whoever_reads_the_event_has_all_terms_and_the_id(stage: Stage, cast: Cast) -> None:
    conditions = replace(
        conditions_of(stage),
        utc_offset_minutes=-300,
        tolerance=1,
        cooling_off_days=254,
        security_hash=b"\xff" * 32,
        documents_hash=b"\x01" * 32,
        purpose=2**16 - 1,
        product=4095,
    )
    signed = signed_by(stage, cast.shop, PRINCIPAL, conditions, side=BORROW)
    taking = Taking(
        PRINCIPAL,
        cast.investor.address,
        cast.shop.party,
        (stage.now() - 300 * 60) // 86_400,
        exposure_of(PRINCIPAL, stage.listing),
    )
    filled = fill_for(stage.desk, signed, taking)
    receipt = stage.deployment.desk.take(
        signed.offer, signed.signature, filled.fill, filled.deal.id, sender=cast.investor.sender
    )
    event = receipt.event(loan_book.LoanOpened)
    found = unpack_terms(event.borrower, event.terms)
    assert found == filled.deal.complete
    assert deal_of(filled.deal.terms, found).id == event.loan


def test_no_word_is_too_full() -> None:
    assert all(sum(width for _, width in fields) <= WORD_BITS for fields in LAYOUT)
