# SPDX-License-Identifier: Apache-2.0
"""Calls as roles' wallets send them, from arguments as people write them."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from shouxin.chain.bindings.party_registry import PartyRegistry
from shouxin.chain.calldata import call_data, through_timelock
from shouxin.chain.deploy import Deployment, Settings, deploy
from shouxin.chain.roles import read_roles
from shouxin.chain.sender import Sender
from shouxin.primitives.errors import BadInput
from shouxin.story.stage import CHINA, LIMITS

SOMEONE = "0x" + "11" * 20


@pytest.mark.parametrize(
    ("contract", "function", "arguments", "code", "names"),
    [
        ("Registry", "accredit_provider", [], "input.contract", "PartyRegistry"),
        ("PartyRegistry", "accredit", [], "input.function", "no function of that name"),
        ("PartyRegistry", "accredit_provider", [SOMEONE], "input.function", "(address provider,"),
        ("PartyRegistry", "accredit_provider", [SOMEONE, "yes"], "input.argument", "bool"),
        ("PartyRegistry", "accredit_provider", ["0x11", "true"], "input.address", "0x11"),
        ("Rulebook", "set_limits", ["156", "{}"], "input.argument", "set_limits.rules"),
        ("Rulebook", "set_limits", ["156", "no JSON"], "input.argument", "set_limits.rules"),
        ("Rulebook", "set_limits", ["-", "{}"], "input.argument", "uint256"),
        ("Rulebook", "set_limits", ["-1", json.dumps(asdict(LIMITS))], "input.argument", ""),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(
    contract: str, function: str, arguments: list[str], code: str, names: str
) -> None:
    with pytest.raises(BadInput) as caught:
        call_data(contract, function, arguments)
    assert caught.value.code == code
    assert names in caught.value.message


def test_governance_acts_through_the_timelock(deployer: Sender, tmp_path: Path) -> None:
    settings = Settings(timelock_delay_seconds=0)
    at: Deployment = deploy(deployer, tmp_path, settings)
    target = at.registry.address
    data = call_data(PartyRegistry.NAME, "accredit_provider", [SOMEONE, "true"])
    waiting = through_timelock(target, data, bytes(32), 0)
    assert not at.registry.is_provider(SOMEONE)
    deployer.send(at.timelock.address, waiting.schedule)
    assert not at.registry.is_provider(SOMEONE)
    deployer.send(at.timelock.address, waiting.execute)
    assert at.registry.is_provider(SOMEONE)


def test_a_struct_is_written_as_an_object_or_a_list(deployer: Sender, tmp_path: Path) -> None:
    settings = Settings(timelock_delay_seconds=0)
    at: Deployment = deploy(deployer, tmp_path, settings)
    fields = asdict(LIMITS)
    data = call_data("Rulebook", "set_limits", [str(CHINA), json.dumps(fields)])
    assert data == call_data("Rulebook", "set_limits", ["0x9c", json.dumps([*fields.values()])])
    waiting = through_timelock(at.rulebook.address, data, b"\x01" * 32, 0)
    for call in (waiting.schedule, waiting.execute):
        deployer.send(at.timelock.address, call)
    assert at.rulebook.limits_of(CHINA) == LIMITS


def test_the_timelocks_roles_are_read_from_the_chain(deployer: Sender, tmp_path: Path) -> None:
    at = deploy(deployer, tmp_path, Settings(timelock_delay_seconds=0))
    timelock, role = at.timelock.address, "0x" + at.timelock.CANCELLER_ROLE().hex()
    assert read_roles(at).cancellers == (deployer.address,)
    for function, account in (("grantRole", SOMEONE), ("revokeRole", deployer.address)):
        data = call_data("Timelock", function, [role, account])
        waiting = through_timelock(timelock, data, bytes(32), 0)
        for call in (waiting.schedule, waiting.execute):
            deployer.send(timelock, call)
    assert read_roles(at).cancellers == (SOMEONE,)
    assert read_roles(at).proposers == (deployer.address,)
