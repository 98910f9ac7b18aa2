# SPDX-License-Identifier: Apache-2.0
"""Which methods pass, and within which bounds."""

import socket
import sys
from ipaddress import ip_address

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shouxin.chain.gateway.chain_folder import GAS_LIMIT
from shouxin.chain.gateway.json_rpc import RpcError
from shouxin.chain.gateway.lasting import LastingNode
from shouxin.chain.gateway.methods import ACCOUNTS, LOG_BLOCKS_MAX, READS, SEND_RAW, check_method
from shouxin.chain.node import HOST
from tests.chain.gateway.service import SOMEONE, Client, World

# What anvil 1.7.1 knows and nobody may reach, and what other nodes know by other names.
FORBIDDEN = """
anvil_addBalance anvil_autoImpersonateAccount anvil_dealERC20 anvil_dropAllTransactions
anvil_dropTransaction anvil_dumpState anvil_enableTraces anvil_getAutomine anvil_getBlobByHash
anvil_getBlobsByBlockId anvil_getGenesisTime anvil_getIntervalMining anvil_impersonateAccount
anvil_impersonateSignature anvil_increaseTime anvil_loadState anvil_metadata anvil_mine
anvil_mine_detailed anvil_nodeInfo anvil_removeBlockTimestampInterval anvil_removePoolTransactions
anvil_reorg anvil_reset anvil_revert anvil_rollback anvil_setAutomine anvil_setBalance
anvil_setBlockGasLimit anvil_setBlockTimestampInterval anvil_setChainId anvil_setCode
anvil_setCoinbase anvil_setERC20Allowance anvil_setIntervalMining anvil_setLoggingEnabled
anvil_setMinGasPrice anvil_setERC20Balance anvil_setFeeAmmLiquidity anvil_setFeeToken
anvil_setValidatorFeeToken anvil_setNextBlockBaseFeePerGas anvil_setNextBlockTimestamp
anvil_setNonce anvil_setRpcUrl anvil_setStorageAt anvil_setTime anvil_snapshot
anvil_stopImpersonatingAccount evm_increaseTime evm_mine evm_mine_detailed evm_revert
evm_setAccountNonce evm_setAutomine evm_setBlockGasLimit evm_setIntervalMining
evm_setNextBlockTimestamp evm_setTime evm_snapshot hardhat_impersonateAccount hardhat_mine
hardhat_reset hardhat_setBalance hardhat_setCode hardhat_autoImpersonateAccount
hardhat_dropAllTransactions hardhat_dropTransaction hardhat_dumpState hardhat_getAutomine
hardhat_loadState hardhat_metadata hardhat_setCoinbase hardhat_setMinGasPrice
hardhat_setNextBlockBaseFeePerGas hardhat_setLoggingEnabled hardhat_setNonce hardhat_setStorageAt
hardhat_stopImpersonatingAccount tenderly_setBalance tenderly_addBalance debug_traceTransaction
debug_traceCall debug_traceBlockByNumber debug_codeByHash debug_dbGet debug_setHead trace_block
trace_filter trace_transaction trace_replayBlockTransactions trace_replayTransaction
erigon_getHeaderByNumber ots_getBlockDetails ots_getInternalOperations ots_hasCode
ots_searchTransactionsAfter ots_getContractCreator ots_getApiLevel ots_traceTransaction
txpool_content txpool_contentFrom txpool_inspect txpool_status personal_importRawKey
personal_listAccounts personal_sendTransaction personal_unlockAccount admin_addPeer admin_nodeInfo
admin_startHTTP miner_start miner_stop clique_propose erigon_forks eth_sendTransaction
eth_sendTransactionSync eth_sendRawTransactionSync eth_sendRawTransactionConditional
eth_sendUnsignedTransaction eth_sendBundle eth_sign eth_signTransaction eth_signTypedData
eth_signTypedData_v3 eth_signTypedData_v4 personal_sign eth_getAccount eth_getAccountInfo
eth_getBlockAccessListRaw eth_getRawTransactionByHash eth_getStorageValues
eth_getTransactionBySenderAndNonce eth_getUncleByBlockNumberAndIndex eth_getUncleCountByBlockNumber
eth_networkId eth_protocolVersion eth_requestAccounts eth_coinbase eth_mining eth_hashrate
eth_getWork eth_submitWork eth_submitHashrate eth_subscribe eth_unsubscribe eth_newFilter
eth_newBlockFilter eth_newPendingTransactionFilter eth_getFilterChanges eth_getFilterLogs
eth_uninstallFilter eth_simulateV1 eth_callMany eth_config rpc_modules engine_newPayloadV3
wallet_addEthereumChain EVM_MINE evm_Mine Eth_chainId eth_chainid eth_chainId\u0000
eth_chainId.evm_mine eth_ eth *
""".split()  # noqa: SIM905 - a list of names is read best as one


PASSING = READS | {SEND_RAW, ACCOUNTS}


def _almost(name: str) -> st.SearchStrategy[str]:
    """A name with one letter other, more or less."""
    return st.builds(
        lambda at, letter, skip: name[:at] + letter + name[at + skip :],
        st.integers(0, len(name)),
        st.text(max_size=1),
        st.integers(0, 1),
    )


