# SPDX-License-Identifier: Apache-2.0
"""What an offer is refused for when it arrives, on a real chain."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from eth_utils import to_checksum_address

from shouxin.chain.sender import Sender, new_key
from shouxin.lending.actions.site import Site, Tokens
from shouxin.lending.arrival import Arrivals
from shouxin.lending.offer_files import checked_lines
from shouxin.lending.offer_schemas import WrittenSignedOffer, written_offer
from shouxin.lending.offers import BORROW, SignedOffer
from shouxin.parties.enrolment import PartyKind
from shouxin.primitives.errors import ShouxinError
from shouxin.story.cast import SHOP, Cast, Person, enrol
from shouxin.story.offering import conditions_of, signed_by
from shouxin.story.stage import Stage
from tests.lending.actions.acting import refused
from tests.lending.actions.chain_sources import ChainLoans, ChainRecords, NoOffers

PRINCIPAL = 1_200_000


@pytest.fixture
def arrivals(stage: Stage) -> Arrivals:
    at = stage.deployment
    return Arrivals(Site(at, Tokens(at), ChainLoans(at), NoOffers(), ChainRecords(at), stage.now()))


def written(stage: Stage, signed: SignedOffer) -> WrittenSignedOffer:
    return WrittenSignedOffer(
        chain_id=stage.chain.chain_id,
        desk=stage.deployment.desk.address,
        offer=written_offer(signed.offer),
        signature=signed.signature,
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"rate_ppm": 250_000, "all_in_rate_ppm_max": 400_000}, "rulebook.rate"),
        ({"fee_ppm": 31_000}, "rulebook.fee"),
        ({"all_in_rate_ppm_max": 90_000}, "offer.all_in_rate"),
        ({"instalments": 0}, "terms.instalments"),
        ({"interest_only_periods": 12}, "terms.interest_only_periods"),
        ({"jurisdiction": 999}, "rulebook.jurisdiction"),
        ({"currency": str(to_checksum_address("0x" + "c5" * 20))}, "rulebook.currency"),
    ],
)
def test_terms_that_open_nothing_are_refused(
    arrivals: Arrivals, stage: Stage, cast: Cast, changes: dict[str, Any], code: str
) -> None:
    conditions = replace(conditions_of(stage), **changes)
    offer = written(stage, signed_by(stage, cast.bank, PRINCIPAL, conditions))
    with refused(code):
        arrivals.check(offer)


def test_what_is_not_its_maker_s_or_not_for_here_is_refused(
    arrivals: Arrivals, stage: Stage, cast: Cast
) -> None:
    good = written(stage, signed_by(stage, cast.bank, PRINCIPAL, conditions_of(stage)))
    other = good.model_copy(update={"signature": bytes(65)})
    with refused("offer.signature"):
        arrivals.check(other)
    with refused("offer.desk"):
        arrivals.check(good.model_copy(update={"chain_id": 1}))
    late = Arrivals(replace(arrivals.site, now=good.offer.expiry_at + 1))
    with refused("offer.expired"):
        late.check(good)
    arrivals.check(good)


def test_a_maker_without_a_party_is_refused(arrivals: Arrivals, stage: Stage) -> None:
    stranger = Person(SHOP, PartyKind.CONSUMER, Sender(stage.chain, new_key()), b"")
    with refused("offer.maker_unknown"):
        arrivals.check(written(stage, signed_by(stage, stranger, 5_000, conditions_of(stage))))


def test_cancelled_and_outdated_offers_are_refused(
    arrivals: Arrivals, stage: Stage, cast: Cast
) -> None:
    cancelled = signed_by(stage, cast.shop, PRINCIPAL, conditions_of(stage), side=BORROW)
    stage.deployment.desk.cancel(cancelled.offer.nonce, sender=cast.shop.sender)
    with refused("offer.gone"):
        arrivals.check(written(stage, cancelled))
    maker, _ = enrol(stage, SHOP, PartyKind.SOLE_TRADER, stage.new_sender())
    outdated = signed_by(stage, maker, PRINCIPAL, conditions_of(stage))
    stage.deployment.desk.cancel_all(sender=maker.sender)
    with refused("offer.epoch"):
        arrivals.check(written(stage, outdated))


def test_one_bad_line_never_stops_the_others(arrivals: Arrivals, stage: Stage, cast: Cast) -> None:
    offers = [
        written(stage, signed_by(stage, cast.bank, PRINCIPAL, conditions_of(stage)))
        for _ in range(2)
    ]
    good = [offer.model_dump_json().encode() for offer in offers]
    nested = b"[" * 100_000
    stated = b'{"digest":"0x' + b"0" * 64 + b'",' + good[0][1:]
    lines = [b"\xff\xfe", good[0], b"", b"{", nested, b"[]", b'{"chain_id":1e999}', stated]
    lines += [b"x" * 20_000, good[0].replace(b'"rate_ppm":', b'"rate_ppm":-'), good[1]]
    read = list(checked_lines(lines, arrivals))
    assert [line.number for line in read if line.error is None] == [2, 11]
    refusals = {line.number: line.error for line in read if line.error is not None}
    assert sorted(refusals) == [1, 4, 5, 6, 7, 8, 9, 10]
    assert isinstance(refusals[8], ShouxinError)
    assert refusals[8].code == "offer.digest"
    assert all(error.message_zh for error in refusals.values())
