# SPDX-License-Identifier: Apache-2.0
"""Deploys the contracts once, wherever it was stopped, and checks whatever it finds.

Each contract is written to the manifest before its transaction is sent, so a deployment that is
killed between any two steps goes on where it was. Every wiring step asks first whether it is done.
The last one hands governance to the timelock; from then on the deployer has no power but its
roles there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from eth_utils import keccak

from shouxin.chain.abi import Address, Contract
from shouxin.chain.artifact import load_artifact
from shouxin.chain.bindings.credit_ledger import CreditLedger
from shouxin.chain.bindings.loan_amending import LoanAmending
from shouxin.chain.bindings.loan_answering import LoanAnswering
from shouxin.chain.bindings.loan_book import LoanBook
from shouxin.chain.bindings.loan_opening import LoanOpening
from shouxin.chain.bindings.loan_relay import LoanRelay
from shouxin.chain.bindings.loan_servicing import LoanServicing
from shouxin.chain.bindings.offer_desk import OfferDesk
from shouxin.chain.bindings.party_registry import PartyRegistry
from shouxin.chain.bindings.rollover import Rollover
from shouxin.chain.bindings.rulebook import Rulebook
from shouxin.chain.bindings.timelock import Timelock
from shouxin.chain.deploy_errors import no_code, not_wired, other_bytecode
from shouxin.chain.manifest import (
    Deployed,
    Manifest,
    manifest_path,
    read_manifest,
    write_manifest,
)
from shouxin.chain.rpc import Chain
from shouxin.chain.sender import Receipt, Sender, Signed
from shouxin.primitives.errors import ChainError

TIMELOCK_DELAY_SECONDS = 48 * 3600
BOOK_AUTHORISED = 1  # CreditLedger.book_status

C = TypeVar("C", bound=Contract)
# Contracts in the order of deployment, with the contracts that their constructors name.
_PLAN: dict[str, tuple[str, ...]] = {
    "Timelock": (),
    "PartyRegistry": (),
    "CreditLedger": ("PartyRegistry",),
    "Rulebook": ("PartyRegistry", "CreditLedger"),
    "LoanOpening": ("PartyRegistry", "Rulebook"),
    "LoanAmending": ("PartyRegistry", "Rulebook", "LoanOpening"),
    "LoanServicing": ("PartyRegistry", "LoanAmending"),
    "LoanAnswering": ("CreditLedger", "PartyRegistry", "LoanAmending"),
    "LoanRelay": (),
    "Rollover": ("LoanOpening",),
    "LoanBook": (
        "PartyRegistry",
        "Rulebook",
        "CreditLedger",
        "LoanOpening",
        "LoanServicing",
        "LoanRelay",
        "LoanAmending",
        "Rollover",
    ),
    "OfferDesk": ("LoanBook", "LoanOpening", "PartyRegistry"),
}
# Contracts whose constructor names their governance first: the deployer, until the end.
_GOVERNED = ("PartyRegistry", "CreditLedger", "Rulebook")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a deployment is free to choose; None is the deployer's address.

    Attributes:
        timelock_delay_seconds: what governance waits before anything happens.
        proposer: who may schedule what governance does.
        executor: who may do it after the delay.
        guardian: who may pause new loans and freeze a party on a legal order.
    """

    timelock_delay_seconds: int = TIMELOCK_DELAY_SECONDS
    proposer: Address | None = None
    executor: Address | None = None
    guardian: Address | None = None


@dataclass(frozen=True, slots=True)
class Deployment:
    """The contracts of one chain, typed."""

    chain: Chain
    manifest: Manifest

    def contract(self, kind: type[C]) -> C:
        """One of them by its class."""
        return kind(self.chain, self.manifest.address_of(kind.NAME))

    @property
    def timelock(self) -> Timelock:
        """Governance."""
        return self.contract(Timelock)

    @property
    def registry(self) -> PartyRegistry:
        """Who is who."""
        return self.contract(PartyRegistry)

    @property
    def ledger(self) -> CreditLedger:
        """The credit record."""
        return self.contract(CreditLedger)

    @property
    def rulebook(self) -> Rulebook:
        """What each jurisdiction allows."""
        return self.contract(Rulebook)

    @property
    def opening(self) -> LoanOpening:
        """How loans come into the book."""
        return self.contract(LoanOpening)

    @property
    def servicing(self) -> LoanServicing:
        """Notices, defaults, waivers, write-offs."""
        return self.contract(LoanServicing)

    @property
    def amending(self) -> LoanAmending:
        """Other terms, another servicer."""
        return self.contract(LoanAmending)

    @property
    def answering(self) -> LoanAnswering:
        """Servicers' answers to disputes."""
        return self.contract(LoanAnswering)

    @property
    def rollover(self) -> Rollover:
        """A loan closed by another."""
        return self.contract(Rollover)

    @property
    def relay(self) -> LoanRelay:
        """What people sign about living loans, submitted by anyone."""
        return self.contract(LoanRelay)

    @property
    def book(self) -> LoanBook:
        """Loans and their notes."""
        return self.contract(LoanBook)

    @property
    def desk(self) -> OfferDesk:
        """Signed offers."""
        return self.contract(OfferDesk)


