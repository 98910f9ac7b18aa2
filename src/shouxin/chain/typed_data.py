# SPDX-License-Identifier: Apache-2.0
"""EIP-712: what a wallet shows and signs for the contracts' structs, and their hashes."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeAlias

from eth_account.messages import SignableMessage, encode_typed_data
from eth_account.signers.local import LocalAccount
from eth_utils import keccak

from shouxin.chain.abi import Address

Types: TypeAlias = Mapping[str, tuple[tuple[str, str], ...]]
"""Struct types by name: their fields' names and EIP-712 types, in order."""

VERSION = "1"
_DOMAIN = (
    ("name", "string"),
    ("version", "string"),
    ("chainId", "uint256"),
    ("verifyingContract", "address"),
)
_SOLIDITY = {"Address": "address", "int": "uint256", "bytes": "bytes32", "bool": "bool"}
_SIGNED = {"utc_offset_minutes": "int256"}
_NOWHERE = "0x" + "00" * 20


@dataclass(frozen=True, slots=True)
class Domain:
    """Whom a signature is for.

    Attributes:
        name: the contract's name in its domain, such as ``Shouxin OfferDesk``.
        chain_id: the chain's id.
        contract: the contract's address.
    """

    name: str
    chain_id: int
    contract: Address


def types_of(*structs: type) -> Types:
    """The EIP-712 types of generated struct classes, the nested ones named as well."""
    return {
        struct.__name__: tuple(
            (field.name, _type_of(field.name, field.type)) for field in fields(struct)
        )
        for struct in structs
    }


def typed_data(domain: Domain, types: Types, primary: str, message: object) -> dict[str, Any]:
    """What ``eth_signTypedData_v4`` takes, bytes and numbers as Python has them.

    Args:
        domain: the contract that the signature is for.
        types: the primary struct's type and those of the structs in it.
        primary: the name of the struct that is signed.
        message: the struct, or a mapping with its fields.
    """
    listed = {
        name: [{"name": field, "type": kind} for field, kind in members]
        for name, members in {"EIP712Domain": _DOMAIN, **types}.items()
    }
    return {
        "types": listed,
        "primaryType": primary,
        "domain": {
            "name": domain.name,
            "version": VERSION,
            "chainId": domain.chain_id,
            "verifyingContract": domain.contract,
        },
        "message": _plain(message),
    }


def typed_data_json(data: Mapping[str, Any]) -> dict[str, Any]:
    """Typed data as JSON has it: bytes in hexadecimal, the message's numbers as decimal texts."""
    return {**data, "message": _json(data["message"])}


def hash_struct(types: Types, primary: str, message: object) -> bytes:
    """EIP-712's ``hashStruct``, which knows of no domain."""
    return bytes(_signable(Domain("", 0, _NOWHERE), types, primary, message).body)


def digest(domain: Domain, types: Types, primary: str, message: object) -> bytes:
    """The 32 bytes that are signed."""
    signable = _signable(domain, types, primary, message)
    return bytes(keccak(b"\x19" + signable.version + signable.header + signable.body))


def sign(
    account: LocalAccount, domain: Domain, types: Types, primary: str, message: object
) -> bytes:
    """A key's signature: r, s and v in 65 bytes."""
    return bytes(account.sign_message(_signable(domain, types, primary, message)).signature)


def _signable(domain: Domain, types: Types, primary: str, message: object) -> SignableMessage:
    return encode_typed_data(full_message=typed_data(domain, types, primary, message))


def _type_of(name: str, annotation: object) -> str:
    """The EIP-712 type of a generated field; a struct's is its own name."""
    written = str(annotation)
    return _SIGNED.get(name) or _SOLIDITY.get(written, written)


def _plain(value: object) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    return value


def _json(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _json(item) for name, item in value.items()}
    if isinstance(value, bytes):
        return "0x" + value.hex()
    return value if isinstance(value, bool) else str(value)
