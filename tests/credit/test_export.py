# SPDX-License-Identifier: Apache-2.0
"""What a node gives is a report that holds, or an error that says what is wrong with it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests

from shouxin.chain.rpc import Chain
from shouxin.credit.export import export_report
from shouxin.credit.report import Report
from shouxin.primitives.errors import ChainError, Refused
from tests.credit.ledger_world import SUBJECT, LedgerWorld

RANGE_MAX = 3


@contextmanager
def between(url: str, change: Any) -> Iterator[str]:
    """A server in front of a node that may answer in its place; the address of it."""

    class Front(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked = json.loads(body)
            answer = requests.post(url, data=body, timeout=10, headers={
                "Content-Type": "application/json"}).json()  # fmt: skip
            answer = change(asked, answer)
            data = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Front) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def _error(asked: Any, message: str) -> Any:
    return {"jsonrpc": "2.0", "id": asked["id"], "error": {"code": -32005, "message": message}}


def test_a_chain_that_is_not_the_ledgers_is_refused(world: LedgerWorld) -> None:
    for change in ({"chain_id": 5}, {"genesis_hash": bytes(32)}):
        with pytest.raises(Refused, match="correct --rpc-url or --manifest") as caught:
            export_report(world.node.chain, replace(world.ledger, **change), SUBJECT)
        assert caught.value.code == "report.other_chain"


def test_a_block_that_is_not_there_is_a_failure(world: LedgerWorld) -> None:
    with pytest.raises(ChainError, match="no block 999999") as caught:
        world.report(block=999_999)
    assert caught.value.code == "chain.no_block"


def test_a_node_that_keeps_entries_back_is_found_out(world: LedgerWorld) -> None:
    def change(asked: Any, answer: Any) -> Any:
        if asked["method"] == "eth_getLogs":
            answer["result"] = answer["result"][:-1]
        return answer

    with between(world.node.url, change) as url:
        with pytest.raises(ChainError, match=r"don't fit each other \(entries") as caught:
            export_report(Chain(url), world.ledger, SUBJECT)
        assert caught.value.code == "report.not_exported"


def test_a_header_that_does_not_make_its_hash_is_found_out(world: LedgerWorld) -> None:
    def change(asked: Any, answer: Any) -> Any:
        if asked["method"] == "eth_getBlockByNumber":
            answer["result"]["gasUsed"] = "0x1"
        return answer

    with between(world.node.url, change) as url:
        with pytest.raises(ChainError, match="use a later version") as caught:
            export_report(Chain(url), world.ledger, SUBJECT)
        assert caught.value.code == "chain.unknown_header"


def test_a_node_that_has_no_proofs_is_a_failure(world: LedgerWorld) -> None:
    def change(asked: Any, answer: Any) -> Any:
        if asked["method"] == "eth_getProof":
            return _error(asked, "method not supported")
        return answer

    with (
        between(world.node.url, change) as url,
        pytest.raises(ChainError, match="refused eth_getProof: method not supported"),
    ):
        export_report(Chain(url), world.ledger, SUBJECT)


def test_a_node_that_refuses_logs_altogether_is_a_failure(world: LedgerWorld) -> None:
    asked_for = []

    def change(asked: Any, answer: Any) -> Any:
        if asked["method"] == "eth_getLogs":
            asked_for.append(asked)
            return _error(asked, "not here")
        return answer

    with (
        between(world.node.url, change) as url,
        pytest.raises(ChainError, match="refused eth_getLogs"),
    ):
        export_report(Chain(url), world.ledger, SUBJECT)
    assert len(asked_for) < 10


def test_logs_are_read_in_parts_where_the_node_asks_for_it(
    world: LedgerWorld, report: Report
) -> None:
    refused = []

    def change(asked: Any, answer: Any) -> Any:
        if asked["method"] == "eth_getLogs":
            wanted = asked["params"][0]
            if int(wanted["toBlock"], 16) - int(wanted["fromBlock"], 16) >= RANGE_MAX:
                refused.append(wanted)
                return _error(asked, "range too large")
        return answer

    with between(world.node.url, change) as url:
        found = export_report(Chain(url), world.ledger, SUBJECT, report.header.number)
    assert refused
    assert found.report == report


def test_capitals_and_fields_of_a_clients_own_are_let_pass(
    world: LedgerWorld, report: Report
) -> None:
    def change(asked: Any, answer: Any) -> Any:
        if asked["method"] == "eth_getBlockByNumber":
            fields = answer["result"]
            fields |= {"author": fields["miner"], "slotNumber": None, "gasUsedRatio": 0.5}
            fields["stateRoot"] = "0x" + fields["stateRoot"][2:].upper()
            fields["gasLimit"] = "0x000" + fields["gasLimit"][2:]
        return answer

    with between(world.node.url, change) as url:
        found = export_report(Chain(url), world.ledger, SUBJECT, report.header.number)
    assert found.report == report
