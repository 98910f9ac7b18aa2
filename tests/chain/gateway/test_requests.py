# SPDX-License-Identifier: Apache-2.0
"""Malformed, oversized, slow and foreign requests."""

import asyncio
import json
import socket
import time
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from shouxin.chain.gateway.calls import BATCH_MAX, Calls
from shouxin.chain.gateway.lasting import LastingNode
from shouxin.chain.gateway.methods import PROOF_SLOTS_MAX
from shouxin.chain.gateway.server import Limits
from shouxin.chain.node import HOST
from tests.chain.gateway.service import ORIGIN, SOMEONE, Client, serving

CHAIN = {"jsonrpc": "2.0", "id": 1, "method": "eth_chainId"}
BODY = json.dumps(CHAIN).encode()
TIGHT = Limits(
    body_bytes=2_000, request_seconds=0.6, answer_seconds=0.6, idle_seconds=0.6, connections=4,
    calls_burst=20, calls_per_second=10,
)  # fmt: skip


def code_of(client: Client, body: bytes, status: int = 200, **headers: str) -> int:
    got, data = client.post(body, **headers)
    assert got == status, (got, data)
    return int(json.loads(data)["error"]["code"])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"not json",
        b'{"jsonrpc": NaN}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 5_000,
        b'"' + b"[" * 500_000,
        b"[" * 500_000 + b'"',
        b'["\\"[["]' * 90_000,
        json.dumps([]).encode("utf-16"),
        b"1" * 5_000,
    ],
)
def test_what_is_no_json_is_a_parse_error(body: bytes, client: Client) -> None:
    assert code_of(client, body) == -32700


@pytest.mark.parametrize(
    "value",
    [
        5, "eth_chainId", None, True, {}, {**CHAIN, "jsonrpc": "1.0"}, {**CHAIN, "jsonrpc": 2},
        {**CHAIN, "method": 5}, {**CHAIN, "method": None}, {**CHAIN, "id": {}},
        {**CHAIN, "id": []}, {**CHAIN, "id": True}, {**CHAIN, "id": "x" * 200},
        {**CHAIN, "id": 1.5}, {**CHAIN, "id": 2**63},
        {"method": "eth_chainId", "id": 1},
    ],
)  # fmt: skip
def test_what_is_no_request_is_invalid(value: Any, client: Client) -> None:
    assert code_of(client, json.dumps(value).encode()) == -32600


@pytest.mark.parametrize("params", [5, "0x0", {"to": "0x0"}, [[[[[]]]] * 2] and {"a": 1}])
def test_params_are_a_list(params: Any, client: Client) -> None:
    assert code_of(client, json.dumps({**CHAIN, "params": params}).encode()) == -32602


def test_params_are_not_nested_without_end(client: Client) -> None:
    deep: Any = []
    for _ in range(100):
        deep = [deep]
    assert code_of(client, json.dumps({**CHAIN, "params": deep}).encode()) == -32700


def test_a_method_named_twice_is_one_method(client: Client) -> None:
    body = b'{"jsonrpc":"2.0","id":1,"method":"eth_chainId","method":"evm_mine"}'
    assert code_of(client, body) == -32601
    body = b'{"jsonrpc":"2.0","id":1,"method":"evm_mine","method":"eth_chainId"}'
    assert json.loads(client.post(body)[1])["result"] == "0x7a69"
    assert client.ask("eth_blockNumber") == "0x0"


@pytest.mark.parametrize("given", [0, 7, -1, "a", "", None, 2**63 - 1])
def test_an_answer_has_the_id_that_was_asked_with(given: Any, client: Client) -> None:
    answer = client.send({**CHAIN, "id": given})
    assert answer == {"jsonrpc": "2.0", "id": given, "result": "0x7a69"}


def test_an_empty_batch_is_invalid(client: Client) -> None:
    assert code_of(client, b"[]") == -32600


def test_a_batch_has_a_bound(client: Client) -> None:
    assert len(client.send([CHAIN] * BATCH_MAX)) == BATCH_MAX
    assert code_of(client, json.dumps([CHAIN] * (BATCH_MAX + 1)).encode()) == -32005


def test_a_batch_in_a_batch_is_invalid(client: Client) -> None:
    answers = client.send([[CHAIN], CHAIN, [], 5])
    assert [answer.get("error", {}).get("code") for answer in answers] == [
        -32600, None, -32600, -32600,
    ]  # fmt: skip