@pytest.mark.parametrize("method", [*FORBIDDEN, "", " eth_chainId", "eth_chainId ", "x" * 5000])
def test_what_is_not_on_the_list_is_refused(method: str, client: Client) -> None:
    error = client.refused(method)
    assert error["code"] == -32601
    assert "is not let through" in error["message"]
    assert len(error["message"]) < 300


@given(name=st.text(max_size=80) | st.sampled_from(sorted(PASSING)).flatmap(_almost))
def test_no_other_name_whatever_is_on_the_list(name: str) -> None:
    assume(name not in PASSING)
    with pytest.raises(RpcError) as caught:
        check_method(name)
    assert caught.value.code == -32601


def test_the_list_has_nothing_that_moves_state_time_or_keys() -> None:
    assert PASSING.isdisjoint(FORBIDDEN)
    assert {name.partition("_")[0] for name in PASSING} == {"eth", "net", "web3"}


def test_forbidden_methods_are_refused_in_a_batch_too(client: Client) -> None:
    for first in range(0, len(FORBIDDEN), 99):
        names = [*FORBIDDEN[first : first + 99], "eth_chainId"]
        answers = client.send(
            [{"jsonrpc": "2.0", "id": n, "method": name} for n, name in enumerate(names)]
        )
        assert [answer["id"] for answer in answers] == list(range(len(names)))
        assert {answer["error"]["code"] for answer in answers[:-1]} == {-32601}
        assert answers[-1]["result"] == "0x7a69"


def test_no_state_or_time_was_moved_by_all_that(client: Client) -> None:
    assert client.ask("eth_blockNumber") == "0x0"
    assert client.ask("eth_getBalance", SOMEONE, "latest") == "0x0"


def test_the_node_has_no_accounts_and_the_gateway_says_so(client: Client) -> None:
    assert client.ask("eth_accounts") == []
    well_known = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
    assert client.ask("eth_getBalance", well_known, "latest") == "0x0"


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("eth_blobBaseFee", []),
        ("eth_blockNumber", []),
        ("eth_call", [{"to": SOMEONE}, "latest"]),
        ("eth_chainId", []),
        ("eth_createAccessList", [{"to": SOMEONE}, "latest"]),
        ("eth_estimateGas", [{"to": SOMEONE}]),
        ("eth_feeHistory", ["0x1", "latest", []]),
        ("eth_gasPrice", []),
        ("eth_getBalance", [SOMEONE, "latest"]),
        ("eth_getBlockByHash", ["0x" + "00" * 32, False]),
        ("eth_getBlockByNumber", ["latest", False]),
        ("eth_getBlockReceipts", ["0x0"]),
        ("eth_getBlockTransactionCountByHash", ["0x" + "00" * 32]),
        ("eth_getBlockTransactionCountByNumber", ["0x0"]),
        ("eth_getCode", [SOMEONE, "latest"]),
        ("eth_getLogs", [{"fromBlock": "0x0"}]),
        ("eth_getProof", [SOMEONE, ["0x0"], "latest"]),
        ("eth_getStorageAt", [SOMEONE, "0x0", "latest"]),
        ("eth_getTransactionByBlockHashAndIndex", ["0x" + "00" * 32, "0x0"]),
        ("eth_getTransactionByBlockNumberAndIndex", ["0x0", "0x0"]),
        ("eth_getTransactionByHash", ["0x" + "00" * 32]),
        ("eth_getTransactionCount", [SOMEONE, "pending"]),
        ("eth_getTransactionReceipt", ["0x" + "00" * 32]),
        ("eth_maxPriorityFeePerGas", []),
        ("eth_syncing", []),
        ("net_listening", []),
        ("net_version", []),
        ("web3_clientVersion", []),
        ("web3_sha3", ["0x00"]),
    ],
)
def test_a_standard_method_passes(method: str, params: list[object], client: Client) -> None:
    answer = client.send({"jsonrpc": "2.0", "id": "a", "method": method, "params": params})
    assert answer["id"] == "a"
    assert "error" not in answer
    assert method in READS


def test_a_proof_takes_slots_of_any_width_and_gives_their_words(client: Client) -> None:
    short = client.ask("eth_getProof", SOMEONE, ["0x0", "0x1f"], "latest")
    whole = ["0x" + "00" * 32, "0x" + "00" * 31 + "1f"]
    assert short == client.ask("eth_getProof", SOMEONE, whole, "latest")
    assert len(short["storageProof"]) == 2


@pytest.mark.parametrize(
    "params",
    [[], [SOMEONE], [SOMEONE, "0x0", "latest"], [SOMEONE, [0], "latest"], [SOMEONE, ["7"]],
     [SOMEONE, ["0x"]], [SOMEONE, ["0x" + "0" * 65]]],
)  # fmt: skip
def test_a_proof_of_something_else_is_refused(params: list[object], client: Client) -> None:
    assert client.refused("eth_getProof", *params)["code"] == -32602


