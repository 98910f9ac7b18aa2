# SPDX-License-Identifier: Apache-2.0
"""Voiding what was signed: one nonce at the desk, at the relay or at the ledger; all offers."""

from __future__ import annotations

from shouxin.chain.bindings.structs import Cancellation, EpochCancellation
from shouxin.chain.calls import Call, call_of
from shouxin.lending.actions.kind import (
    ACTION,
    Kind,
    Plan,
    Signatures,
    Step,
    ToSign,
    signature_of,
)
from shouxin.lending.actions.site import Site
from shouxin.lending.actions.words import short
from shouxin.lending.signed_actions import cancellation_action, epoch_cancellation_action
from shouxin.primitives.text import Text
from shouxin.primitives.wire import Account, Instant, Units, WireModel

PROTECTS = Text(
    "a cancellation protects once it is in a block, not before: until then what you signed can "
    "still be used",
    "撤销自上链起生效；在此之前，已签署的内容仍可能被使用",
)
FOR_EVER = Text(
    "a nonce that is voided can't be used again, by whatever is signed with it",
    "编号作废后不可恢复，以该编号签署的一切内容均告失效",
)


class WantedNonce(WireModel):
    """A nonce of a signer's that shall void what was signed with it."""

    signer: Account
    nonce: Units
    deadline_at: Instant | None = None


class SettledNonce(WireModel):
    """The same as it is signed."""

    signer: Account
    nonce: Units
    deadline_at: Instant


class WantedEpoch(WireModel):
    """A maker that wants none of its offers and requests any more."""

    signer: Account
    deadline_at: Instant | None = None


class SettledEpoch(WireModel):
    """The same as it is signed: for the maker's present epoch alone."""

    signer: Account
    epoch: Units
    deadline_at: Instant


def settle_nonce(site: Site, wanted: WantedNonce) -> SettledNonce:
    """An hour by default."""
    deadline = wanted.deadline_at or site.deadline
    return SettledNonce(signer=wanted.signer, nonce=wanted.nonce, deadline_at=deadline)


def settle_epoch(site: Site, wanted: WantedEpoch) -> SettledEpoch:
    """The present epoch, and an hour by default."""
    return SettledEpoch(
        signer=wanted.signer,
        epoch=site.deployment.desk.epochs(wanted.signer),
        deadline_at=wanted.deadline_at or site.deadline,
    )


def plan_at_desk(site: Site, settled: SettledNonce) -> Plan:
    """One offer, request or action at the desk."""
    desk = site.deployment.desk
    sentence = Text(
        "You cancel the offer, request or action that you signed for the lending desk with nonce "
        "{nonce}, for ever.",
        "您将永久撤销以编号 {nonce} 向要约台签署的要约、借款申请或操作。",
    ).with_values(nonce=settled.nonce)
    return _plan(
        settled,
        ToSign(ACTION, settled.signer, cancellation_action(site.desk, _cancellation(settled))),
        Step(call_of(lambda sender: desk.cancel(settled.nonce, sender=sender)), sentence),
    )


def plan_at_relay(site: Site, settled: SettledNonce) -> Plan:
    """One action on a living loan."""
    relay = site.deployment.relay
    sentence = Text(
        "You void the payment, transfer or notice that you signed for the relay with nonce "
        "{nonce}, for ever.",
        "您将永久作废以编号 {nonce} 向中继合约签署的还款、份额转让或撤回通知。",
    ).with_values(nonce=settled.nonce)
    return _plan(
        settled,
        ToSign(ACTION, settled.signer, cancellation_action(site.relay, _cancellation(settled))),
        Step(call_of(lambda sender: relay.cancel_nonce(settled.nonce, sender=sender)), sentence),
    )


def plan_all(site: Site, settled: SettledEpoch) -> Plan:
    """All offers and requests of a maker."""
    desk = site.deployment.desk
    sentence = Text(
        "You cancel all offers and requests that wallet {signer} has signed so far.",
        "您将撤销钱包 {signer} 迄今签署的全部出借要约和借款申请。",
    ).with_values(signer=short(settled.signer))
    action = epoch_cancellation_action(site.desk, _epoch_cancellation(settled))
    return Plan(
        signing=(ToSign(ACTION, settled.signer, action),),
        steps=(Step(call_of(lambda sender: desk.cancel_all(sender=sender)), sentence),),
        sentence=sentence,
        warnings=(
            PROTECTS,
            Text(
                "loans that were opened from them go on; new offers are signed for the next epoch",
                "已发放的贷款不受影响；新要约须以下一批次签署",
            ),
        ),
        expires_at=settled.deadline_at,
    )


def relay_at_desk(site: Site, settled: SettledNonce, signatures: Signatures) -> Call:
    """The desk's call with what was signed."""
    desk, cancellation = site.deployment.desk, _cancellation(settled)
    signature = signature_of(signatures, ACTION)
    return call_of(lambda sender: desk.cancel_signed(cancellation, signature, sender=sender))


def relay_at_relay(site: Site, settled: SettledNonce, signatures: Signatures) -> Call:
    """The relay's call with what was signed."""
    relay, cancellation = site.deployment.relay, _cancellation(settled)
    signature = signature_of(signatures, ACTION)
    return call_of(lambda sender: relay.cancel_nonce_signed(cancellation, signature, sender=sender))


def relay_all(site: Site, settled: SettledEpoch, signatures: Signatures) -> Call:
    """The desk's call with what was signed."""
    desk, cancellation = site.deployment.desk, _epoch_cancellation(settled)
    signature = signature_of(signatures, ACTION)
    return call_of(lambda sender: desk.cancel_all_signed(cancellation, signature, sender=sender))


def _plan(settled: SettledNonce, signing: ToSign, step: Step) -> Plan:
    return Plan(
        signing=(signing,),
        steps=(step,),
        sentence=step.sentence,
        warnings=(PROTECTS, FOR_EVER),
        expires_at=settled.deadline_at,
    )


def _cancellation(settled: SettledNonce) -> Cancellation:
    return Cancellation(settled.signer, settled.nonce, settled.deadline_at)


def _epoch_cancellation(settled: SettledEpoch) -> EpochCancellation:
    return EpochCancellation(settled.signer, settled.epoch, settled.deadline_at)


KINDS = (
    Kind(
        "cancel",
        Text("cancel an offer or a request", "撤销要约或借款申请"),
        WantedNonce,
        SettledNonce,
        settle_nonce,
        plan_at_desk,
        relay_at_desk,
    ),
    Kind(
        "cancel_nonce",
        Text("void a signed payment, transfer or notice", "作废已签署的还款、转让或通知"),
        WantedNonce,
        SettledNonce,
        settle_nonce,
        plan_at_relay,
        relay_at_relay,
    ),
    Kind(
        "cancel_all",
        Text("cancel all offers and requests", "撤销全部要约和借款申请"),
        WantedEpoch,
        SettledEpoch,
        settle_epoch,
        plan_all,
        relay_all,
    ),
)
