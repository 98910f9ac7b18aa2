# SPDX-License-Identifier: Apache-2.0
"""A chain in the test's own process (revm), for volume; flows are tested on a real node.

    chain = Chain()
    governance, alice = chain.actor("governance"), chain.actor("alice")
    registry = chain.deploy("PartyRegistry", governance, sender=governance)
    registry.accredit(alice, True, sender=governance)     # a transaction; structs as tuples,
    assert registry.party_of(alice) == bytes(32)          # mappings or dataclasses; a view is free
    assert chain.events[-1].args["provider"] == alice.address
    with reverts("registry: caller is not governance"):
        registry.accredit(alice, True, sender=alice)
    with chain.anchored():                                # undone at the end of the block
        chain.warp(days=30)

    with chain.metered():       # `chain.gas` is then what each call costs as a transaction of its
        registry.enrol(...)     # own: 21,000, calldata, cold reads, refunds; else all is warm
    chain.gas

    signature = alice.sign(registry, "Enrolment", {"Enrolment": [...]}, message)   # EIP-712

Contracts are found by name in contracts/ and tests/contracts/mocks/. A revert raises `Reverted`
with the reason's text. `chain.fork(chain_id=5)` is the same state under another chain id.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pyrevm
import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_utils import keccak

from tests.contracts import abi as abi_codec
from tests.contracts.abi import to_checksum_address
from tests.contracts.compiler import Artifact, compiled, find

CHAIN_ID = 31337
GAS_LIMIT = 30_000_000
START = 1_767_225_600  # 2026-01-01T00:00:00Z
DAY = 86_400
RICH = 10**24

_OUTPUT = re.compile(r"^Revert \{ gas_used: (\d+), output: 0x([0-9a-f]*) \}$")
_ERROR_SELECTOR = bytes.fromhex("08c379a0")
_ACCOUNT = re.compile(
    r"(0x[0-9a-f]{40}): Account \{ info: .*?, storage: \{(.*?)\}, status: AccountStatus", re.DOTALL
)
_SLOT = re.compile(r"(\w+): StorageSlot \{ [^}]*present_value: (\w+) \}")


class Reverted(Exception):  # noqa: N818  the word of the field
    """A call that failed: `reason` is its text, empty if it gave none, or the halt's name."""

    def __init__(self, reason: str, data: bytes = b"") -> None:
        super().__init__(reason)
        self.reason = reason
        self.data = data


@contextmanager
def reverts(reason: str) -> Iterator[None]:
    """The block must revert with exactly this reason."""
    with pytest.raises(Reverted) as caught:
        yield
    assert caught.value.reason == reason


class Actor:
    """A key with an address, the same for the same name in every run."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.key = Account.from_key(keccak(text=f"shouxin test actor {name}"))
        self.address = str(self.key.address)

    def __repr__(self) -> str:
        return f"<{self.name} {self.address}>"

    def sign_digest(self, digest: bytes) -> bytes:
        """A 65-byte signature of a digest."""
        return bytes(self.key.unsafe_sign_hash(digest).signature)

    def sign(
        self,
        contract: "Contract | dict[str, Any]",
        primary: str,
        types: dict[str, Sequence[tuple[str, str]]],
        message: dict[str, Any],
    ) -> bytes:
        """A 65-byte EIP-712 signature; types as {"Name": [("field", "type"), …]}."""
        return bytes(self.key.sign_message(_typed(contract, primary, types, message)).signature)


def typed_digest(
    contract: "Contract | dict[str, Any]",
    primary: str,
    types: dict[str, Sequence[tuple[str, str]]],
    message: dict[str, Any],
) -> bytes:
    """The EIP-712 digest of a message for a contract's domain."""
    signable = _typed(contract, primary, types, message)
    return bytes(keccak(b"\x19\x01" + signable.header + signable.body))


def domain_of(contract: "Contract") -> dict[str, Any]:
    """The EIP-712 domain that a contract states (EIP-5267)."""
    _, name, version, chain_id, verifying, _, _ = contract.eip712Domain()
    return {
        "name": name,
        "version": version,
        "chainId": chain_id,
        "verifyingContract": verifying,
    }


def _typed(contract: Any, primary: str, types: Any, message: dict[str, Any]) -> Any:
    domain = contract if isinstance(contract, dict) else domain_of(contract)
    kinds = {"name": "string", "version": "string", "chainId": "uint256"}
    domain_type = [{"name": n, "type": kinds.get(n, "address")} for n in domain]
    full = {n: [{"name": f, "type": t} for f, t in fields] for n, fields in types.items()}
    return encode_typed_data(
        full_message={
            "types": {"EIP712Domain": domain_type, **full},
            "primaryType": primary,
            "domain": domain,
            "message": {k: getattr(v, "address", v) for k, v in message.items()},
        }
    )


