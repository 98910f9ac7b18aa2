# SPDX-License-Identifier: Apache-2.0
"""A lost wallet's way to its successor, as provider and party go it."""

from dataclasses import replace

from shouxin.chain.bindings import structs
from shouxin.chain.sender import Receipt, Sender, new_key
from shouxin.parties.enrolment import sign_admission
from shouxin.parties.recovery import RecoveryRule, sign_recovery
from shouxin.primitives.dates import SECONDS_PER_DAY
from shouxin.story.cast import Person
from shouxin.story.stage import Stage


def with_new_wallet(stage: Stage, person: Person) -> Person:
    """The same party with a wallet that is not in it yet, and has no coins."""
    return replace(person, sender=Sender(stage.chain, new_key()))


def start_recovery(stage: Stage, lost: Person, found: Person, rule: RecoveryRule) -> Receipt:
    """The provider of the rule starts to put a new wallet, which signs, in the lost one's place."""
    registry = stage.deployment.registry
    deadline = stage.now() + SECONDS_PER_DAY
    signature = sign_recovery(
        found.sender.account,
        stage.chain.chain_id,
        registry.address,
        party=lost.party,
        lost=lost.address,
        deadline=deadline,
    )
    return registry.start_recovery(
        lost.address,
        found.address,
        structs.RecoveryRule(*rule.struct),
        deadline,
        signature,
        sender=stage.provider,
    )


def join_wallet(stage: Stage, member: Person, wallet: Sender) -> Receipt:
    """A wallet joins a party by the signature of a member of it, and sends that itself."""
    registry = stage.deployment.registry
    deadline = stage.now() + SECONDS_PER_DAY
    admission = sign_admission(
        member.sender.account,
        stage.chain.chain_id,
        registry.address,
        party=member.party,
        wallet=wallet.address,
        deadline=deadline,
    )
    return registry.join_wallet(
        wallet.address, member.address, deadline, b"", admission, sender=wallet
    )
