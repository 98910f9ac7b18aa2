# SPDX-License-Identifier: Apache-2.0
"""Voiding a nonce at the desk or at the relay, and all offers at once."""

import pytest

from shouxin.chain.bindings import loan_relay, offer_desk
from shouxin.story.cast import Cast, Person
from shouxin.story.offering import conditions_of, signed_by
from shouxin.story.stage import Stage
from tests.lending.actions.acting import Acting, refused, signatures


def test_another_does_not_cancel(acting: Acting, cast: Cast, borrower: Person) -> None:
    prepared = acting.prepare("cancel", signer=borrower.address, nonce="7")
    given = {"action": prepared.plan.signing[0].action.signed_by(cast.shop.sender.account)}
    with refused("action.signature"):
        acting.carry_out("cancel", prepared, given)


def test_a_cancellation_at_the_desk_is_none_at_the_relay(acting: Acting, borrower: Person) -> None:
    prepared = acting.prepare("cancel", signer=borrower.address, nonce="7")
    with refused("action.signature"):
        acting.carry_out("cancel_nonce", prepared, signatures(prepared, [borrower]))


def test_an_epoch_is_ended_once(acting: Acting, stage: Stage, borrower: Person) -> None:
    prepared = acting.prepare("cancel_all", signer=borrower.address)
    given = signatures(prepared, [borrower])
    receipt = acting.carry_out("cancel_all", prepared, given)
    assert receipt.event(offer_desk.AllOffersCancelled).epoch == 1
    with refused("desk.epoch"):
        acting.carry_out("cancel_all", prepared, given)
    assert stage.deployment.desk.epochs(borrower.address) == 1


def test_an_offer_is_cancelled_once(acting: Acting, stage: Stage, borrower: Person) -> None:
    signed = signed_by(stage, borrower, 10_000, conditions_of(stage))
    desk = stage.deployment.desk
    assert desk.remaining(signed.offer) == 10_000
    nonce = str(signed.offer.nonce)
    receipt = acting.act("cancel", [borrower], signer=borrower.address, nonce=nonce)
    assert receipt.event(offer_desk.OfferCancelled, desk.address).nonce == signed.offer.nonce
    assert desk.remaining(signed.offer) == 0
    with refused("desk.nonce_spent"):
        acting.act("cancel", [borrower], signer=borrower.address, nonce=nonce)


def test_a_nonce_at_the_relay_is_voided(acting: Acting, stage: Stage, borrower: Person) -> None:
    receipt = acting.act("cancel_nonce", [borrower], signer=borrower.address, nonce="9")
    assert receipt.event(loan_relay.NonceCancelled).nonce == 9
    assert stage.deployment.relay.is_nonce_spent(borrower.address, 9)
    assert not stage.deployment.desk.is_spent(borrower.address, 9)


@pytest.mark.parametrize("name", ["cancel", "cancel_nonce"])
def test_who_has_coins_calls_itself(acting: Acting, stage: Stage, cast: Cast, name: str) -> None:
    prepared = acting.prepare(name, signer=cast.shop.address, nonce="11")
    acting.call_directly(prepared, cast.shop.sender)
    at_desk = stage.deployment.desk.is_spent(cast.shop.address, 11)
    at_relay = stage.deployment.relay.is_nonce_spent(cast.shop.address, 11)
    assert at_desk if name == "cancel" else at_relay


def test_the_warning_says_when_it_protects(acting: Acting, borrower: Person) -> None:
    for name, more in (("cancel", {"nonce": "7"}), ("cancel_all", {})):
        plan = acting.prepare(name, signer=borrower.address, **more).plan
        assert any("once it is in a block" in warning.en for warning in plan.warnings)
        assert any("自上链起生效" in warning.zh for warning in plan.warnings)