def deploy(
    sender: Sender,
    folder: Path,
    settings: Settings | None = None,
    before_handover: Callable[[Deployment], None] | None = None,
) -> Deployment:
    """Deploy what is not there yet, and check what is.

    Args:
        sender: the deployer; governs until the handover.
        folder: where manifests are.
        settings: roles and delay; kept from the first run if that was interrupted.
        before_handover: what the deployer still sets up as governance, such as currencies and
            limits; must be safe to repeat.

    Raises:
        ChainError: ``deploy.other_chain``, ``deploy.other_deployer``, ``deploy.other_bytecode``,
            ``deploy.no_code``, ``deploy.not_wired``, or the node's own failure.
    """
    chain = sender.chain
    path = manifest_path(folder, chain.chain_id)
    manifest = read_manifest(path) or Manifest(chain.chain_id, _genesis(chain), sender.address)
    _check_chain(chain, manifest, path)
    if manifest.is_complete:
        return connect(chain, folder)
    if manifest.deployer != sender.address:
        raise ChainError(
            "deploy.other_deployer",
            f"{path} is a half-finished deployment by {manifest.deployer}: go on with that key, "
            "or move the file away to deploy anew",
            f"{path} 是 {manifest.deployer} 未完成的部署：请使用该私钥继续，或移走该文件后重新部署",
        )
    chosen = settings or Settings()
    for name in _PLAN:
        manifest = _ensure(sender, manifest, path, name, chosen)
    deployment = Deployment(chain, manifest)
    _wire(deployment, sender, chosen)
    if before_handover is not None:
        before_handover(deployment)
    _hand_over(deployment, sender)
    write_manifest(path, replace(manifest, is_complete=True))
    return connect(chain, folder)


def connect(chain: Chain, folder: Path) -> Deployment:
    """The deployment that a chain's manifest describes, checked on chain.

    Raises:
        ChainError: ``deploy.none``, or as for ``deploy``.
    """
    path = manifest_path(folder, chain.chain_id)
    manifest = read_manifest(path)
    if manifest is None or not manifest.is_complete:
        raise ChainError(
            "deploy.none",
            f"no finished deployment for chain {chain.chain_id} in {folder}: run `shouxin up`",
            f"{folder} 中没有链 {chain.chain_id} 的完整部署：请运行 shouxin up",
        )
    return check(chain, manifest, path)


def check(chain: Chain, manifest: Manifest, path: Path) -> Deployment:
    """The deployment of a manifest, if the chain has exactly that; raises as ``deploy`` does."""
    _check_chain(chain, manifest, path)
    _check_constructors(manifest, path)
    for name, deployed in manifest.contracts.items():
        code = chain.code(deployed.address)
        _check_code(name, deployed.address, code, path)
        if _hex(keccak(code)) != deployed.code_hash:
            raise other_bytecode(name, deployed.address, path)
    deployment = Deployment(chain, manifest)
    _check_wiring(deployment, path)
    return deployment


def deploy_contract(sender: Sender, kind: type[C], *arguments: Any) -> tuple[C, Receipt]:
    """Deploy one more contract outside the plan, such as a bank's ``DepositToken``."""
    receipt = sender.deploy(load_artifact(kind.NAME).initcode(arguments))
    assert receipt.contract is not None
    return kind(sender.chain, receipt.contract), receipt


def _ensure(
    sender: Sender, manifest: Manifest, path: Path, name: str, settings: Settings
) -> Manifest:
    """The manifest with this contract on chain: found, waited for, or deployed now."""
    known = manifest.contracts.get(name)
    if known is not None and _is_under_way(sender.chain, known):
        sender.wait(bytes.fromhex(known.transaction[2:]))
    if known is not None and (code := sender.chain.code(known.address)):
        _check_code(name, known.address, code, path)
        return _seen(sender.chain, manifest, path, name, code)
    if known is not None and known.block is not None:
        raise no_code(name, known.address, path)
    arguments = _constructor(name, manifest, sender.address, settings)
    artifact = load_artifact(name)
    noted: list[Manifest] = []

    def note(signed: Signed) -> None:
        assert signed.created is not None
        planned = Deployed(
            address=signed.created,
            transaction=_hex(signed.transaction_hash),
            runtime_hash=_hex(artifact.runtime_hash),
            code_hash="",
            block=None,
            constructor=arguments,
        )
        noted.append(manifest.with_contract(name, planned))
        write_manifest(path, noted[-1])

    receipt = sender.deploy(artifact.initcode(arguments), note)
    assert receipt.contract == noted[-1].address_of(name)
    return _seen(sender.chain, noted[-1], path, name, sender.chain.code(receipt.contract))


