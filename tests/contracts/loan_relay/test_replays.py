# SPDX-License-Identifier: Apache-2.0
"""What holds of every signed action, at the relay and at the desk."""

from dataclasses import fields, replace
from typing import Any

import pytest

from tests.contracts.evm import Reverted, reverts
from tests.contracts.full_world import FullWorld
from tests.contracts.signers import MultiSigSigner, signer_of
from tests.contracts.signing import ACTIONS, Case, Signing, spent

INVALID = "signature: not the signer's"
SPENT = {"signature: nonce is spent", "desk: nonce is spent"}
ONCE = SPENT | {"desk: epoch is not the present one"}
ALL = pytest.mark.parametrize("name", ACTIONS)
IN_ITS_OWN_FILE = (
    ("pay", "first_day"),  # the day is looked at first
    ("pay", "last_day"),
    ("withdrawal notice", "loan"),  # book and servicing are asked who signs
    ("withdrawal notice", "book"),
    ("withdrawal notice", "servicing"),
)
WITH_NONCE = pytest.mark.parametrize("name", [n for n in ACTIONS if n != "cancel all"])


def refusal(signing: Signing, case: Case, signature: bytes | None = None) -> str:
    """The reason for which a submission is refused."""
    with pytest.raises(Reverted) as caught:
        signing.submit(case, signature)
    return caught.value.reason


@ALL
def test_anothers_signature_is_refused(signing: Signing, name: str) -> None:
    case, world = signing.case(name), signing.world
    for other in (signing.relayer, world.lender, world.borrower, world.governance, world.bank):
        assert refusal(signing, case, other.sign_digest(case.digest())) == INVALID


@ALL
def test_a_malformed_signature_is_refused(signing: Signing, name: str) -> None:
    case = signing.case(name)
    good = signing.signer.sign(case.digest())
    for bad in (b"", good[:64], good + b"\0", bytes(65), good[:64] + bytes([55 - good[64]])):
        assert refusal(signing, case, bad) == INVALID


@ALL
def test_no_field_can_be_changed(signing: Signing, name: str) -> None:
    case = signing.case(name)
    signature = signing.signer.sign(case.digest())
    for field in fields(case.struct):
        if (name, field.name) in IN_ITS_OWN_FILE:
            continue
        other = case.changed(**{field.name: _other(signing, getattr(case.struct, field.name))})
        assert refusal(signing, other, signature) == INVALID, field.name
    signing.submit(case, signature)


def _other(signing: Signing, value: Any) -> Any:
    if isinstance(value, bytes):
        return b"\x07" * 32
    return value + 1 if isinstance(value, int) else signing.world.stranger.address


@ALL
def test_a_signature_is_void_on_another_chain(signing: Signing, name: str) -> None:
    case = signing.case(name)
    signature = signing.signer.sign(case.digest())
    fork = signing.chain.fork(chain_id=5)
    with reverts(INVALID):
        fork.call(case.contract, case.data(signature), sender=signing.relayer)


@ALL
def test_a_signature_is_void_at_another_contract(signing: Signing, name: str) -> None:
    case, world = signing.case(name), signing.world
    by = {"sender": world.governance}
    if case.contract is world.relay:
        twin = signing.chain.deploy("LoanRelay", **by)
    else:
        parts = (world.book, world.opening, world.registry)
        twin = signing.chain.deploy("OfferDesk", *parts, **by)
    assert case.digest(twin) != case.digest()
    signature = signing.signer.sign(case.digest())
    assert refusal(signing, replace(case, contract=twin), signature) == INVALID


@ALL
def test_it_is_submitted_until_its_deadline_and_not_after(signing: Signing, name: str) -> None:
    case = signing.case(name)
    signature = signing.signer.sign(case.digest())
    with signing.chain.anchored():
        signing.chain.warp(to=signing.deadline + 1)
        assert refusal(signing, case, signature) == "signature: deadline is over"
    signing.chain.warp(to=signing.deadline)
    signing.submit(case, signature)


@ALL
def test_it_succeeds_once(signing: Signing, name: str) -> None:
    case = signing.case(name)
    signature = signing.signer.sign(case.digest())
    signing.submit(case, signature)
    assert refusal(signing, case, signature) in ONCE


