# SPDX-License-Identifier: Apache-2.0
import threading
from collections.abc import Iterator
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


@pytest.fixture
def web_server() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html>hello</html>")

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_something_else_that_listens_is_no_node(web_server: str) -> None:
    with pytest.raises(ChainError, match="is not an EVM node") as caught:
        Chain(web_server)
    assert caught.value.code == "chain.no_node"


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
