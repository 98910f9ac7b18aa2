# SPDX-License-Identifier: Apache-2.0
"""What was signed for one chain and one contract is void on a fork and at a second deployment.

For the signed actions of relay and desk ``loan_relay/test_replays.py`` shows it, for waivers
``loan_servicing/test_waive_majority.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.contracts.evm import Contract, reverts
from tests.contracts.full_world import FullWorld
from tests.contracts.joint import revocation
from tests.contracts.loan_amending.amendable import Amendable
from tests.contracts.registry_world import EMPTY, WALLET_RECOVERY
from tests.contracts.rollover.rolling import Rolling

FORK = 5
UNSIGNED = "registry: signature is not valid"


@dataclass(frozen=True)
class Signed:
    """A call that carries signatures, who makes it, and why it is refused elsewhere."""

    contract: Contract
    data: bytes
    caller: Any
    refusal: str


def signed(contract: Contract, function: str, values: Any, caller: Any, refusal: str) -> Signed:
    data = getattr(contract, function).encode(*values)
    return Signed(contract, data, caller, refusal)


def amendment(world: FullWorld) -> Signed:
    loan = Amendable(world)
    loan.start(20)
    new = loan.new_deal()
    made = loan.amendment(new)
    given = (loan.deal.complete, new.complete, made, loan.agreed(made))
    text = "amending: borrower's signature is not valid"
    return signed(world.amending, "amend", given, world.stranger, text)


def replacement(world: FullWorld) -> Signed:
    loan = Amendable(world)
    made = loan.replacement(world.backer)
    given = (loan.deal.complete, made, [loan.consented(made, world.lender)])
    text = "servicing: holder's signature is not valid"
    return signed(world.amending, "replace_servicer", given, world.stranger, text)


def succession(world: FullWorld) -> Signed:
    loan = Amendable(world)
    loan.start(20)
    rolling = Rolling(world, loan)
    rolling.approve()
    text = "rollover: lender's signature is not valid"
    return signed(world.rollover, "roll_over", rolling.call(), world.borrower, text)


def enrolment(world: FullWorld) -> Signed:
    people, wallet = world.people, world.chain.actor("newcomer")
    signature = people.signed_enrolment(wallet, recovery=people.rule().commitment)
    rest = (156, 1, people.rule().commitment, b"\x0a" * 32, people.tomorrow, signature)
    return signed(world.registry, "enrol", (wallet, EMPTY, *rest), people.provider, UNSIGNED)


def joining(world: FullWorld) -> Signed:
    people, wallet = world.people, world.chain.actor("second wallet")
    signatures = people.pair_signatures(wallet, world.backer)
    given = (wallet, world.backer, people.tomorrow, *signatures)
    return signed(world.registry, "join_wallet", given, world.stranger, UNSIGNED)


def recovery(world: FullWorld) -> Signed:
    people, wallet = world.people, world.chain.actor("fresh wallet")
    party, deadline = world.party(world.backer), people.tomorrow
    message = {"party": party, "lost": world.backer, "wallet": wallet, "deadline": deadline}
    signature = wallet.sign(world.registry, "WalletRecovery", WALLET_RECOVERY, message)
    given = (world.backer, wallet, people.rule().struct, deadline, signature)
    return signed(world.registry, "start_recovery", given, people.provider, UNSIGNED)


def objection(world: FullWorld) -> Signed:
    people = world.people
    people.start_recovery(world.backer, world.chain.actor("fresh wallet"))
    given = (world.backer, people.objection(world.backer))
    return signed(world.registry, "object_to_recovery", given, world.stranger, UNSIGNED)


def taken_back(world: FullWorld) -> Signed:
    given = (world.lender, EMPTY, revocation(world.amending, world.lender, EMPTY))
    text = "signature: not the signer's"
    return signed(world.amending, "revoke_signed", given, world.stranger, text)


MAKERS: dict[str, Callable[[FullWorld], Signed]] = {
    "amendment": amendment,
    "replacement of the servicer": replacement,
    "succession": succession,
    "signature taken back": taken_back,
    "enrolment": enrolment,
    "joining": joining,
    "recovery": recovery,
    "objection": objection,
}
TWINS: dict[str, Callable[[FullWorld], tuple[Any, ...]]] = {
    "amendment": lambda world: (world.registry, world.rulebook, world.opening),
    "replacement of the servicer": lambda world: (world.registry, world.rulebook, world.opening),
    "succession": lambda world: (world.opening, world.rulebook),
    "signature taken back": lambda world: (world.registry, world.rulebook, world.opening),
}


@pytest.fixture(scope="module")
def world() -> FullWorld:
    return FullWorld()


@pytest.mark.parametrize("name", MAKERS)
def test_it_is_void_on_another_chain(world: FullWorld, name: str) -> None:
    with world.chain.anchored():
        made = MAKERS[name](world)
        fork = world.chain.fork(chain_id=FORK)
        with reverts(made.refusal):
            fork.call(made.contract, made.data, sender=made.caller)
        world.chain.call(made.contract, made.data, sender=made.caller)


@pytest.mark.parametrize("name", TWINS)
def test_it_is_void_at_a_second_deployment(world: FullWorld, name: str) -> None:
    with world.chain.anchored():
        made = MAKERS[name](world)
        parts, by = TWINS[name](world), {"sender": world.governance}
        twin = world.chain.deploy(made.contract.artifact.name, *parts, **by)
        with reverts(made.refusal):
            world.chain.call(twin, made.data, sender=made.caller)
        world.chain.call(made.contract, made.data, sender=made.caller)
