# SPDX-License-Identifier: Apache-2.0
"""A header's fields make the block's hash, on chains that have the later ones and on others."""

from typing import Any

import pytest
import rlp

from shouxin.chain.header import BFT_MIX_HASH, FIELDS, Header, header_of, parse_header
from shouxin.chain.rpc import Chain
from shouxin.primitives.errors import BadInput, ChainError

ZERO = "0x" + "00" * 32
EMPTY_ROOT = "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421"
# Block 0 of Ethereum's main network, as every client has it.
GENESIS = {
    "hash": "0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3",
    "parentHash": ZERO,
    "sha3Uncles": "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347",
    "miner": "0x" + "00" * 20,
    "stateRoot": "0xd7f8974fb5ac78d9ac099b9ad5018bedc2ce0a72dad1827a1709da30580f0544",
    "transactionsRoot": EMPTY_ROOT,
    "receiptsRoot": EMPTY_ROOT,
    "logsBloom": "0x" + "00" * 256,
    "difficulty": "0x400000000",
    "number": "0x0",
    "gasLimit": "0x1388",
    "gasUsed": "0x0",
    "timestamp": "0x0",
    "extraData": "0x11bbe8db4e347b4e8c937c1c8370e4b5ed33adb3db69cbdb7a38e1e50b1b82fa",
    "mixHash": ZERO,
    "nonce": "0x0000000000000042",
}


def _unknown(block: dict[str, Any]) -> None:
    with pytest.raises(ChainError, match="use a later version") as caught:
        header_of(block)
    assert caught.value.code == "chain.unknown_header"


@pytest.mark.parametrize("name", list(GENESIS)[1:])
def test_a_field_of_another_value_does_not_make_the_hash(name: str) -> None:
    value = GENESIS[name]
    other = value[:-1] + ("1" if value[-1] != "1" else "2") if value != "0x" else "0x01"
    _unknown(GENESIS | {name: other})


def test_a_field_less_or_a_later_one_more_does_not_make_the_hash() -> None:
    _unknown({name: value for name, value in GENESIS.items() if name != "mixHash"})
    _unknown(GENESIS | {"baseFeePerGas": "0x7"})
    _unknown(GENESIS | {"blobGasUsed": "0x0"})  # withdrawals' root and base fee missing


@pytest.mark.parametrize("name", ["stateRoot", "number", "nonce"])
def test_a_field_in_another_form_is_bad_input(name: str) -> None:
    fields = header_of(GENESIS).to_json()
    for value in (fields[name].upper(), fields[name] + "0", "0x0" + fields[name][2:], None):
        with pytest.raises(BadInput, match=rf"header\.{name} "):
            parse_header(fields | {name: value}, "header")


def test_fields_that_are_no_headers_are_bad_input() -> None:
    fields = header_of(GENESIS).to_json()
    fewer = {name: value for name, value in fields.items() if name != "nonce"}
    for wrong in ({}, fewer, fields | {"hash": ZERO}, fewer | {"baseFeePerGas": "0x7"}):
        with pytest.raises(BadInput, match="has not the fields of a header"):
            parse_header(wrong, "header")


def test_the_main_networks_first_header_makes_its_hash() -> None:
    header = header_of(GENESIS)
    assert (header.number, header.timestamp) == (0, 0)
    assert header.state_root.hex() == GENESIS["stateRoot"][2:]
    assert parse_header(header.to_json(), "header") == header


def test_every_header_of_the_embedded_node_makes_its_hash(chain: Chain) -> None:
    chain.request("evm_mine")
    for number in range(chain.block().number + 1):
        header = header_of(chain.block_fields(number))
        assert header.hash == chain.block(number).hash
        assert len(header.values) == len(FIELDS)
        assert parse_header(header.to_json(), "header") == header


def _bft(extra: bytes) -> Header:
    values = list(header_of(GENESIS).values)
    names = list(FIELDS)
    values[names.index("extraData")] = extra
    values[names.index("mixHash")] = BFT_MIX_HASH
    return Header(tuple(values))


@pytest.mark.parametrize("votes", [[], [b"\x22" * 20, b"\xff"]], ids=["no vote", "a vote"])
@pytest.mark.parametrize("consensus", ["qbft", "ibft2"])
def test_besus_headers_are_hashed_without_round_and_seals(
    votes: list[bytes], consensus: str
) -> None:
    """As BftExtraDataCodec's two forms encode for the hash that stands on chain."""
    kept = [bytes(32), [b"\x11" * 20], votes]
    hashed = _bft(rlp.encode([*kept, b"", []] if consensus == "qbft" else kept))
    round_number = b"\x03" if consensus == "qbft" else b"\x00\x00\x00\x03"
    served = _bft(rlp.encode([*kept, round_number, [b"\x33" * 65] * 3]))
    found = header_of(served.to_json() | {"hash": "0x" + hashed.hash.hex()})
    assert found == hashed
    assert found.hash != served.hash


@pytest.mark.parametrize("extra", [b"", b"\xc0", b"\xff", b"\x80", rlp.encode([b"", b""])])
def test_extra_data_that_is_no_consensus_of_besus_is_no_more_than_bytes(extra: bytes) -> None:
    header = _bft(extra)
    assert header_of(header.to_json() | {"hash": "0x" + header.hash.hex()}) == header
    _unknown(header.to_json() | {"hash": ZERO})