def test_a_proof_has_a_bound_on_slots(client: Client) -> None:
    error = client.refused("eth_getProof", SOMEONE, ["0x0"] * 257, "latest")
    assert (error["code"], error["message"]) == (-32005, "a proof has at most 256 slots")


@pytest.mark.parametrize(
    "params",
    [[], ["latest"], [{}, {}], [{"fromBlock": "ten"}], [{"fromBlock": 5}], [{"toBlock": "0x_1"}],
     [{"fromBlock": "0x"}], [{"fromBlock": ["0x0"]}], [{"fromBlock": {}}]],
)  # fmt: skip
def test_logs_without_a_range_that_can_be_read_are_refused(
    params: list[object], client: Client
) -> None:
    assert client.refused("eth_getLogs", *params)["code"] == -32602


def test_logs_have_a_bound_on_blocks(client: Client) -> None:
    wide = {"fromBlock": "0x0", "toBlock": hex(LOG_BLOCKS_MAX)}
    error = client.refused("eth_getLogs", wide)
    assert error["code"] == -32005
    assert "blocks 0 to 10000 are more than 10000" in error["message"]
    assert client.ask("eth_getLogs", {"blockHash": client.ask(
        "eth_getBlockByNumber", "0x0", False)["hash"]}) == []  # fmt: skip


def test_a_fee_history_has_a_bound(client: Client) -> None:
    assert client.refused("eth_feeHistory", "0x401", "latest", [])["code"] == -32005
    assert client.refused("eth_feeHistory")["code"] == -32602
    assert client.refused("eth_feeHistory", "0x1", "latest", [50] * 101)["code"] == -32005
    assert client.ask("eth_feeHistory", "0x1", "latest", [50] * 100)["reward"]


@pytest.mark.parametrize("method", ["eth_call", "eth_createAccessList", "eth_estimateGas"])
@pytest.mark.parametrize(
    "gas", [30_000_000, "30000000", "0X1", "0b1", "0o1", "0x1_0", "", True, [1], {}, -1]
)
def test_gas_has_one_form(method: str, gas: object, client: Client) -> None:
    error = client.refused(method, {"to": SOMEONE, "gas": gas}, "latest")
    assert error["code"] == -32602
    assert error["message"] == "gas is a number as 0x and hexadecimal"


@pytest.mark.parametrize("method", ["eth_call", "eth_createAccessList", "eth_estimateGas"])
@pytest.mark.parametrize(
    "params", [[], [None], ["0x"], [[]], [{}, "latest", {}, {"gasLimit": "0xffffffffffff"}]]
)
def test_a_trial_takes_no_overrides_of_the_block(
    method: str, params: list[object], client: Client
) -> None:
    assert client.refused(method, *params)["code"] == -32602


@pytest.mark.parametrize("name", ["gas", "gasLimit"])
def test_a_call_that_never_ends_runs_out_of_a_blocks_gas(name: str, client: Client) -> None:
    """Without the bound the node would run it for years, and mine nothing meanwhile."""
    endless = {SOMEONE: {"code": "0x5b5f56"}}
    error = client.refused("eth_call", {"to": SOMEONE, name: hex(2**63)}, "latest", endless)
    assert "OutOfGas" in error["message"]
    tells_gas = {SOMEONE: {"code": "0x5a5f5260205ff3"}}
    left = client.ask("eth_call", {"to": SOMEONE, name: hex(2**63)}, "latest", tells_gas)
    assert GAS_LIMIT - 100_000 < int(left, 16) < GAS_LIMIT


@pytest.mark.parametrize(
    "params",
    [[], [5], [None], ["1234"], ["0x12 34"], ["0xzz"], ["0x"], ["0x03" + "00" * 50],
     ["0x7f" + "00" * 50], ["0x02c0", "0x02c0"], [["0x02c0"]], [{"raw": "0x02c0"}]],
)  # fmt: skip
def test_what_is_no_signed_transaction_is_refused(params: list[object], client: Client) -> None:
    assert client.refused("eth_sendRawTransaction", *params)["code"] == -32602


def test_a_transaction_has_a_bound_on_bytes(client: Client) -> None:
    error = client.refused("eth_sendRawTransaction", "0x02" + "00" * 128 * 1024)
    assert error["code"] == -32005
    assert "at most 131072 bytes" in error["message"]


def test_a_signed_transaction_is_in_a_block_when_it_is_acknowledged(
    client: Client, shared: World
) -> None:
    given = client.ask("eth_sendRawTransaction", "0x" + shared.signed().hex())
    receipt = client.ask("eth_getTransactionReceipt", given)
    assert receipt["status"] == "0x1"
    assert receipt["blockNumber"] == client.ask("eth_blockNumber")
    assert client.ask("eth_getBalance", SOMEONE, "latest") == "0x1"


def test_the_node_itself_listens_where_no_page_can_guess(
    client: Client, shared_node: LastingNode
) -> None:
    host, port = shared_node.url.removeprefix("http://").split(":")
    assert ip_address(host).is_loopback
    assert (sys.platform != "linux") or host != HOST
    assert int(port) != client.port
    with socket.socket() as probe:
        assert probe.connect_ex((HOST, int(port))) != 0
