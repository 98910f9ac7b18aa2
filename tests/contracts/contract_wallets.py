# SPDX-License-Identifier: Apache-2.0
"""Contract wallets that are parties."""

from tests.contracts.evm import Contract, typed_digest
from tests.contracts.full_world import FullWorld
from tests.contracts.registry_world import CHINA, EMPTY, ENROLMENT, RECOVERY, party_id

SIGNATURE = b"several owners"


def enrolled_wallet(world: FullWorld, balance: int) -> Contract:
    """A contract wallet with a party, as much money again, and a balance in the desk."""
    wallet = world.chain.deploy("ContractWallet", sender=world.governance)
    message = world.people.enrolment(wallet)
    digest = typed_digest(world.registry, "Enrolment", ENROLMENT, message)
    wallet.accept(digest, SIGNATURE, sender=world.stranger)
    enrolment = (wallet, EMPTY, CHINA, 1, RECOVERY, b"\x09" * 32, message["deadline"])
    world.registry.enrol(*enrolment, SIGNATURE, sender=world.people.provider)
    assert world.party(wallet) == party_id(wallet)
    world.token.mint(wallet, 2 * balance, b"\x01" * 32, sender=world.bank)
    calls = [
        (world.token, world.token.approve.encode(world.desk, 2 * balance)),
        (world.desk, world.desk.deposit.encode(world.token, balance)),
    ]
    for target, payload in calls:
        wallet.execute(target, payload, sender=world.stranger)
    return wallet
