# SPDX-License-Identifier: Apache-2.0
"""N, for what ``loan_book/test_growth.py`` leaves out: signed actions, amendments, rollovers."""

from typing import Any

from eth_utils import keccak

from tests.contracts.full_world import CENT, NO_LIMIT, FullWorld
from tests.contracts.loan_amending.amendable import Amendable
from tests.contracts.loan_book.test_growth import EXPOSURE_MAX, _open_many, _spread
from tests.contracts.registry_world import CHINA
from tests.contracts.rollover.rolling import Rolling
from tests.contracts.signers import KeySigner
from tests.contracts.signing import ACTIONS, Signing

MANY = 1_000


def test_a_thousand_loans_entries_and_holders_make_none_of_it_dearer() -> None:
    with_one, with_many = _measured(1), _measured(MANY)
    assert with_one == with_many


def _measured(count: int) -> dict[str, int]:
    world = FullWorld()
    limits = (*(NO_LIMIT,) * 5, EXPOSURE_MAX, True)  # a limit, so that the exposure is read
    world.rulebook.set_limits(CHINA, limits, sender=world.governance)
    _open_many(world, world.deal(world.offer(world.conditions(fee_ppm=0))), count)
    signing = Signing.made(world, KeySigner(world.chain))
    loan = Amendable(world)
    _spread(world, loan.deal, count)
    _spread_further(signing, count)
    found = {name: _gas(signing, name) for name in ACTIONS}
    loan.start(20)
    with world.chain.anchored():
        world.people.replace(world.backer, world.chain.actor("fresh wallet"))
        found["conclude_recovery"] = world.chain.gas
    return found | _rare(world, loan)


def _spread_further(signing: Signing, count: int) -> None:
    """The loan of which the signer holds units has as many other holders."""
    world, loan = signing.world, int.from_bytes(signing.held.id, "big")
    for number in range(count):
        holder = "0x" + keccak(number.to_bytes(32, "big"))[:20].hex()
        given = (world.lender, holder, loan, 1, b"")
        world.book.safeTransferFrom(*given, sender=world.lender)


def _gas(signing: Signing, name: str) -> int:
    with signing.chain.anchored():
        case = signing.case(name)
        signature = signing.signer.sign(case.digest())
        with signing.chain.metered():
            signing.submit(case, signature)
        return signing.chain.gas


def _rare(world: FullWorld, loan: Amendable) -> dict[str, int]:
    new = loan.new_deal()
    amendment, replacement = loan.amendment(new), loan.replacement(world.backer)
    rolling = Rolling(world, loan)
    rolling.approve()
    agreed, consent = loan.agreed(amendment), loan.consented(replacement, world.lender)
    stranger, party = world.stranger, world.party(world.backer)
    calls: dict[str, tuple[Any, tuple[Any, ...], Any]] = {
        "amend": (
            world.amending.amend,
            (loan.deal.complete, new.complete, amendment, agreed),
            stranger,
        ),
        "replace_servicer": (
            world.amending.replace_servicer,
            (loan.deal.complete, replacement, [consent]),
            stranger,
        ),
        "roll_over": (world.rollover.roll_over, rolling.call(), world.borrower),
        "freeze": (
            world.registry.freeze,
            (party, b"\x07" * 32, world.chain.timestamp + 86_400),
            world.governance,
        ),
        "pay": (world.book.pay, (loan.deal.loan, CENT, bytes(32), bytes(32)), stranger),
    }
    world.token.mint(stranger, CENT, b"\x01" * 32, sender=world.bank)
    world.token.approve(world.book, CENT, sender=stranger)
    found = {}
    for name, (function, values, sender) in calls.items():
        with world.chain.anchored(), world.chain.metered():
            function(*values, sender=sender)
            found[name] = world.chain.gas
    return found
