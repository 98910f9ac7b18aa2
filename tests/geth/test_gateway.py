# SPDX-License-Identifier: Apache-2.0
"""``shouxin gateway`` beside geth: its list alone passes, and our own programs go through it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from shouxin.chain.reverts import Reverted
from shouxin.chain.rpc import Chain
from shouxin.chain.sender import Sender
from shouxin.credit.confirmation import confirm
from shouxin.credit.export import export_report
from shouxin.credit.ledger import ledger_of
from shouxin.story.cast import Cast
from shouxin.story.stage import Stage
from tests.chain.gateway.service import Client
from tests.geth.geth_node import CHAIN_ID, GethNode

MAIN = [sys.executable, "-c", "from shouxin.cli.main import main; main()"]
METHOD_NOT_FOUND = -32601
# What this geth answers and no user may call.
GETHS_OWN = ("debug_setHead", "debug_traceTransaction", "debug_dbGet", "eth_sendTransaction")


@pytest.fixture(scope="module")
def url(node: GethNode) -> Iterator[str]:
    arguments = [*MAIN, "gateway", "--rpc-url", node.url, "--json"]
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    ) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        assert told["rpc_url"] == node.url
        yield str(told["url"])
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


@pytest.fixture
def client(url: str) -> Client:
    return Client(int(url.rpartition(":")[2]))


@pytest.mark.parametrize("method", GETHS_OWN)
def test_what_is_not_on_the_list_is_refused(method: str, client: Client, node: GethNode) -> None:
    before = node.chain.block()
    error = client.refused(method, "0x0")
    assert error["code"] == METHOD_NOT_FOUND
    assert f"{method} is not let through" in error["message"]
    assert node.chain.block() == before


def test_the_nodes_own_account_is_not_shown(client: Client, node: GethNode) -> None:
    assert node.chain.request("eth_accounts") != []
    assert client.ask("eth_accounts") == []


def test_a_page_of_elsewhere_may_not_ask(client: Client) -> None:
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "eth_chainId"}).encode()
    assert client.post(body)[0] == 200
    assert client.post(body, Origin="https://elsewhere.example")[0] == 403
    assert client.post(body, Host="elsewhere.example")[0] == 403


def test_our_own_sender_goes_through_it(url: str, stage: Stage, cast: Cast) -> None:
    chain = Chain(url, CHAIN_ID)
    sender = Sender(chain, cast.bank.sender.account)
    token = type(stage.token)(chain, stage.token.address)
    before = token.balanceOf(cast.buyer.address)
    token.transfer(cast.buyer.address, 7, sender=sender)
    assert token.balanceOf(cast.buyer.address) == before + 7
    with pytest.raises(Reverted):
        token.transfer(cast.buyer.address, 10**30, sender=sender)


def test_what_was_sent_twice_is_taken_once(client: Client, stage: Stage, cast: Cast) -> None:
    sender = Sender(stage.chain, cast.investor.sender.account)
    signed = sender._sign({"to": cast.buyer.address, "data": "0x", "value": "0x1"}, 21_000)
    for _ in range(2):
        sent = client.ask("eth_sendRawTransaction", "0x" + signed.raw.hex())
        assert sent == "0x" + signed.transaction_hash.hex()
        assert sender.wait(signed.transaction_hash) is not None


def test_a_refusal_is_geths_own(client: Client) -> None:
    error = client.refused("eth_sendRawTransaction", "0x02c0")
    assert error["code"] != METHOD_NOT_FOUND
    assert error["message"]


def test_a_report_is_exported_and_confirmed_through_it(url: str, stage: Stage, cast: Cast) -> None:
    chain, ledger = Chain(url, CHAIN_ID), ledger_of(stage.deployment.manifest)
    report = export_report(chain, ledger, cast.shop.party).report
    assert confirm(report, chain, ledger).entries_since == 0
