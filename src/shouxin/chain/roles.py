# SPDX-License-Identifier: Apache-2.0
"""Who holds which role of a deployment, as the chain has it and no manifest says."""

from __future__ import annotations

from dataclasses import dataclass

from shouxin.chain.abi import Address, decode_logs
from shouxin.chain.bindings.timelock import RoleGranted
from shouxin.chain.deploy import Deployment


@dataclass(frozen=True, slots=True)
class Roles:
    """The keys over what may open from now on; none of them moves money.

    Attributes:
        delay_seconds: what governance waits at least.
        proposers: who schedule.
        cancellers: who cancel what is scheduled; each first proposer is one.
        executors: who execute after the delay; the empty address is anyone.
        registry_guardian: who freezes a party on a legal order.
        rulebook_guardian: who pauses new loans.
    """

    delay_seconds: int
    proposers: tuple[Address, ...]
    cancellers: tuple[Address, ...]
    executors: tuple[Address, ...]
    registry_guardian: Address
    rulebook_guardian: Address


def read_roles(deployment: Deployment) -> Roles:
    """The roles at the last block: the timelock's from its events, for it keeps no list."""
    timelock = deployment.timelock
    first = deployment.manifest.contracts[timelock.NAME].block or 0
    logs = deployment.chain.logs(timelock.address, first)
    ever = dict.fromkeys((event.role, event.account) for event in decode_logs(RoleGranted, logs))

    def holders(role: bytes) -> tuple[Address, ...]:
        named = (account for of, account in ever if of == role)
        return tuple(account for account in named if timelock.hasRole(role, account))

    return Roles(
        delay_seconds=timelock.get_minimum_delay(),
        proposers=holders(timelock.PROPOSER_ROLE()),
        cancellers=holders(timelock.CANCELLER_ROLE()),
        executors=holders(timelock.EXECUTOR_ROLE()),
        registry_guardian=deployment.registry.guardian(),
        rulebook_guardian=deployment.rulebook.guardian(),
    )
