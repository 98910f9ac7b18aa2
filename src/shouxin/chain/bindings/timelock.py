# SPDX-License-Identifier: Apache-2.0
"""``Timelock``, typed; generated: run `make artifacts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from shouxin.chain.abi import Address, Contract, Function, checksummed

if TYPE_CHECKING:
    from shouxin.chain.sender import Receipt, Sender


@dataclass(frozen=True, slots=True)
class RoleGranted:
    """The event ``RoleGranted``."""

    NAME: ClassVar[str] = "RoleGranted"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "2f8788117e7eff1d82e926ec794901d17c78024a50270940304540a733656f0d"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("bytes32", True),
        ("address", True),
        ("address", True),
    )

    role: bytes
    account: Address
    sender: Address

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            role=bytes(values[0]),
            account=checksummed(values[1]),
            sender=checksummed(values[2]),
        )


@dataclass(frozen=True, slots=True)
class RoleRevoked:
    """The event ``RoleRevoked``."""

    NAME: ClassVar[str] = "RoleRevoked"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "f6391f5c32d9c69d2a47ea670b442974b53935d1edc7fd64eb21e047a839171b"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("bytes32", True),
        ("address", True),
        ("address", True),
    )

    role: bytes
    account: Address
    sender: Address

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            role=bytes(values[0]),
            account=checksummed(values[1]),
            sender=checksummed(values[2]),
        )


@dataclass(frozen=True, slots=True)
class MinimumDelayChange:
    """The event ``MinimumDelayChange``."""

    NAME: ClassVar[str] = "MinimumDelayChange"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "4b5554d29ee3e01e9de54465da9e1e3f85d3da63e9c40f316f0f7fc8a5351f97"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("uint256", False), ("uint256", False))

    old_duration: int
    new_duration: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            old_duration=int(values[0]),
            new_duration=int(values[1]),
        )


@dataclass(frozen=True, slots=True)
class CallScheduled:
    """The event ``CallScheduled``."""

    NAME: ClassVar[str] = "CallScheduled"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "4cf4410cc57040e44862ef0f45f3dd5a5e02db8eb8add648d4b0e236f1d07dca"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("bytes32", True),
        ("uint256", True),
        ("address", False),
        ("uint256", False),
        ("bytes", False),
        ("bytes32", False),
        ("uint256", False),
    )

    id: bytes
    index: int
    target: Address
    amount: int
    payload: bytes
    predecessor: bytes
    delay: int

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            id=bytes(values[0]),
            index=int(values[1]),
            target=checksummed(values[2]),
            amount=int(values[3]),
            payload=bytes(values[4]),
            predecessor=bytes(values[5]),
            delay=int(values[6]),
        )


@dataclass(frozen=True, slots=True)
class CallSalt:
    """The event ``CallSalt``."""

    NAME: ClassVar[str] = "CallSalt"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "20fda5fd27a1ea7bf5b9567f143ac5470bb059374a27e8f67cb44f946f6d0387"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("bytes32", True), ("bytes32", False))

    id: bytes
    salt: bytes

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            id=bytes(values[0]),
            salt=bytes(values[1]),
        )


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The event ``Cancelled``."""

    NAME: ClassVar[str] = "Cancelled"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "baa1eb22f2a492ba1a5fea61b8df4d27c6c8b5f3971e63bb58fa14ff72eedb70"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (("bytes32", True),)

    id: bytes

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            id=bytes(values[0]),
        )


@dataclass(frozen=True, slots=True)
class CallExecuted:
    """The event ``CallExecuted``."""

    NAME: ClassVar[str] = "CallExecuted"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "c2617efa69bab66782fa219543714338489c4e9e178271560a91b82c3f612b58"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("bytes32", True),
        ("uint256", True),
        ("address", False),
        ("uint256", False),
        ("bytes", False),
    )

    id: bytes
    index: int
    target: Address
    amount: int
    payload: bytes

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            id=bytes(values[0]),
            index=int(values[1]),
            target=checksummed(values[2]),
            amount=int(values[3]),
            payload=bytes(values[4]),
        )