class Contract:
    """A deployed contract; its functions are attributes, views need no sender."""

    def __init__(self, chain: "Chain", artifact: Artifact, address: str) -> None:
        self.chain = chain
        self.artifact = artifact
        self.address = address
        self._functions: dict[str, list[dict[str, Any]]] = {}
        for item in artifact.abi:
            if item["type"] == "function":
                self._functions.setdefault(item["name"], []).append(item)

    def __repr__(self) -> str:
        return f"<{self.artifact.name} {self.address}>"

    def __getattr__(self, name: str) -> "Function":
        try:
            return Function(self, self.__dict__["_functions"][name])
        except KeyError:
            message = f"{self.__dict__['artifact'].name} has no function {name}"
            raise AttributeError(message) from None


class Function:
    """One function of a contract; called with values, or `.encode(...)` for its calldata."""

    def __init__(self, contract: Contract, overloads: list[dict[str, Any]]) -> None:
        self.contract = contract
        self._overloads = overloads

    def __call__(self, *values: Any, sender: Any = None, value: int = 0) -> Any:
        item = self._item(values)
        is_view = item["stateMutability"] in ("view", "pure")
        if sender is None and not is_view:
            message = f"{item['name']} is a transaction: name its sender"
            raise TypeError(message)
        data = self.encode(*values)
        answer = self.contract.chain.call(
            self.contract.address, data, sender=sender, value=value, is_static=is_view
        )
        decoded = abi_codec.decode(item["outputs"], answer)
        return None if not decoded else decoded[0] if len(decoded) == 1 else tuple(decoded)

    def encode(self, *values: Any) -> bytes:
        """The calldata of a call."""
        item = self._item(values)
        return abi_codec.selector(item) + abi_codec.encode(item["inputs"], values)

    def _item(self, values: Sequence[Any]) -> dict[str, Any]:
        for item in self._overloads:
            if len(item["inputs"]) == len(values):
                return item
        return self._overloads[0]


