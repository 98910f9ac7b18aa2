# SPDX-License-Identifier: Apache-2.0
"""The stage: a chain with the contracts on it, its money, and the day it is."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from shouxin.chain.abi import Address, Log
from shouxin.chain.bindings.deposit_token import DepositToken
from shouxin.chain.bindings.structs import Currency, Limits
from shouxin.chain.deploy import Deployment, deploy, deploy_contract
from shouxin.chain.deployer import open_deployer
from shouxin.chain.manifest import manifest_path, read_manifest
from shouxin.chain.node import EmbeddedNode, find_anvil
from shouxin.chain.rpc import Chain
from shouxin.chain.sender import Sender, new_key, read_key
from shouxin.config import Config
from shouxin.credit.entry import Purpose
from shouxin.lending.offers import Desk
from shouxin.lending.signed_actions import Relay
from shouxin.primitives.dates import (
    SECONDS_PER_DAY,
    SECONDS_PER_MINUTE,
    day_at,
    parse_day,
)
from shouxin.primitives.errors import ChainError

UTC_OFFSET_MINUTES = 480
CHINA = 156
# A topic of attestations that the provider is accredited for, beside licences.
TOPIC_FACTS = 2
# What the bank may ask for reports for.
BANK_PURPOSES = (Purpose.LOAN_APPLICATION, Purpose.LIMIT_REVIEW, Purpose.AFTER_LENDING)
FIRST_DAY = parse_day("2026-01-30")
# A development node's coins go a long way; a real chain's are drawn from one key.
COINS_EACH_WEI = 2 * 10**17
# The limits of the jurisdiction in the story: 24 % a year, all-in, as Chinese courts look at it.
LIMITS = Limits(
    rate_ppm_max=240_000,
    rate_and_margin_ppm_max=360_000,
    overdue_rate_ppm_max=360_000,
    all_in_rate_ppm_max=240_000,
    fee_ppm_max=30_000,
    exposure_max=100_000_000,
    has_open_transfers=False,
)
# Reference units are cents of the token's own currency.
REFERENCE_RATE, REFERENCE_EXPONENT = 1, 0
NO_LIMIT = 2**256 - 1


def _new_nonces() -> Iterator[int]:
    """The desk keeps 256 nonces a word; consecutive ones share it."""
    return count(int.from_bytes(os.urandom(16)) << 8)


@dataclass(slots=True)
class Stage:
    """A chain with the contracts, whose identity provider and bank have keys here.

    Attributes:
        deployment: the contracts.
        token: the bank's deposit token, the currency of every loan.
        operator: who deployed, and receives origination fees.
        provider: the accredited identity provider, who also attests licences.
        bank: mints the token, lends, asks for reports, and furnishes.
        node: the embedded node; None on a chain of others, where time can't travel.
        setup_gas: what the deployment took; 0 if it was there.
        nonces: of offers, one after the other, from a place that no earlier story used.
    """

    deployment: Deployment
    token: DepositToken
    operator: Sender
    provider: Sender
    bank: Sender
    node: EmbeddedNode | None
    setup_gas: int = 0
    nonces: Iterator[int] = field(default_factory=_new_nonces)

    @property
    def chain(self) -> Chain:
        """The connection."""
        return self.deployment.chain

    @property
    def listing(self) -> Currency:
        """The currency's listing in the rulebook."""
        return self.deployment.rulebook.currency(self.token.address)

    @property
    def can_travel(self) -> bool:
        """Whether time can be moved on."""
        return self.node is not None

    @property
    def desk(self) -> Desk:
        """What offers are signed for."""
        return Desk(self.chain.chain_id, self.deployment.desk.address)

    @property
    def relay(self) -> Relay:
        """What actions on living loans are signed for."""
        return Relay(self.chain.chain_id, self.deployment.relay.address)

    def logs(self, address: Address) -> list[Log]:
        """All events of one contract, read from the deployment's first block on."""
        blocks = [c.block for c in self.deployment.manifest.contracts.values() if c.block]
        return self.chain.logs(address, min(blocks, default=0))

    def now(self) -> int:
        """Unix seconds of the block that the next transaction goes into, or nearly."""
        pending = self.chain.request("eth_getBlockByNumber", "pending", False)
        latest = self.chain.block().timestamp
        return max(latest, int(pending["timestamp"], 16)) if pending else latest

    def today(self) -> int:
        """The civil day in China."""
        return day_at(self.now(), UTC_OFFSET_MINUTES)

    def go_to(self, day: int) -> None:
        """Noon of a day; only on the embedded chain.

        Raises:
            ChainError: ``story.no_time_travel``.
        """
        if self.node is None:
            raise ChainError(
                "story.no_time_travel",
                f"time can't be moved on the chain at {self.chain.url}: "
                "leave out --rpc-url to use the embedded chain",
                f"链 {self.chain.url} 不支持调整时间：请去掉 --rpc-url 以使用内置链",
            )
        noon = day * SECONDS_PER_DAY + SECONDS_PER_DAY // 2
        self.node.warp_to(noon - UTC_OFFSET_MINUTES * SECONDS_PER_MINUTE)

    def new_sender(self) -> Sender:
        """A new key with coins for gas."""
        sender = Sender(self.chain, new_key())
        self.fund(sender)
        return sender

    def fund(self, sender: Sender) -> None:
        """Give a key coins for gas, by the operator unless the chain is ours."""
        if self.node is not None:
            self.node.fund(sender.address)
        elif self.chain.balance(sender.address) < COINS_EACH_WEI // 2:
            self.operator.send(sender.address, value=COINS_EACH_WEI)


