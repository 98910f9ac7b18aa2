# SPDX-License-Identifier: Apache-2.0
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from shouxin.chain.deploy import Deployment
from shouxin.chain.node import EmbeddedNode
from shouxin.chain.rpc import Chain
from shouxin.primitives.errors import BadInput, ChainError


@pytest.mark.parametrize("url", ["", "localhost:8545", "ws://127.0.0.1:1", "http://", "x y"])
def test_an_address_that_is_none_is_bad_input(url: str) -> None:
    with pytest.raises(BadInput, match="is not an address: write http://HOST:PORT"):
        Chain(url)


def test_a_node_that_is_down_is_one_line() -> None:
    with pytest.raises(ChainError, match=r"no node answers at http://127\.0\.0\.1:9") as caught:
        Chain("http://127.0.0.1:9")
    assert caught.value.code == "chain.node_down"
    assert "\n" not in caught.value.message


def test_another_chain_id_is_refused(node: EmbeddedNode) -> None:
    with pytest.raises(ChainError, match="has chain id 31337, not 1: correct") as caught:
        Chain(node.url, expected_chain_id=1)
    assert caught.value.code == "chain.wrong_chain_id"
    assert Chain(node.url, expected_chain_id=31337).chain_id == 31337


@contextmanager
def answering(answer: Callable[[str], bytes]) -> Iterator[str]:
    """A server that answers each JSON-RPC method as it is told."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer(body["method"]))

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_something_else_that_listens_is_no_node() -> None:
    with (
        answering(lambda _: b"<html>hello</html>") as url,
        pytest.raises(ChainError, match="is not an EVM node") as caught,
    ):
        Chain(url)
    assert caught.value.code == "chain.no_node"


@pytest.mark.parametrize(("head", "asked"), [("0x5", 3), ("0x0", 1)])
def test_a_look_up_waits_for_a_node_that_still_indexes(head: str, asked: int) -> None:
    """As geth answers it, with an error; before a chain's first block there is nothing to find."""
    failure = b'{"error": {"code": -32000, "message": "transaction indexing is in progress"}}'
    answers = iter([failure, failure, b'{"result": null}'])
    looked_up = []

    def answer(method: str) -> bytes:
        if method == "eth_getTransactionReceipt":
            looked_up.append(method)
            return next(answers)
        if method == "eth_chainId":
            return b'{"result": "0x1"}'
        block = {"number": head, "hash": "0x00", "timestamp": "0x1", "gasLimit": "0x1"}
        return json.dumps({"result": block}).encode()

    with answering(answer) as url:
        assert Chain(url).receipt("0x" + "11" * 32) is None
    assert len(looked_up) == asked


def test_a_method_that_the_node_has_not_is_one_line(chain: Chain) -> None:
    with pytest.raises(ChainError, match="the node refused no_such") as caught:
        chain.request("no_such")
    assert caught.value.code == "chain.rpc_error"


def test_a_block_that_is_not_there_yet(chain: Chain) -> None:
    with pytest.raises(ChainError, match="has no block 1000000"):
        chain.block(1_000_000)
    assert chain.block(0).number == 0


def test_events_are_asked_for_in_parts_and_come_whole(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = deployment.chain.logs()
    assert len(whole) > 3
    monkeypatch.setattr("shouxin.chain.rpc.LOG_BLOCKS", 2)
    assert deployment.chain.logs() == whole
    last = deployment.chain.block().number
    assert deployment.chain.logs(None, last + 1) == []
