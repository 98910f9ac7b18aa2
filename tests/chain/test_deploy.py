# SPDX-License-Identifier: Apache-2.0
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shouxin.chain.bindings.deposit_token import DepositToken
from shouxin.chain.deploy import Deployment, Settings, connect, deploy, deploy_contract
from shouxin.chain.manifest import manifest_path, read_manifest
from shouxin.chain.node import EmbeddedNode
from shouxin.chain.reverts import Reverted
from shouxin.chain.sender import Receipt, Sender
from shouxin.config import Config
from shouxin.primitives.errors import ChainError


class Killed(BaseException):
    """The process ends here."""


class MortalSender(Sender):
    """A sender whose process dies at its n-th transaction, before or after the node has it."""

    lives = 0
    is_sent = False

    def _send(self, call: dict[str, Any], before_send: Any) -> Receipt:
        if self.lives > 0:
            self.lives -= 1
            return super()._send(call, before_send)

        def die(signed: Any) -> None:
            if before_send is not None:
                before_send(signed)
            if self.is_sent:
                self.chain.request("eth_sendRawTransaction", "0x" + signed.raw.hex())
            raise Killed

        return super()._send(call, die)


def nonce_of(sender: Sender) -> int:
    return int(sender.chain.request("eth_getTransactionCount", sender.address, "latest"), 16)


@pytest.fixture
def manifest_file(deployment: Deployment, tmp_path: Path) -> Path:
    return manifest_path(tmp_path, deployment.chain.chain_id)


def test_the_deployer_keeps_no_power_but_its_roles(
    deployment: Deployment, deployer: Sender
) -> None:
    timelock = deployment.timelock
    for contract in (deployment.registry, deployment.ledger, deployment.rulebook):
        assert contract.governance() == timelock.address
        with pytest.raises(Reverted, match="governance"):
            contract.set_governance(deployer.address, sender=deployer)
    assert timelock.get_minimum_delay() == 48 * 3600
    assert timelock.hasRole(timelock.PROPOSER_ROLE(), deployer.address)
    assert not timelock.hasRole(timelock.DEFAULT_ADMIN_ROLE(), deployer.address)
    assert deployment.rulebook.is_book(deployment.book.address)
    assert deployment.rulebook.is_desk(deployment.desk.address)


def test_a_second_deployment_sends_nothing(
    deployment: Deployment, deployer: Sender, tmp_path: Path
) -> None:
    sent, manifest = nonce_of(deployer), deployment.manifest
    again = deploy(deployer, tmp_path)
    assert nonce_of(deployer) == sent
    assert again.manifest == manifest
    assert connect(deployment.chain, tmp_path).manifest == manifest


def test_anyone_may_connect_without_the_key(
    deployment: Deployment, tmp_path: Path, new_sender: Callable[[], Sender]
) -> None:
    assert deploy(new_sender(), tmp_path).manifest == deployment.manifest


@pytest.mark.parametrize("is_sent", [False, True])
def test_killed_at_every_transaction_it_sends_none_twice(
    is_sent: bool, node: EmbeddedNode, tmp_path: Path
) -> None:
    account, deaths = node.new_account(), 0
    while True:
        sender = MortalSender(node.chain, account)
        sender.is_sent, sender.lives = is_sent, 0 if is_sent else 1
        try:
            deployment = deploy(sender, tmp_path)
            break
        except Killed:
            deaths += 1
    whole = Sender(node.chain, node.new_account())
    deploy(whole, tmp_path / "whole")
    assert nonce_of(sender) == nonce_of(whole)
    assert deaths >= nonce_of(whole) - 1
    assert deployment.manifest.is_complete
    assert connect(node.chain, tmp_path).manifest == deployment.manifest


def test_a_transaction_that_waits_for_its_block_is_waited_for(
    config: Config, tmp_path: Path
) -> None:
    with config.embedded_node() as node:
        account = node.new_account()
        sender = MortalSender(node.chain, account)
        sender.is_sent = True
        node.chain.request("evm_setAutomine", False)
        with pytest.raises(Killed):
            deploy(sender, tmp_path)

        def mine() -> None:
            node.chain.request("evm_setAutomine", True)
            node.chain.request("evm_mine")

        timer = threading.Timer(0.3, mine)
        timer.start()
        resumed = Sender(node.chain, account)
        deployment = deploy(resumed, tmp_path)
        timer.join()
        assert deployment.manifest.contracts["Timelock"].block == 1
        whole = Sender(node.chain, node.new_account())
        deploy(whole, tmp_path / "whole")
        assert nonce_of(resumed) == nonce_of(whole)


