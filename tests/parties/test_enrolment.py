# SPDX-License-Identifier: Apache-2.0
"""What wallets sign in Python, at the registry on a node."""

import os
from dataclasses import replace
from typing import Any

import pytest

from shouxin.chain.reverts import Reverted
from shouxin.chain.sender import Sender
from shouxin.parties.enrolment import (
    Enrolment,
    PartyKind,
    party_id,
    sign_admission,
    sign_enrolment,
)
from shouxin.primitives.dates import SECONDS_PER_DAY
from shouxin.story.stage import CHINA, Stage

BAD_SIGNATURE = "the wallet's signature is not valid"
RECOVERY = bytes(range(32))


class _Wallet:
    """A key with the enrolment that it would sign."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.sender, self.salt = stage, stage.new_sender(), os.urandom(32)
        self.enrolment = Enrolment(
            wallet=self.sender.address,
            party=party_id(self.sender.address, self.salt),
            provider=stage.provider.address,
            jurisdiction=CHINA,
            kind=PartyKind.SOLE_TRADER,
            recovery=RECOVERY,
            deadline=stage.now() + SECONDS_PER_DAY,
        )

    def enrol(self, signed: Enrolment, chain_id: int | None = None) -> bytes:
        """Enrol as intended, with a signature over what was signed; the party's id."""
        registry, e = self.stage.deployment.registry, self.enrolment
        chain = self.stage.chain.chain_id if chain_id is None else chain_id
        signature = sign_enrolment(self.sender.account, chain, registry.address, signed)
        registry.enrol(
            e.wallet,
            self.salt,
            e.jurisdiction,
            e.kind,
            e.recovery,
            os.urandom(32),
            e.deadline,
            signature,
            sender=self.stage.provider,
        )
        return registry.party_of(e.wallet)


@pytest.mark.parametrize(
    "change",
    [
        {"wallet": "0x" + "11" * 20},
        {"party": bytes(32)},
        {"provider": "0x" + "11" * 20},
        {"jurisdiction": 840},
        {"kind": PartyKind.CONSUMER},
        {"recovery": bytes(32)},
        {"deadline": 2**40},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_field_is_signed(stage: Stage, change: dict[str, Any]) -> None:
    wallet = _Wallet(stage)
    with pytest.raises(Reverted, match=BAD_SIGNATURE):
        wallet.enrol(replace(wallet.enrolment, **change))
    assert not any(stage.deployment.registry.party_of(wallet.sender.address))


def test_a_signature_for_another_chain_is_refused(stage: Stage) -> None:
    wallet = _Wallet(stage)
    with pytest.raises(Reverted, match=BAD_SIGNATURE):
        wallet.enrol(wallet.enrolment, chain_id=1)


def test_a_wallet_is_enrolled_under_its_own_id(stage: Stage) -> None:
    wallet = _Wallet(stage)
    party = wallet.enrol(wallet.enrolment)
    assert party == party_id(wallet.sender.address, wallet.salt)
    profile = stage.deployment.registry.profile_of(party)
    assert (profile.jurisdiction, profile.kind) == (CHINA, PartyKind.SOLE_TRADER)
    assert not profile.is_licensed


def test_ids_differ_by_wallet_and_salt(stage: Stage) -> None:
    one, other = stage.operator.address, stage.bank.address
    ids = {party_id(owner, salt) for owner in (one, other) for salt in (bytes(32), RECOVERY)}
    assert len(ids) == 4


def test_a_member_admits_a_wallet_that_joins_by_itself(stage: Stage) -> None:
    member = _Wallet(stage)
    party = member.enrol(member.enrolment)
    phone, stranger = stage.new_sender(), stage.new_sender()
    with pytest.raises(Reverted, match=BAD_SIGNATURE):
        _join(stage, member.sender, party, phone, admitted=stranger.address)
    with pytest.raises(Reverted, match=BAD_SIGNATURE):
        _join(stage, member.sender, RECOVERY, phone, admitted=phone.address)
    assert not any(stage.deployment.registry.party_of(phone.address))
    _join(stage, member.sender, party, phone, admitted=phone.address)
    assert stage.deployment.registry.party_of(phone.address) == party


def _join(stage: Stage, member: Sender, party: bytes, phone: Sender, *, admitted: str) -> None:
    registry, deadline = stage.deployment.registry, stage.now() + SECONDS_PER_DAY
    signature = sign_admission(
        member.account,
        stage.chain.chain_id,
        registry.address,
        party=party,
        wallet=admitted,
        deadline=deadline,
    )
    registry.join_wallet(phone.address, member.address, deadline, b"", signature, sender=phone)