_SCHEDULE = Function(
    "schedule", ("address", "uint256", "bytes", "bytes32", "bytes32", "uint256"), ()
)
_SCHEDULE_BATCH = Function(
    "schedule_batch", ("address[]", "uint256[]", "bytes[]", "bytes32", "bytes32", "uint256"), ()
)
_CANCEL = Function("cancel", ("bytes32",), ())
_EXECUTE = Function("execute", ("address", "uint256", "bytes", "bytes32", "bytes32"), ())
_EXECUTE_BATCH = Function(
    "execute_batch", ("address[]", "uint256[]", "bytes[]", "bytes32", "bytes32"), ()
)
_UPDATE_DELAY = Function("update_delay", ("uint256",), ())
_GET_MINIMUM_DELAY = Function("get_minimum_delay", (), ("uint256",))
_GET_TIMESTAMP = Function("get_timestamp", ("bytes32",), ("uint256",))
_GET_OPERATION_STATE = Function("get_operation_state", ("bytes32",), ("uint256",))
_IS_OPERATION = Function("is_operation", ("bytes32",), ("bool",))
_IS_OPERATION_PENDING = Function("is_operation_pending", ("bytes32",), ("bool",))
_IS_OPERATION_READY = Function("is_operation_ready", ("bytes32",), ("bool",))
_IS_OPERATION_DONE = Function("is_operation_done", ("bytes32",), ("bool",))
_HASH_OPERATION = Function(
    "hash_operation", ("address", "uint256", "bytes", "bytes32", "bytes32"), ("bytes32",)
)
_HASH_OPERATION_BATCH = Function(
    "hash_operation_batch",
    ("address[]", "uint256[]", "bytes[]", "bytes32", "bytes32"),
    ("bytes32",),
)
_SUPPORTSINTERFACE = Function("supportsInterface", ("bytes4",), ("bool",))
_PROPOSER_ROLE_CONSTANT = Function("PROPOSER_ROLE", (), ("bytes32",))
_EXECUTOR_ROLE_CONSTANT = Function("EXECUTOR_ROLE", (), ("bytes32",))
_CANCELLER_ROLE_CONSTANT = Function("CANCELLER_ROLE", (), ("bytes32",))
_DEFAULT_ADMIN_ROLE_CONSTANT = Function("DEFAULT_ADMIN_ROLE", (), ("bytes32",))
_HASROLE = Function("hasRole", ("bytes32", "address"), ("bool",))
_GETROLEADMIN = Function("getRoleAdmin", ("bytes32",), ("bytes32",))
_GRANTROLE = Function("grantRole", ("bytes32", "address"), ())
_REVOKEROLE = Function("revokeRole", ("bytes32", "address"), ())
_RENOUNCEROLE = Function("renounceRole", ("bytes32", "address"), ())