class Chain:
    """A chain of its own, from Cancun's rules, that starts on 2026-01-01."""

    def __init__(self, chain_id: int = CHAIN_ID, timestamp: int = START) -> None:
        self.chain_id = chain_id
        self.timestamp = timestamp
        self.number = 1
        self.gas = 0
        self.events: list[abi_codec.Event] = []
        self._event_abis: dict[bytes, dict[str, Any]] = {}
        self._is_metered = False
        self._evm = self._new_evm()

    def actor(self, name: str) -> Actor:
        """A funded actor."""
        actor = Actor(name)
        self._evm.set_balance(actor.address, RICH)
        return actor

    def deploy(self, name: str, *values: Any, sender: Any) -> Contract:
        """Deploy a contract by its file's name with its constructor's arguments."""
        artifact = compiled(find(name))
        inputs: list[Any] = next(
            (i["inputs"] for i in artifact.abi if i["type"] == "constructor"), []
        )
        code = artifact.bytecode + abi_codec.encode(inputs, values)
        caller = getattr(sender, "address", sender)
        address = self._run(lambda evm: evm.deploy(caller, code, gas=GAS_LIMIT))
        return self.at(name, to_checksum_address(address))

    def at(self, name: str, address: str) -> Contract:
        """A contract's functions at an address."""
        contract = Contract(self, compiled(find(name)), address)
        for item in contract.artifact.abi:
            if item["type"] == "event":
                self._event_abis[abi_codec.topic(item)] = item
        return contract

    def call(
        self,
        to: Any,
        data: bytes = b"",
        *,
        sender: Any = None,
        value: int = 0,
        is_static: bool = False,
        gas: int = GAS_LIMIT,
    ) -> bytes:
        """A raw call; sets `gas` and `events`."""
        caller = getattr(sender, "address", sender) or "0x" + "00" * 20
        target = to_checksum_address(getattr(to, "address", to))

        def action(evm: Any) -> Any:
            return evm.message_call(
                caller, target, calldata=data, value=value, gas=gas, is_static=is_static
            )

        alone = self._alone() if self._is_metered and not is_static else None
        answer = self._run(action)
        if alone is not None:
            self._run(action, alone)
        if not is_static:
            self.events = self._decoded(self._evm.result.logs)
        return bytes(answer)

    def code_at(self, address: Any) -> bytes:
        """The code of an account."""
        return bytes(self._evm.get_code(getattr(address, "address", address)) or b"")

    def set_code(self, address: Any, code: bytes) -> None:
        """Give an account code, keeping its balance, as EIP-7702 lets a key's owner do."""
        target = getattr(address, "address", address)
        self._evm.insert_account_info(target, pyrevm.AccountInfo(nonce=1, code=code))
        self._evm.set_balance(target, RICH)

    def storage_at(self, address: Any, slot: int) -> int:
        """One word of a contract's storage."""
        return int(self._evm.storage(getattr(address, "address", address), slot))

    def set_storage(self, address: Any, slot: int, word: int) -> None:
        """Overwrite one word of a contract's storage, to reach states that take too long."""
        self._evm.insert_account_storage(getattr(address, "address", address), slot, word)

    def slot_of(self, address: Any, word: int) -> int:
        """The one slot of a contract that holds a word."""
        wanted = getattr(address, "address", address).lower()
        state = self._evm.journal_str.split("}, transient_storage:")[0]
        slots = dict(_ACCOUNT.findall(state))[wanted]
        found = [int(slot, 0) for slot, held in _SLOT.findall(slots) if int(held, 0) == word]
        assert len(found) == 1, f"{len(found)} slots hold {word:#x}"
        return found[0]

    def balance_of(self, address: Any) -> int:
        """An account's coins, in wei."""
        return int(self._evm.get_balance(getattr(address, "address", address)))

    def warp(self, *, days: int = 0, seconds: int = 0, to: int | None = None) -> None:
        """Move the clock on, or set it."""
        self.timestamp = (self.timestamp if to is None else to) + days * DAY + seconds
        self.number += 1
        self._evm.set_block_env(self._block())

    @contextmanager
    def anchored(self) -> Iterator[None]:
        """Whatever happens in the block is undone at its end, the clock included."""
        token = self.snapshot()
        try:
            yield
        finally:
            self.revert(token)

    def snapshot(self) -> tuple[Any, ...]:
        """A point to go back to with `revert`, once."""
        return (self._evm.snapshot(), self.timestamp, self.number)

    def revert(self, token: tuple[Any, ...]) -> None:
        """Go back to a snapshot."""
        checkpoint, self.timestamp, self.number = token
        self._evm.revert(checkpoint)
        self._evm.set_block_env(self._block())

    @contextmanager
    def metered(self) -> Iterator[None]:
        """In the block `gas` is what each call costs as a transaction of its own."""
        self._is_metered = True
        try:
            yield
        finally:
            self._is_metered = False

    def fork(self, chain_id: int) -> "Chain":
        """The same state on a chain with another id; contracts are reached with `at`."""
        other = Chain(chain_id, self.timestamp)
        other._event_abis = dict(self._event_abis)
        other.number = self.number
        self._copy_into(other._evm)
        return other

    def _copy_into(self, new: Any) -> None:
        for address in self._evm.journal_state:
            self._copy_account(address, new)
            new.set_balance(address, self._evm.get_balance(address))
        for address, slot, word in self._stored_words():
            new.insert_account_storage(address, slot, word)

    def _alone(self) -> Any:
        """This state as a transaction of its own finds it: in the database, nothing warm.

        revm in process keeps one transaction open for ever, so what an earlier call touched stays
        warm, and a slot's original value is the one before all calls. What is inserted for an
        account that the transaction has not loaded goes to the database; inserting a word loads
        its account, and going back to the checkpoint before unloads it. Coins are not copied.
        """
        new = self._new_evm()
        for address in self._evm.journal_state:
            self._copy_account(address, new)
        for address, slot, word in self._stored_words():
            checkpoint = new.snapshot()
            new.insert_account_storage(address, slot, word)
            new.revert(checkpoint)
        return new

    def _copy_account(self, address: str, new: Any) -> None:
        info, code = self._evm.basic(address), self._evm.get_code(address)
        fresh = pyrevm.AccountInfo(nonce=info.nonce, code=bytes(code) if code else None)
        new.insert_account_info(address, fresh)

    def _stored_words(self) -> Iterator[tuple[str, int, int]]:
        state = self._evm.journal_str.split("}, transient_storage:")[0]
        for address, slots in _ACCOUNT.findall(state):
            for slot, word in _SLOT.findall(slots):
                yield address, int(slot, 0), int(word, 0)

    def _new_evm(self) -> Any:
        config = pyrevm.CfgEnv(chain_id=self.chain_id)
        env = pyrevm.Env(cfg=config, block=self._block())
        return pyrevm.EVM(env=env, spec_id="CANCUN")

    def _block(self) -> Any:
        return pyrevm.BlockEnv(
            number=self.number, timestamp=self.timestamp, gas_limit=GAS_LIMIT, basefee=0
        )

    def _run(self, action: Any, evm: Any = None) -> Any:
        evm = evm or self._evm
        try:
            answer = action(evm)
        except RuntimeError as error:
            raise _reverted(str(error)) from None
        finally:
            if evm.result is not None:
                self.gas = int(evm.result.gas_used)
        return answer

    def _decoded(self, logs: list[Any]) -> list[abi_codec.Event]:
        events = []
        for entry in logs:
            topics, data = entry.data
            item = self._event_abis.get(bytes(topics[0])) if topics else None
            if item is not None:
                parts = [bytes(t) for t in topics]
                events.append(abi_codec.decode_event(item, entry.address, parts, bytes(data)))
        return events


def _reverted(text: str) -> Reverted:
    match = _OUTPUT.match(text)
    if match is None:
        return Reverted(text)
    data = bytes.fromhex(match[2])
    if data[:4] != _ERROR_SELECTOR:
        return Reverted("", data)
    length = int.from_bytes(data[36:68], "big")
    return Reverted(data[68 : 68 + length].decode(), data)
