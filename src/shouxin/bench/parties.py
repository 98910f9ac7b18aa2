# SPDX-License-Identifier: Apache-2.0
"""Receipts of what befalls parties: a freeze and its end, a wallet lost and replaced."""

import os
from dataclasses import dataclass

from shouxin.chain.sender import Receipt
from shouxin.parties.enrolment import PartyKind
from shouxin.parties.recovery import DELAY_DAYS_MIN, RecoveryRule
from shouxin.primitives.dates import SECONDS_PER_DAY
from shouxin.story.cast import BAKERY, Cast, Person, enrol
from shouxin.story.recovering import join_wallet, start_recovery, with_new_wallet
from shouxin.story.stage import Stage

ORDER_DAYS = 20
VOICE_DAYS = 14
"""How long a wallet belongs to its party before it can end a recovery."""


@dataclass(slots=True)
class Recoverable:
    """A party whose wallet can be replaced; each round replaces it once more."""

    person: Person
    rule: RecoveryRule

    @classmethod
    def enrolled(cls, stage: Stage) -> "Recoverable":
        """A new party with a rule of the stage's provider."""
        rule = RecoveryRule((stage.provider.address,), DELAY_DAYS_MIN, os.urandom(32))
        kind, wallet = PartyKind.SOLE_TRADER, stage.new_sender()
        person, _ = enrol(stage, BAKERY, kind, wallet, rule.commitment)
        return cls(person, rule)


def freezes(stage: Stage, cast: Cast) -> dict[str, Receipt]:
    """The buyer frozen by the guardian, and free again."""
    registry, party = stage.deployment.registry, cast.buyer.party
    ends_at = stage.now() + ORDER_DAYS * SECONDS_PER_DAY
    frozen = registry.freeze(party, os.urandom(32), ends_at, sender=stage.operator)
    return {"freeze": frozen, "lift_freeze": registry.lift_freeze(party, sender=stage.operator)}


def recoveries(stage: Stage, lost: Recoverable) -> dict[str, Receipt]:
    """A recovery that another wallet ends, and one that is concluded."""
    registry, person = stage.deployment.registry, lost.person
    phone = stage.new_sender()
    join_wallet(stage, person, phone)
    stage.go_to(stage.today() + VOICE_DAYS + 1)
    start_recovery(stage, person, with_new_wallet(stage, person), lost.rule)
    ended = registry.object_to_recovery(phone.address, b"", sender=phone)
    stage.go_to(stage.today() + DELAY_DAYS_MIN + 1)
    found = with_new_wallet(stage, person)
    started = start_recovery(stage, person, found, lost.rule)
    stage.go_to(stage.today() + DELAY_DAYS_MIN + 1)
    concluded = registry.conclude_recovery(person.party, sender=stage.operator)
    lost.person = found
    return {
        "start_recovery": started,
        "object_to_recovery": ended,
        "conclude_recovery": concluded,
    }