def _is_under_way(chain: Chain, known: Deployed) -> bool:
    """Whether the node knows the creating transaction, in a block or before."""
    return known.block is None and chain.transaction(known.transaction) is not None


def _seen(chain: Chain, manifest: Manifest, path: Path, name: str, code: bytes) -> Manifest:
    """The manifest with what the chain shows of a contract, written."""
    known = manifest.contracts[name]
    if known.block is not None:
        return manifest
    receipt = chain.receipt(known.transaction)
    assert receipt is not None, "its code is there, so is its block"
    seen = replace(known, code_hash=_hex(keccak(code)), block=int(receipt["blockNumber"], 16))
    manifest = manifest.with_contract(name, seen)
    write_manifest(path, manifest)
    return manifest


def _constructor(name: str, manifest: Manifest, deployer: Address, settings: Settings) -> list[Any]:
    """A contract's constructor arguments."""
    if name == "Timelock":
        proposer, executor = settings.proposer or deployer, settings.executor or deployer
        return [settings.timelock_delay_seconds, [proposer], [executor]]
    governance = [deployer] if name in _GOVERNED else []
    return governance + [manifest.address_of(other) for other in _PLAN[name]]


def _wire(deployment: Deployment, sender: Sender, settings: Settings) -> None:
    """What the contracts must know of each other, each step only if it is not done."""
    ledger, rulebook = deployment.ledger, deployment.rulebook
    book, desk = deployment.book.address, deployment.desk.address
    guardian = settings.guardian or sender.address
    if ledger.book_status(book) != BOOK_AUTHORISED:
        ledger.authorise_book(book, sender=sender)
    answerer = deployment.answering.address
    if ledger.answerer_of(book) != answerer and ledger.governance() == sender.address:
        ledger.set_answerer(book, answerer, sender=sender)
    # the one authorised last asks cheapest
    for asking in (book, deployment.opening.address):
        if not rulebook.is_book(asking):
            rulebook.set_book(asking, True, sender=sender)
    for opener in (desk, deployment.rollover.address):
        if not rulebook.is_desk(opener):
            rulebook.set_desk(opener, True, sender=sender)
    if rulebook.guardian() != guardian and rulebook.governance() == sender.address:
        rulebook.set_guardian(guardian, sender=sender)
    registry = deployment.registry
    if registry.guardian() != guardian and registry.governance() == sender.address:
        registry.set_guardian(guardian, sender=sender)


def _hand_over(deployment: Deployment, sender: Sender) -> None:
    timelock = deployment.timelock.address
    for contract in (deployment.registry, deployment.ledger, deployment.rulebook):
        if contract.governance() != timelock:
            contract.set_governance(timelock, sender=sender)


def _check_chain(chain: Chain, manifest: Manifest, path: Path) -> None:
    if (manifest.chain_id, manifest.genesis_hash) != (chain.chain_id, _genesis(chain)):
        raise ChainError(
            "deploy.other_chain",
            f"{path} is of another chain than the one at {chain.url}: "
            "move the file away to deploy here, or correct --rpc-url",
            f"{path} 属于另一条链，而非 {chain.url}：请移走该文件后在此部署，或更正 --rpc-url",
        )


def _check_constructors(manifest: Manifest, path: Path) -> None:
    """Each contract was made with its neighbours' addresses as the manifest has them."""
    for name, others in _PLAN.items():
        known = manifest.contracts.get(name)
        if known is None:
            raise not_wired(f"{name} is missing", path)
        named = known.constructor[len(known.constructor) - len(others) :] if others else []
        if named != [manifest.address_of(other) for other in others]:
            raise not_wired(f"{name} was made with other contracts", path)


def _check_wiring(deployment: Deployment, path: Path) -> None:
    timelock, book = deployment.timelock.address, deployment.book.address
    for contract in (deployment.registry, deployment.ledger, deployment.rulebook):
        if contract.governance() != timelock:
            raise not_wired(f"{contract.NAME} is not governed by the timelock", path)
    if deployment.ledger.book_status(book) != BOOK_AUTHORISED:
        raise not_wired("CreditLedger does not know LoanBook", path)


def _check_code(name: str, address: Address, code: bytes, path: Path) -> None:
    if not code:
        raise no_code(name, address, path)
    if not load_artifact(name).is_code(code):
        raise other_bytecode(name, address, path)


def _genesis(chain: Chain) -> str:
    return _hex(chain.block(0).hash)


def _hex(data: bytes) -> str:
    return "0x" + data.hex()
