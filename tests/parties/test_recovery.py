# SPDX-License-Identifier: Apache-2.0
"""The recovery rule and what wallets sign in a recovery, at the registry on a node."""

import os
from dataclasses import replace

import pytest

from shouxin.chain.bindings.structs import RecoveryRule as RuleStruct
from shouxin.chain.reverts import Reverted
from shouxin.chain.sender import Sender
from shouxin.parties.enrolment import Enrolment, PartyKind, party_id, sign_enrolment
from shouxin.parties.recovery import RecoveryRule, sign_objection, sign_recovery
from shouxin.primitives.dates import SECONDS_PER_DAY
from shouxin.primitives.errors import BadInput
from shouxin.story.stage import CHINA, Stage

BAD_SIGNATURE = "the wallet's signature is not valid"
SALT = bytes(range(32))
ONE, OTHER = "0x" + "11" * 20, "0x" + "22" * 20
RULE = RecoveryRule((ONE, OTHER), 14, SALT)


@pytest.mark.parametrize(
    ("providers", "delay_days", "salt"),
    [
        ((), 14, SALT),
        ((ONE, ONE), 14, SALT),
        (tuple("0x" + f"{n}{n}" * 20 for n in range(1, 6)), 14, SALT),
        ((ONE,), 13, SALT),
        ((ONE,), 366, SALT),
        ((ONE,), 14, SALT[1:]),
    ],
)
def test_a_rule_that_would_serve_nobody_is_refused(
    providers: tuple[str, ...], delay_days: int, salt: bytes
) -> None:
    with pytest.raises(BadInput) as refused:
        RecoveryRule(providers, delay_days, salt)
    assert refused.value.code == "input.recovery_rule"


def test_everything_in_a_rule_is_committed_to() -> None:
    others = (
        replace(RULE, providers=(OTHER, ONE)),
        replace(RULE, providers=(ONE,)),
        replace(RULE, delay_days=15),
        replace(RULE, salt=SALT[::-1]),
    )
    assert len({rule.commitment for rule in (RULE, *others)}) == 5


def test_a_wallet_is_recovered_and_a_member_objects(stage: Stage) -> None:
    registry, chain_id = stage.deployment.registry, stage.chain.chain_id
    lost, fresh, relayer = stage.new_sender(), stage.new_sender(), stage.new_sender()
    rule = RecoveryRule((stage.provider.address,), 14, SALT)
    party = _enrolled(stage, lost, rule)
    deadline = stage.now() + SECONDS_PER_DAY
    about = {"party": party, "lost": lost.address}
    signature = sign_recovery(fresh.account, chain_id, registry.address, **about, deadline=deadline)
    struct = RuleStruct(*rule.struct)
    by = {"sender": stage.provider}
    other = RuleStruct(*replace(rule, delay_days=20).struct)
    with pytest.raises(Reverted, match="not the one the party committed to"):
        registry.start_recovery(lost.address, fresh.address, other, deadline, signature, **by)
    with pytest.raises(Reverted, match=BAD_SIGNATURE):
        registry.start_recovery(lost.address, fresh.address, struct, deadline + 1, signature, **by)
    registry.start_recovery(lost.address, fresh.address, struct, deadline, signature, **by)
    found = registry.recovery_under_way(party)
    assert (found.lost, found.wallet) == (lost.address, fresh.address)
    objection = sign_objection(
        lost.account,
        chain_id,
        registry.address,
        **about,
        wallet=fresh.address,
        started_at=found.started_at,
    )
    with pytest.raises(Reverted, match=BAD_SIGNATURE):
        registry.object_to_recovery(lost.address, signature, sender=relayer)
    registry.object_to_recovery(lost.address, objection, sender=relayer)
    assert registry.recovery_under_way(party).is_contested


def _enrolled(stage: Stage, wallet: Sender, rule: RecoveryRule) -> bytes:
    registry, salt = stage.deployment.registry, os.urandom(32)
    enrolment = Enrolment(
        wallet=wallet.address,
        party=party_id(wallet.address, salt),
        provider=stage.provider.address,
        jurisdiction=CHINA,
        kind=PartyKind.CONSUMER,
        recovery=rule.commitment,
        deadline=stage.now() + SECONDS_PER_DAY,
    )
    signature = sign_enrolment(wallet.account, stage.chain.chain_id, registry.address, enrolment)
    registry.enrol(
        enrolment.wallet,
        salt,
        enrolment.jurisdiction,
        enrolment.kind,
        enrolment.recovery,
        os.urandom(32),
        enrolment.deadline,
        signature,
        sender=stage.provider,
    )
    return enrolment.party
