# SPDX-License-Identifier: Apache-2.0
"""Who is in the story: customers, who only sign, and roles, who send what they sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eth_account.signers.local import LocalAccount

from shouxin.chain.calldata import encoded_call
from shouxin.client import Client, KeySigner
from shouxin.client.answers import Transaction
from shouxin.story.remote.platform import Platform
from shouxin.story.text import Text

GAS_LIMIT = 500_000


@dataclass(slots=True)
class Customer:
    """A person or a business without a coin.

    Attributes:
        name: the story's.
        account: the wallet's key, which nobody else has.
        party: 32 bytes as text, once enrolled.
        client: signed in once enrolled.
    """

    name: Text
    account: LocalAccount
    party: str
    client: Client

    @property
    def address(self) -> str:
        """The wallet."""
        return str(self.account.address)

    @property
    def signer(self) -> KeySigner:
        """Who signs."""
        return KeySigner(self.account)


@dataclass(frozen=True, slots=True)
class Role:
    """An institution with a key and coins, whose transactions the service passes on."""

    platform: Platform
    account: LocalAccount
    client: Client

    @property
    def address(self) -> str:
        """The key's address."""
        return str(self.account.address)

    def send(self, to: str, contract: str, function: str, *values: object) -> Transaction:
        """Sign a call, hand it in and wait for its block.

        Raises:
            ShouxinError: the contract's reason, or the service's.
        """
        data = encoded_call(contract, function, values)
        account = self.client.sending(self.address)
        fields: dict[str, Any] = {
            "type": 2,
            "chainId": self.platform.manifest.chain_id,
            "nonce": account.next_nonce,
            "gas": GAS_LIMIT,
            "maxFeePerGas": account.max_fee_wei,
            "maxPriorityFeePerGas": account.tip_wei,
            "to": to,
            "value": 0,
            "data": data,
        }
        signed = self.account.sign_transaction(fields)
        handed_in = self.client.pass_on(bytes(signed.raw_transaction))
        return self.client.wait(handed_in.id)
