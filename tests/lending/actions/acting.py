# SPDX-License-Identifier: Apache-2.0
"""Preparing, signing and carrying out actions on a stage, the way of the API."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_account.signers.local import LocalAccount

from shouxin.chain.sender import Receipt, Sender
from shouxin.chain.typed_data import typed_data_json
from shouxin.lending.actions import Prepared, prepare, relayed
from shouxin.lending.actions.site import Site, Tokens
from shouxin.primitives.errors import ShouxinError
from shouxin.story.cast import Person
from shouxin.story.stage import Stage
from tests.lending.actions.chain_sources import ChainLoans, ChainRecords, NoOffers


@dataclass(frozen=True, slots=True)
class Acting:
    """Who relays on a stage."""

    stage: Stage
    relayer: Sender

    @property
    def site(self) -> Site:
        """The stage now."""
        deployment = self.stage.deployment
        return Site(
            deployment,
            Tokens(deployment),
            ChainLoans(deployment),
            NoOffers(),
            ChainRecords(deployment),
            self.stage.now(),
        )

    def prepare(self, name: str, **wanted: Any) -> Prepared:
        """Prepare an action."""
        return prepare(self.site, name, wanted)

    def act(self, name: str, signers: list[Person], **wanted: Any) -> Receipt:
        """Prepare, sign all that is to be signed, and relay."""
        prepared = self.prepare(name, **wanted)
        return self.carry_out(name, prepared, signatures(prepared, signers))

    def carry_out(
        self, name: str, prepared: Prepared, given: Mapping[str, bytes], **changed: Any
    ) -> Receipt:
        """Relay what was signed, through JSON; ``changed`` are values that somebody changed."""
        values = json.loads(prepared.settled.model_dump_json()) | changed
        call = relayed(self.site, name, values, given)
        return self.relayer.send(call.to, call.data, value=call.value)

    def call_directly(self, prepared: Prepared, sender: Sender) -> list[Receipt]:
        """Send the calls of somebody who calls itself."""
        return [sender.send(step.call.to, step.call.data) for step in prepared.plan.steps]


def refused(code: str) -> Any:
    """Expects the error with a code."""
    return pytest.raises(ShouxinError, check=lambda error: error.code == code)


def signatures(prepared: Prepared, signers: list[Person]) -> dict[str, bytes]:
    """Everybody's signatures, each over the typed data as JSON has it."""
    keys = {person.address: person.sender.account for person in signers}
    return {
        wanted.part: signed_json(keys[wanted.signer], wanted.action.typed_data)
        for wanted in prepared.plan.signing
        if wanted.signer in keys
    }


def signed_json(account: LocalAccount, typed_data: Mapping[str, Any]) -> bytes:
    """A wallet's signature over typed data that came through JSON."""
    data = json.loads(json.dumps(typed_data_json(typed_data)))
    signable = encode_typed_data(full_message=data)
    return bytes(Account.sign_message(signable, account.key).signature)
