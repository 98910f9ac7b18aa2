# SPDX-License-Identifier: Apache-2.0
"""What a wallet is shown of an action, and what its signature is for."""

from dataclasses import fields, replace
from typing import Any

import pytest

from shouxin.chain.bindings.structs import Payment
from shouxin.lending.contract_terms import Deal
from shouxin.lending.offers import Desk, Taking, exposure_of, fill_for
from shouxin.lending.signed_actions import Relay, payment_action, take_action
from shouxin.story.cast import Cast
from shouxin.story.offering import conditions_of, signed_by
from shouxin.story.stage import Stage

AMOUNT = 1_000_000


@pytest.fixture
def deal(stage: Stage, cast: Cast) -> Deal:
    signed = signed_by(stage, cast.bank, AMOUNT, conditions_of(stage))
    shop, exposure = cast.shop, exposure_of(AMOUNT, stage.listing)
    taking = Taking(AMOUNT, shop.address, shop.party, stage.today(), exposure)
    return fill_for(stage.desk, signed, taking).deal


def _payment(stage: Stage, cast: Cast, deal: Deal) -> Payment:
    return Payment(
        loan=deal.id,
        book=stage.deployment.book.address,
        payer=cast.shop.address,
        amount=100,
        payer_party=cast.shop.party,
        reference=bytes(32),
        first_day=stage.today(),
        last_day=stage.today(),
        nonce=1,
        deadline=stage.now() + 60,
    )


def test_a_taker_is_shown_all_the_terms(stage: Stage, cast: Cast, deal: Deal) -> None:
    action = take_action(stage.desk, deal, cast.shop.address, nonce=1, deadline=2)
    shown = action.typed_data["message"]["terms"]
    assert shown["repayment"]["principal"] == AMOUNT
    assert shown["repayment"]["instalment"] == deal.terms.instalment
    assert shown["agreement"]["all_in_rate_ppm"] == deal.complete.agreement.all_in_rate_ppm
    assert shown["agreement"]["fee"] == deal.terms.fee
    assert action.typed_data["domain"]["name"] == "Shouxin OfferDesk"


def test_each_term_changes_what_a_taker_signs(stage: Stage, cast: Cast, deal: Deal) -> None:
    given: dict[str, Any] = {"nonce": 1, "deadline": 2}
    digests = {take_action(stage.desk, deal, cast.shop.address, **given).digest}
    repayment = deal.complete.repayment
    numbers = [field.name for field in fields(repayment) if field.name != "currency"]
    for name in numbers:
        other = replace(repayment, **{name: getattr(repayment, name) + 1})
        changed = replace(deal, complete=replace(deal.complete, repayment=other))
        digests.add(take_action(stage.desk, changed, cast.shop.address, **given).digest)
    assert len(digests) == 1 + len(numbers)


def test_a_payment_is_for_one_loan_chain_and_relay(stage: Stage, cast: Cast, deal: Deal) -> None:
    payment, relay = _payment(stage, cast, deal), stage.relay
    elsewhere = Relay(relay.chain_id + 1, relay.address)
    twin = Relay(relay.chain_id, stage.deployment.desk.address)
    token, other = stage.token.address, cast.shop.address
    digests = {payment_action(at, token, payment).digest for at in (relay, elsewhere, twin)}
    digests.add(payment_action(relay, token, replace(payment, loan=b"\x01" * 32)).digest)
    digests.add(payment_action(relay, token, replace(payment, last_day=0)).digest)
    digests.add(payment_action(relay, other, payment).digest)
    assert len(digests) == 6
    message = payment_action(relay, token, payment).typed_data["message"]
    assert (message["loan"], message["currency"]) == (deal.id, stage.token.address)


def test_the_desk_of_another_chain_is_another_domain(stage: Stage, cast: Cast, deal: Deal) -> None:
    here, there = stage.desk, Desk(stage.desk.chain_id + 1, stage.desk.address)
    one, other = (
        take_action(desk, deal, cast.shop.address, nonce=1, deadline=2).digest
        for desk in (here, there)
    )
    assert one != other