def test_the_answers_to_a_batch_have_a_bound_together(shared_node: LastingNode) -> None:
    call = {**CHAIN, "method": "eth_getProof", "params": [SOMEONE, ["0x0"] * 256, "latest"]}
    with serving(shared_node, answer_bytes_max=100_000) as client:
        answers = client.send([call] * 20)
        refused = [answer["error"] for answer in answers if "error" in answer]
        assert 0 < len(refused) < 20
        assert {error["code"] for error in refused} == {-32005}
        assert refused[0]["message"] == "the answer is too large: ask for less at a time"
        assert len(client.send([CHAIN] * BATCH_MAX)) == BATCH_MAX
    with serving(shared_node, answer_bytes_max=1_000) as client:
        assert code_of(client, json.dumps(call).encode()) == -32005


def test_what_comes_while_it_stops_is_told_so(shared_node: LastingNode) -> None:
    async def asked_late() -> bytes:
        calls = Calls(shared_node)
        await calls.open()
        await calls.close()
        return await calls.answer([CHAIN, {**CHAIN, "method": "eth_sendRawTransaction"}])

    answers = json.loads(asyncio.run(asked_late()))
    assert [answer["error"]["code"] for answer in answers] == [-32002, -32002]


def test_there_is_no_websocket(client: Client) -> None:
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    status, data = client.post(b"", method="GET", **upgrade)
    assert status == 405
    assert json.loads(data)["error"]["message"] == "send JSON-RPC by POST"
    assert client.post(BODY, **upgrade)[0] == 200
    assert "Sec-WebSocket-Accept" not in client.headers


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD", "TRACE"])
def test_only_post_asks(method: str, client: Client) -> None:
    assert client.post(BODY, method=method)[0] == 405


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_only_json_is_read_so_that_no_form_of_a_page_can_ask(kind: str, client: Client) -> None:
    assert code_of(client, BODY, 415, **{"Content-Type": kind}) == -32600


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8545", "127.0.0.1.evil.example", "localhost.evil", "10.0.0.0",
     "127.0.0.1:80@evil", "127.0.0.1:x", "[::2]", "192.168.0.1:8545", ":8545"],
)  # fmt: skip
def test_another_host_is_forbidden(host: str, client: Client) -> None:
    assert code_of(client, BODY, 403, Host=host) == -32600


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:8545", "[::1]:1", "[::1]"])
def test_this_machine_by_its_own_names_is_the_right_host(host: str, client: Client) -> None:
    assert client.post(BODY, Host=host)[0] == 200


@pytest.mark.parametrize(
    "origin",
    ["null", "", "http://evil.example", "https://127.0.0.1:8400", "http://127.0.0.1:8401",
     "http://127.0.0.1:8400.evil.example", "http://127.0.0.1", "chrome-extension://", "file://"],
)  # fmt: skip
def test_another_pages_origin_is_forbidden(origin: str, client: Client) -> None:
    assert code_of(client, BODY, 403, Origin=origin) == -32600
    assert "Access-Control-Allow-Origin" not in client.headers


@pytest.mark.parametrize("origin", [ORIGIN, "chrome-extension://nkbihfbeogaeaoehlefnkodbefgpgknn"])
def test_our_page_and_wallets_may_ask_and_read(origin: str, client: Client) -> None:
    assert client.post(BODY, Origin=origin)[0] == 200
    assert client.headers["Access-Control-Allow-Origin"] == origin
    assert client.post(b"", method="OPTIONS", Origin=origin)[0] == 204
    assert client.headers["Access-Control-Allow-Headers"] == "Content-Type"


def test_a_compressed_body_is_not_unpacked(client: Client) -> None:
    body = b"\x1f\x8b" + b"\0" * 50
    assert code_of(client, body, **{"Content-Encoding": "gzip"}) == -32700


def raw_answer(port: int, *parts: bytes, pause: float = 0.0, wait: float = 5.0) -> bytes:
    """What comes back for bytes sent one part after the other, until the other side hangs up."""
    received = b""
    with socket.create_connection((HOST, port), timeout=wait) as connection:
        try:
            for part in parts:
                connection.sendall(part)
                time.sleep(pause)
            while chunk := connection.recv(65_536):
                received += chunk
        except (ConnectionResetError, BrokenPipeError):
            pass
    return received


@pytest.fixture(scope="module")
def tight(shared_node: LastingNode) -> Any:
    with serving(shared_node, TIGHT) as asking:
        yield asking


@pytest.fixture(scope="module")
def impatient(shared_node: LastingNode) -> Any:
    """Few connections and short waits, but as many calls as one likes."""
    with serving(shared_node, replace(TIGHT, body_bytes=1_000_000, calls_burst=10**9)) as asking:
        yield asking


HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
WHOLE = HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY


def test_an_oversized_body_is_refused_by_its_length_and_by_its_bytes(tight: Client) -> None:
    assert code_of(tight, b" " * 2_001, 413) == -32005
    chunked = HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"800\r\n" + b" " * 0x800 + b"\r\n"
    assert b" 413 " in raw_answer(tight.port, chunked).split(b"\r\n")[0]


def test_a_body_that_comes_too_slowly_is_given_up(tight: Client) -> None:
    began = time.monotonic()
    parts = [HEAD + b"Content-Length: 70\r\n\r\n", *[b"{"] * 30]
    answer = raw_answer(tight.port, *parts, pause=0.1)
    assert time.monotonic() - began < 5
    assert not answer or b" 408 " in answer.split(b"\r\n")[0]


@pytest.mark.parametrize("begun", [b"", b"POST / HT", HEAD])
def test_a_head_that_does_not_end_is_given_up(begun: bytes, tight: Client) -> None:
    began = time.monotonic()
    raw_answer(tight.port, begun)
    assert time.monotonic() - began < 3


def test_a_second_head_that_does_not_end_is_given_up(tight: Client) -> None:
    began = time.monotonic()
    answer = raw_answer(tight.port, WHOLE, b"POST / HT", pause=0.1)
    assert time.monotonic() - began < 3
    assert b"0x7a69" in answer


@pytest.mark.parametrize("first", [b"", WHOLE], ids=["the first", "the second"])
def test_a_head_that_comes_byte_by_byte_is_given_up(first: bytes, tight: Client) -> None:
    began = time.monotonic()
    raw_answer(tight.port, first, *[bytes([byte]) for byte in HEAD[:40]], pause=0.1)
    assert time.monotonic() - began < 4


def test_a_chunked_body_that_does_not_end_is_given_up(tight: Client) -> None:
    began = time.monotonic()
    chunked = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    answer = raw_answer(tight.port, chunked, *[b"1\r\n \r\n"] * 40, pause=0.1)
    assert time.monotonic() - began < 5
    assert not answer or b" 408 " in answer.split(b"\r\n")[0]


def test_clients_that_never_read_their_answers_are_hung_up_on(impatient: Client) -> None:
    slots = ["0x0"] * PROOF_SLOTS_MAX
    call = {**CHAIN, "method": "eth_getProof", "params": [SOMEONE, slots, "latest"]}
    body = json.dumps([call] * BATCH_MAX).encode()
    whole = HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body
    silent = [socket.create_connection((HOST, impatient.port)) for _ in range(4)]
    try:
        for connection in silent:
            connection.settimeout(1)
            with suppress(TimeoutError, ConnectionError):
                for _ in range(4):
                    connection.sendall(whole)
        deadline = time.monotonic() + 20
        while raw_answer(impatient.port, WHOLE) == b"" and time.monotonic() < deadline:
            time.sleep(0.1)
        assert impatient.post(BODY)[0] == 200
    finally:
        for connection in silent:
            connection.close()


def test_connections_have_a_bound_and_come_back(tight: Client) -> None:
    time.sleep(0.7)
    held = [socket.create_connection((HOST, tight.port)) for _ in range(4)]
    time.sleep(0.1)
    assert raw_answer(tight.port, HEAD) == b""
    for connection in held:
        connection.close()
    time.sleep(0.3)
    assert tight.post(BODY)[0] == 200


def test_calls_have_a_bound_a_second_and_a_batch_counts_each(tight: Client) -> None:
    time.sleep(2.1)
    assert tight.post(json.dumps([CHAIN] * 18).encode())[0] == 200
    assert code_of(tight, json.dumps([CHAIN] * 18).encode(), 429) == -32005
    time.sleep(2.1)
    assert tight.post(json.dumps([CHAIN] * 18).encode())[0] == 200


@pytest.mark.parametrize(
    "sent",
    [b"\0" * 200, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET\r\n\r\n",
     b"POST / HTTP/9.9\r\n\r\n", b"A" * 20_000,
     HEAD + b"Content-Length: -5\r\n\r\n", HEAD + b"X: " + b"y" * 20_000 + b"\r\n\r\n",
     HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
)  # fmt: skip
def test_what_is_no_http_is_refused_and_the_next_one_served(sent: bytes, client: Client) -> None:
    with socket.create_connection((HOST, client.port), timeout=5) as connection:
        connection.sendall(sent)
        first = connection.recv(4096)
    assert b" 400 " in first.split(b"\r\n")[0] or first == b""
    assert client.post(BODY)[0] == 200