def test_another_key_does_not_go_on_with_a_half(
    node: EmbeddedNode, tmp_path: Path, new_sender: Callable[[], Sender]
) -> None:
    sender = MortalSender(node.chain, node.new_account())
    sender.lives = 3
    with pytest.raises(Killed):
        deploy(sender, tmp_path)
    with pytest.raises(ChainError, match="half-finished deployment by") as caught:
        deploy(new_sender(), tmp_path)
    assert caught.value.code == "deploy.other_deployer"
    with pytest.raises(ChainError, match="no finished deployment"):
        connect(node.chain, tmp_path)


def test_other_bytecode_at_an_address_is_refused(
    deployment: Deployment, deployer: Sender, tmp_path: Path
) -> None:
    book = deployment.book.address
    code = deployment.chain.code(book)
    for other in (b"\x00" + code[1:], code[:-1] + bytes([code[-1] ^ 1]), code + b"\x00"):
        deployment.chain.request("anvil_setCode", book, "0x" + other.hex())
        with pytest.raises(ChainError, match=f"LoanBook at {book} has other bytecode") as caught:
            deploy(deployer, tmp_path)
        assert caught.value.code == "deploy.other_bytecode"
    deployment.chain.request("anvil_setCode", book, "0x")
    with pytest.raises(ChainError, match=f"there is no LoanBook at {book}"):
        connect(deployment.chain, tmp_path)
    deployment.chain.request("anvil_setCode", book, "0x" + code.hex())
    assert connect(deployment.chain, tmp_path).book.address == book


def test_a_contract_made_with_others_is_refused(
    deployment: Deployment, manifest_file: Path, tmp_path: Path
) -> None:
    stored = json.loads(manifest_file.read_text())
    stored["contracts"]["LoanBook"]["constructor"][0] = deployment.desk.address
    manifest_file.write_text(json.dumps(stored))
    with pytest.raises(ChainError, match="LoanBook was made with other contracts"):
        connect(deployment.chain, tmp_path)


def test_a_manifest_of_another_chain_with_the_same_id_is_refused(
    deployment: Deployment, tmp_path: Path, config: Config
) -> None:
    assert deployment.manifest.is_complete
    first = deployment.chain.request("eth_getBlockByNumber", "0x0", False)
    while time.time() < int(first["timestamp"], 16) + 1:
        time.sleep(0.05)  # two chains of one second would be the same
    with config.embedded_node() as other:
        sender = Sender(other.chain, other.new_account())
        with pytest.raises(ChainError, match="is of another chain") as caught:
            deploy(sender, tmp_path)
        assert caught.value.code == "deploy.other_chain"
        assert nonce_of(sender) == 0


@pytest.mark.parametrize("text", ["", "{", "[]", '{"chain_id": 1}', '{"contracts": {"A": {}}}'])
def test_a_torn_manifest_is_one_line(
    text: str, deployment: Deployment, manifest_file: Path, tmp_path: Path
) -> None:
    manifest_file.write_text(text)
    with pytest.raises(ChainError, match="is no manifest") as caught:
        connect(deployment.chain, tmp_path)
    assert caught.value.code == "manifest.unreadable"


def test_settings_and_what_is_set_up_before_the_handover(
    deployer: Sender, tmp_path: Path, new_sender: Callable[[], Sender]
) -> None:
    guardian, bank = new_sender(), new_sender()
    token, _ = deploy_contract(deployer, DepositToken, bank.address, "Deposit yuan", "DCNY", 2)

    def list_currency(deployment: Deployment) -> None:
        deployment.rulebook.set_currency(token.address, True, 1, 0, sender=deployer)

    settings = Settings(timelock_delay_seconds=0, guardian=guardian.address)
    deployment = deploy(deployer, tmp_path, settings, list_currency)
    assert deployment.rulebook.currency_count() == 1
    assert deployment.rulebook.guardian() == guardian.address
    assert deployment.registry.guardian() == guardian.address
    assert deployment.timelock.get_minimum_delay() == 0
    assert token.decimals() == 2


def test_the_manifest_says_where_and_of_what(deployment: Deployment, manifest_file: Path) -> None:
    manifest = read_manifest(manifest_file)
    assert manifest == deployment.manifest
    assert manifest is not None
    assert manifest.chain_id == 31337
    blocks = [deployed.block for deployed in manifest.contracts.values()]
    assert None not in blocks
    assert manifest.contracts["OfferDesk"].constructor[0] == deployment.book.address
    assert not list(manifest_file.parent.glob("*.part"))
