# SPDX-License-Identifier: Apache-2.0
"""Signing in on a real node: contract wallets (EIP-1271) and accounts with delegated code."""

from collections.abc import Iterator

import pytest
from eth_abi.abi import encode
from eth_utils import keccak

from shouxin.access.signatures import digest_of
from shouxin.chain.abi import Address
from shouxin.chain.node import EmbeddedNode
from shouxin.chain.sender import Sender
from shouxin.config import load_config
from shouxin.store.database import Database
from tests.api.world import World, account, asking, code_of, signature
from tests.contracts.compiler import compiled, find

pytestmark = pytest.mark.anyio
DELEGATED = "0xef0100"
GIVEN = b"by code"
ACCEPT = "accept(bytes32,bytes)"


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedNode]:
    config = load_config({"SHOUXIN_VAR": str(tmp_path_factory.mktemp("var"))})
    with config.embedded_node() as running:
        yield running


@pytest.fixture(scope="module")
def sender(node: EmbeddedNode) -> Sender:
    return Sender(node.chain, node.new_account())


@pytest.fixture(scope="module")
def wallet(sender: Sender) -> Address:
    receipt = sender.deploy(compiled(find("ContractWallet")).bytecode)
    assert receipt.contract is not None
    return receipt.contract


@pytest.fixture
def world(database: Database, node: EmbeddedNode) -> World:
    return World(database, chain=node.chain)


async def _sign_in(world: World, address: Address, sender: Sender | None, given: bytes) -> str:
    """Sign in; with a sender the wallet is told first to accept what is given."""
    async with asking(world) as ask:
        message = (await ask("POST", "/api/v1/sign-in", {"address": address})).json()["message"]
        if sender is not None:
            _accept(sender, address, digest_of(message), GIVEN)
        body = {"message": message, "signature": "0x" + given.hex()}
        answer = await ask("POST", "/api/v1/sessions", body)
    if answer.status_code == 201:
        return str(answer.json()["session"]["wallet"])
    return code_of(answer)


def _accept(sender: Sender, wallet: Address, digest: bytes, given: bytes) -> None:
    data = keccak(text=ACCEPT)[:4] + encode(["bytes32", "bytes"], [digest, given])
    sender.send(wallet, data)


async def test_what_a_contract_wallet_does_not_accept_is_refused(
    world: World, wallet: Address, sender: Sender
) -> None:
    assert await _sign_in(world, wallet, None, GIVEN) == "sign_in.wrong_signature"
    assert await _sign_in(world, wallet, sender, b"another") == "sign_in.wrong_signature"


async def test_a_contract_that_is_no_wallet_signs_nothing(world: World, sender: Sender) -> None:
    receipt = sender.deploy(compiled(find("CalendarMock")).bytecode)
    assert receipt.contract is not None
    assert await _sign_in(world, receipt.contract, None, GIVEN) == "sign_in.wrong_signature"


async def test_an_account_without_code_does_not_sign_by_contract(world: World) -> None:
    address = account("nobody's").address
    assert await _sign_in(world, address, None, GIVEN) == "sign_in.wrong_signature"


async def test_a_contract_wallet_signs_in(world: World, wallet: Address, sender: Sender) -> None:
    assert await _sign_in(world, wallet, sender, GIVEN) == wallet


async def test_an_account_with_delegated_code_signs_in_by_code_and_by_key(
    world: World, node: EmbeddedNode, wallet: Address, sender: Sender
) -> None:
    delegated = account("delegated")
    node.chain.request("anvil_setCode", delegated.address, DELEGATED + wallet[2:].lower())
    assert await _sign_in(world, delegated.address, None, GIVEN) == "sign_in.wrong_signature"
    assert await _sign_in(world, delegated.address, sender, GIVEN) == delegated.address
    async with asking(world) as ask:
        asked = await ask("POST", "/api/v1/sign-in", {"address": delegated.address})
        message = asked.json()["message"]
        body = {"message": message, "signature": signature(delegated, message)}
        assert (await ask("POST", "/api/v1/sessions", body)).status_code == 201
