# SPDX-License-Identifier: Apache-2.0
"""Gas of what befalls a party: a freeze and its end, a wallet lost and replaced."""

from tests.contracts.evm import DAY, Chain
from tests.contracts.gas_steps import measured
from tests.contracts.registry_world import RegistryWorld

ORDER, OTHER_ORDER = b"\x01" * 32, b"\x02" * 32


def freezes() -> dict[str, int]:
    """A party frozen by the guardian, renewed by governance, and free again."""
    people = RegistryWorld.made(Chain())
    guardian, registry = people.chain.actor("guardian"), people.registry
    by_guardian, by_governance = {"sender": guardian}, {"sender": people.governance}
    registry.set_guardian(guardian, **by_governance)
    party = people.enrolled(people.chain.actor("holder"))
    people.freeze(party)
    people.chain.warp(days=20)
    ends_at = people.chain.timestamp + 60 * DAY
    return measured(
        people.chain,
        {
            "freeze": lambda: registry.freeze(party, ORDER, ends_at, **by_guardian),
            "renew_freeze": lambda: registry.renew_freeze(party, ends_at, **by_governance),
            "lift_freeze": lambda: registry.lift_freeze(party, **by_guardian),
        },
    )


def recoveries() -> dict[str, int]:
    """A recovery that a member ends, and one that is contested, seconded and concluded."""
    people = RegistryWorld.made(Chain())
    chain, registry, other = people.chain, people.registry, people.chain.actor("other provider")
    registry.accredit_provider(other, True, sender=people.governance)
    lost, member, found = (chain.actor(name) for name in ("lost", "member", "found"))
    rule = people.rule(people.provider, other)
    party = people.enrolled_by_rule(lost, rule)
    pair = people.pair_signatures(member, lost)
    registry.join_wallet(member, lost, people.tomorrow, *pair, sender=member)
    chain.warp(days=15)
    people.start_recovery(lost, found, rule)
    steps = measured(
        chain,
        {"object_to_recovery": lambda: registry.object_to_recovery(member, b"", sender=member)},
    )
    chain.warp(days=15)
    steps |= measured(
        chain,
        {
            "start_recovery": lambda: people.start_recovery(lost, found, rule),
            "contest_recovery": lambda: registry.object_to_recovery(lost, b"", sender=lost),
            "second_recovery": lambda: registry.second_recovery(party, rule.struct, sender=other),
        },
    )
    chain.warp(days=29)
    return steps | measured(
        chain, {"conclude_recovery": lambda: registry.conclude_recovery(party, sender=member)}
    )