@contextmanager
def embedded_stage(config: Config) -> Iterator[Stage]:
    """A chain of our own that begins on the story's first day and ends with it.

    Raises:
        ChainError: ``node.missing``, ``node.failed``.
    """
    with TemporaryDirectory(prefix="shouxin-story-") as folder:
        node = EmbeddedNode(
            config.anvil or find_anvil(config.root),
            Path(folder) / "node.log",
            genesis_timestamp=(FIRST_DAY - 1) * SECONDS_PER_DAY,
        )
        with node:
            operator, provider, bank = (Sender(node.chain, node.new_account()) for _ in range(3))
            stage = set_up(operator, provider, bank, Path(folder), node)
            stage.go_to(FIRST_DAY)
            yield stage


def stage_at(config: Config, rpc_url: str, chain_id: int | None, key_file: Path | None) -> Stage:
    """A chain of others; what the story deployed there before is checked and used again.

    Raises:
        BadInput: ``chain.bad_url``, ``input.key_file``, ``input.no_key``.
        ChainError: node down, another chain id, other bytecode than the manifest's.
    """
    chain = Chain(rpc_url, chain_id)
    folder = config.var / "story" / str(chain.chain_id)
    folder.mkdir(parents=True, exist_ok=True)
    operator = open_deployer(chain, key_file, config.key_path(chain.chain_id))
    provider, bank = (_kept(chain, folder / f"{name}.key") for name in ("provider", "bank"))
    for sender in (provider, bank):
        if chain.balance(sender.address) < COINS_EACH_WEI // 2:
            operator.send(sender.address, value=COINS_EACH_WEI)
    return set_up(operator, provider, bank, folder, None)


def set_up(
    operator: Sender, provider: Sender, bank: Sender, folder: Path, node: EmbeddedNode | None
) -> Stage:
    """The contracts, with what governance settles before the timelock takes over.

    Args:
        operator: who deploys and has coins.
        provider: the identity provider's key.
        bank: the key that mints the token.
        folder: where the manifest is or will be.
        node: the embedded node, if time can travel on it.
    """

    def settle(deployment: Deployment) -> None:
        registry, rulebook, ledger = deployment.registry, deployment.rulebook, deployment.ledger
        if rulebook.currency_count() == 0:
            bank_token, _ = deploy_contract(
                operator, DepositToken, bank.address, "Jiangcheng Bank deposit", "JCCNY", 2
            )
            rulebook.set_currency(
                bank_token.address, True, REFERENCE_RATE, REFERENCE_EXPONENT, sender=operator
            )
        rulebook.set_limits(CHINA, LIMITS, sender=operator)
        registry.accredit_provider(provider.address, True, sender=operator)
        for topic in (registry.TOPIC_LICENCE(), TOPIC_FACTS):
            registry.accredit_attester(provider.address, topic, True, sender=operator)
        ledger.accredit_furnisher(bank.address, True, sender=operator)
        purposes = sum(1 << purpose for purpose in BANK_PURPOSES)
        ledger.accredit_report_user(bank.address, purposes, sender=operator)

    known = read_manifest(manifest_path(folder, operator.chain.chain_id))
    is_there = known is not None and known.is_complete
    first_block = operator.chain.block().number
    deployment = deploy(operator, folder, before_handover=settle)
    gas = 0 if is_there else _gas_since(operator.chain, first_block)
    token = DepositToken(operator.chain, deployment.rulebook.currency_at(1))
    return Stage(deployment, token, operator, provider, bank, node, gas)


def _gas_since(chain: Chain, block: int) -> int:
    """The gas of the blocks after one; on a chain of others it counts neighbours too."""
    blocks = range(block + 1, chain.block().number + 1)
    return sum(
        int(chain.request("eth_getBlockByNumber", hex(number), False)["gasUsed"], 16)
        for number in blocks
    )


def _kept(chain: Chain, path: Path) -> Sender:
    return Sender(chain, read_key(path) if path.exists() else new_key(path))