class Timelock(Contract):
    """The contract ``Timelock``."""

    NAME = "Timelock"
    CONSTRUCTOR: ClassVar[tuple[str, ...]] = ("uint256", "address[]", "address[]")

    def schedule(
        self,
        target: Address,
        amount: int,
        payload: bytes,
        predecessor: bytes,
        salt: bytes,
        delay: int,
        *,
        sender: Sender,
    ) -> Receipt:
        """Calls ``schedule``."""
        return self._send(
            _SCHEDULE, target, amount, payload, predecessor, salt, delay, sender=sender
        )

    def schedule_batch(
        self,
        targets: Sequence[Address],
        amounts: Sequence[int],
        payloads: Sequence[bytes],
        predecessor: bytes,
        salt: bytes,
        delay: int,
        *,
        sender: Sender,
    ) -> Receipt:
        """Calls ``schedule_batch``."""
        return self._send(
            _SCHEDULE_BATCH, targets, amounts, payloads, predecessor, salt, delay, sender=sender
        )

    def cancel(self, id: bytes, *, sender: Sender) -> Receipt:
        """Calls ``cancel``."""
        return self._send(_CANCEL, id, sender=sender)

    def execute(
        self,
        target: Address,
        amount: int,
        payload: bytes,
        predecessor: bytes,
        salt: bytes,
        *,
        sender: Sender,
        value: int = 0,
    ) -> Receipt:
        """Calls ``execute``."""
        return self._send(
            _EXECUTE, target, amount, payload, predecessor, salt, sender=sender, value=value
        )

    def execute_batch(
        self,
        targets: Sequence[Address],
        amounts: Sequence[int],
        payloads: Sequence[bytes],
        predecessor: bytes,
        salt: bytes,
        *,
        sender: Sender,
        value: int = 0,
    ) -> Receipt:
        """Calls ``execute_batch``."""
        return self._send(
            _EXECUTE_BATCH,
            targets,
            amounts,
            payloads,
            predecessor,
            salt,
            sender=sender,
            value=value,
        )

    def update_delay(self, new_delay: int, *, sender: Sender) -> Receipt:
        """Calls ``update_delay``."""
        return self._send(_UPDATE_DELAY, new_delay, sender=sender)

    def get_minimum_delay(self, *, caller: Address | None = None) -> int:
        """Calls ``get_minimum_delay``."""
        raw = self._view(_GET_MINIMUM_DELAY, caller=caller)
        return int(raw[0])

    def get_timestamp(self, arg0: bytes, *, caller: Address | None = None) -> int:
        """Calls ``get_timestamp``."""
        raw = self._view(_GET_TIMESTAMP, arg0, caller=caller)
        return int(raw[0])

    def get_operation_state(self, id: bytes, *, caller: Address | None = None) -> int:
        """Calls ``get_operation_state``."""
        raw = self._view(_GET_OPERATION_STATE, id, caller=caller)
        return int(raw[0])

    def is_operation(self, id: bytes, *, caller: Address | None = None) -> bool:
        """Calls ``is_operation``."""
        raw = self._view(_IS_OPERATION, id, caller=caller)
        return bool(raw[0])

    def is_operation_pending(self, id: bytes, *, caller: Address | None = None) -> bool:
        """Calls ``is_operation_pending``."""
        raw = self._view(_IS_OPERATION_PENDING, id, caller=caller)
        return bool(raw[0])

    def is_operation_ready(self, id: bytes, *, caller: Address | None = None) -> bool:
        """Calls ``is_operation_ready``."""
        raw = self._view(_IS_OPERATION_READY, id, caller=caller)
        return bool(raw[0])

    def is_operation_done(self, id: bytes, *, caller: Address | None = None) -> bool:
        """Calls ``is_operation_done``."""
        raw = self._view(_IS_OPERATION_DONE, id, caller=caller)
        return bool(raw[0])

    def hash_operation(
        self,
        target: Address,
        amount: int,
        payload: bytes,
        predecessor: bytes,
        salt: bytes,
        *,
        caller: Address | None = None,
    ) -> bytes:
        """Calls ``hash_operation``."""
        raw = self._view(_HASH_OPERATION, target, amount, payload, predecessor, salt, caller=caller)
        return bytes(raw[0])

    def hash_operation_batch(
        self,
        targets: Sequence[Address],
        amounts: Sequence[int],
        payloads: Sequence[bytes],
        predecessor: bytes,
        salt: bytes,
        *,
        caller: Address | None = None,
    ) -> bytes:
        """Calls ``hash_operation_batch``."""
        raw = self._view(
            _HASH_OPERATION_BATCH, targets, amounts, payloads, predecessor, salt, caller=caller
        )
        return bytes(raw[0])

    def supportsInterface(self, interface_id: bytes, *, caller: Address | None = None) -> bool:
        """Calls ``supportsInterface``."""
        raw = self._view(_SUPPORTSINTERFACE, interface_id, caller=caller)
        return bool(raw[0])

    def PROPOSER_ROLE(self, *, caller: Address | None = None) -> bytes:
        """Calls ``PROPOSER_ROLE``."""
        raw = self._view(_PROPOSER_ROLE_CONSTANT, caller=caller)
        return bytes(raw[0])

    def EXECUTOR_ROLE(self, *, caller: Address | None = None) -> bytes:
        """Calls ``EXECUTOR_ROLE``."""
        raw = self._view(_EXECUTOR_ROLE_CONSTANT, caller=caller)
        return bytes(raw[0])

    def CANCELLER_ROLE(self, *, caller: Address | None = None) -> bytes:
        """Calls ``CANCELLER_ROLE``."""
        raw = self._view(_CANCELLER_ROLE_CONSTANT, caller=caller)
        return bytes(raw[0])

    def DEFAULT_ADMIN_ROLE(self, *, caller: Address | None = None) -> bytes:
        """Calls ``DEFAULT_ADMIN_ROLE``."""
        raw = self._view(_DEFAULT_ADMIN_ROLE_CONSTANT, caller=caller)
        return bytes(raw[0])

    def hasRole(self, arg0: bytes, arg1: Address, *, caller: Address | None = None) -> bool:
        """Calls ``hasRole``."""
        raw = self._view(_HASROLE, arg0, arg1, caller=caller)
        return bool(raw[0])

    def getRoleAdmin(self, arg0: bytes, *, caller: Address | None = None) -> bytes:
        """Calls ``getRoleAdmin``."""
        raw = self._view(_GETROLEADMIN, arg0, caller=caller)
        return bytes(raw[0])

    def grantRole(self, role: bytes, account: Address, *, sender: Sender) -> Receipt:
        """Calls ``grantRole``."""
        return self._send(_GRANTROLE, role, account, sender=sender)

    def revokeRole(self, role: bytes, account: Address, *, sender: Sender) -> Receipt:
        """Calls ``revokeRole``."""
        return self._send(_REVOKEROLE, role, account, sender=sender)

    def renounceRole(self, role: bytes, account: Address, *, sender: Sender) -> Receipt:
        """Calls ``renounceRole``."""
        return self._send(_RENOUNCEROLE, role, account, sender=sender)
