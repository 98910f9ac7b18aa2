# SPDX-License-Identifier: Apache-2.0
from tests.contracts.credit_ledger.record_world import ARREARS, EVIDENCE, RecordWorld
from tests.contracts.evm import reverts


def test_a_nonce_is_cancelled_once(world: RecordWorld) -> None:
    world.ledger.cancel_nonce(256, sender=world.subject)
    with reverts("ledger: nonce is used"):
        world.ledger.cancel_nonce(256, sender=world.subject)


def test_what_was_signed_with_a_cancelled_nonce_is_void(world: RecordWorld) -> None:
    world.record(ARREARS)
    citation = world.cite(0)
    signature = world.signed_dispute(world.subject, citation)
    for by, nonce in ((world.stranger, 7), (world.subject, 6), (world.subject, 263)):
        world.ledger.cancel_nonce(nonce, sender=by)
        assert world.chain.events[-1].args == {"wallet": by.address, "nonce": nonce}
    values = (world.subject, citation.values, 1, EVIDENCE, 7, world.people.tomorrow, signature)
    with world.chain.anchored():
        world.ledger.dispute_signed(*values, sender=world.stranger)
    world.ledger.cancel_nonce(7, sender=world.subject)
    with reverts("ledger: nonce is used"):
        world.ledger.dispute_signed(*values, sender=world.stranger)
