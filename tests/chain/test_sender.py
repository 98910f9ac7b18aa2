# SPDX-License-Identifier: Apache-2.0
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shouxin.chain.abi import Function
from shouxin.chain.deploy import Deployment
from shouxin.chain.deployer import open_deployer
from shouxin.chain.node import EmbeddedNode
from shouxin.chain.reverts import Reverted
from shouxin.chain.rpc import Chain
from shouxin.chain.sender import Sender, new_key, read_key
from shouxin.primitives.errors import BadInput, ChainError


def test_without_funds_nothing_is_sent(chain: Chain) -> None:
    poor = Sender(chain, new_key())
    with pytest.raises(ChainError, match="fund it") as caught:
        poor.send(poor.address, value=0)
    assert caught.value.code == "chain.no_funds"


def test_a_refusal_has_the_contracts_reason_and_a_code(
    deployment: Deployment, deployer: Sender
) -> None:
    before = deployment.chain.block().number
    with pytest.raises(Reverted) as caught:
        deployment.registry.set_governance(deployer.address, sender=deployer)
    assert caught.value.reason == "registry: caller is not governance"
    assert caught.value.code == "registry.not_governance"
    assert caught.value.exit_code == 1
    assert deployment.chain.block().number == before
    with pytest.raises(Reverted, match="gave no reason"):
        deployment.registry.chain.call(deployment.registry.address, b"\xff\xff\xff\xff")


def test_transactions_of_several_threads_take_their_turns(
    new_sender: Callable[[], Sender], chain: Chain
) -> None:
    sender, receiver = new_sender(), new_key().address
    with ThreadPoolExecutor(4) as pool:
        receipts = list(pool.map(lambda _: sender.send(receiver, value=7), range(12)))
    assert chain.balance(receiver) == 7 * 12
    assert len({receipt.transaction_hash for receipt in receipts}) == 12


def test_a_nonce_used_elsewhere_is_read_again(node: EmbeddedNode) -> None:
    account = node.new_account()
    one, other = Sender(node.chain, account), Sender(node.chain, account)
    one.send(account.address)
    other.send(account.address)
    with pytest.raises(ChainError, match="nonce"):
        one.send(account.address)
    assert one.send(account.address).gas_used == 21_000


def test_arguments_that_do_not_fit_are_bad_input() -> None:
    function = Function("set", ("uint256", "address"), ())
    with pytest.raises(BadInput, match="an argument of set does not fit its type"):
        function.encode([-1, "0x" + "00" * 20])
    with pytest.raises(BadInput, match="an argument of set"):
        function.encode([1, "alice"])


def test_keys_are_kept_where_only_their_owner_reads(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "1.key"
    made = new_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_key(path).address == made.address
    with pytest.raises(FileExistsError):
        new_key(path)
    path.write_text("0x1234")
    with pytest.raises(BadInput, match="holds no private key"):
        read_key(path)
    with pytest.raises(BadInput, match="holds no private key"):
        read_key(tmp_path / "absent")


def test_a_node_without_accounts_needs_a_key(node: EmbeddedNode, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="--key-file") as caught:
        open_deployer(node.chain, None, tmp_path / "kept")
    assert caught.value.code == "input.no_key"
    assert not (tmp_path / "kept").exists()
    new_key(tmp_path / "mine")
    sender = open_deployer(node.chain, tmp_path / "mine", tmp_path / "kept")
    assert sender.address == read_key(tmp_path / "mine").address