@WITH_NONCE
def test_a_cancelled_nonce_is_void(signing: Signing, name: str) -> None:
    case, world = signing.case(name), signing.world
    cancelling = signing.cancel(at_relay=case.contract is world.relay)
    signing.submit(cancelling)
    assert spent(signing, case)
    assert refusal(signing, case) in SPENT


@WITH_NONCE
def test_a_nonce_cancelled_by_the_signers_own_call_is_void(signing: Signing, name: str) -> None:
    case, world = signing.case(name), signing.world
    nonce = case.struct.nonce
    cancel = world.desk.cancel.encode(nonce)
    if case.contract is world.relay:
        cancel = world.relay.cancel_nonce.encode(nonce)
    signing.own(case.contract, cancel)
    assert refusal(signing, case) in SPENT


@WITH_NONCE
def test_nobody_elses_nonce_stands_in_the_way(signing: Signing, name: str) -> None:
    case, world = signing.case(name), signing.world
    cancel = world.relay.cancel_nonce if case.contract is world.relay else world.desk.cancel
    for nonce in (case.struct.nonce, case.struct.nonce + 1):
        cancel(nonce, sender=signing.relayer)
    signing.submit(case)
    assert spent(signing, case)
    assert not spent(signing, case.changed(nonce=case.struct.nonce + 1))
    assert not spent(signing, case.changed(nonce=case.struct.nonce - 1))


@WITH_NONCE
@pytest.mark.parametrize("nonce", [0, 127, 128, 255, 256, 2**256 - 1])
def test_any_nonce_will_do(signing: Signing, name: str, nonce: int) -> None:
    case = signing.case(name).changed(nonce=nonce)
    assert not spent(signing, case)
    signing.submit(case)
    assert spent(signing, case)


FAILING = {
    "pay": lambda s: s.pay(amount=1),
    "transfer": lambda s: s.transfer(units=10**9),
    "withdrawal notice": lambda s: s.withdraw(book=s.world.relay.address),
    "take an offer": lambda s: _unfillable(s, 1),
    "take a request": lambda s: _unfillable(s, 2),
    "deposit": lambda s: s.deposit(amount=10**30),
    "take back": lambda s: s.take_back(amount=10**30),
}


def _unfillable(signing: Signing, side: int) -> Case:
    case = signing.take(side)
    offer, signature, fill = case.before
    return replace(case, before=(offer, signature, fill | {"exposure": 1}))


@pytest.mark.parametrize("name", FAILING)
def test_a_nonce_is_spent_by_success_alone(signing: Signing, name: str) -> None:
    failing = FAILING[name](signing)
    with pytest.raises(Reverted):
        signing.submit(failing)
    assert not spent(signing, failing)
    good = signing.case(name)
    assert good.struct.nonce == failing.struct.nonce
    signing.submit(good)
    assert spent(signing, good)


@pytest.fixture(scope="module")
def made() -> dict[str, Signing]:
    return {}


def _signing_by(made: dict[str, Signing], kind: str) -> Signing:
    if kind not in made:
        world = FullWorld()
        made[kind] = Signing.made(world, signer_of(world.chain, kind))
    return made[kind]


@ALL
@pytest.mark.parametrize("kind", ["multi-signature", "delegated", "decided by code"])
def test_any_wallet_signs_any_action(made: dict[str, Signing], name: str, kind: str) -> None:
    signing = _signing_by(made, kind)
    with signing.chain.anchored():
        case = signing.case(name)
        assert refusal(signing, case, b"\x01" * 130) == INVALID
        signature = signing.signer.sign(case.digest())
        signing.submit(case, signature)
        assert refusal(signing, case, signature) in ONCE


@ALL
def test_fewer_than_two_owners_sign_nothing(made: dict[str, Signing], name: str) -> None:
    signing = _signing_by(made, "multi-signature")
    case, signer = signing.case(name), signing.signer
    assert isinstance(signer, MultiSigSigner)
    digest, (one, two, _) = case.digest(), signer.owners
    pair = signer.signed_by(digest, one, two)
    bad = [
        one.sign_digest(digest),
        signer.signed_by(digest, one, one),
        signer.signed_by(digest, one, signing.relayer),
        pair[65:] + pair[:65],
        signer.signed_by(case.changed(deadline=1).digest(), one, two),
    ]
    for signature in bad:
        assert refusal(signing, case, signature) == INVALID
