# SPDX-License-Identifier: Apache-2.0
"""Digests of what several sign, from the contract's own structs, where whole terms are a hash."""

from collections.abc import Mapping
from typing import Any

from eth_abi import encode
from eth_utils import keccak

from shouxin.chain.bindings.structs import Replacement
from shouxin.chain.typed_data import Domain, Types, digest, types_of
from shouxin.lending.joint_actions import AMENDMENT_TYPES, SUCCESSION_TYPES
from tests.contracts.evm import Actor, Contract, domain_of

REPLACEMENT_TYPES = types_of(Replacement)
REVOCATION_TYPES: Types = {"Revocation": (("signer", "address"), ("digest", "bytes32"))}


def amendment_digest(amending: Contract, amendment: Mapping[str, Any]) -> bytes:
    return joint_digest(amending, AMENDMENT_TYPES, "Amendment", amendment)


def replacement_digest(amending: Contract, replacement: Mapping[str, Any]) -> bytes:
    return joint_digest(amending, REPLACEMENT_TYPES, "Replacement", replacement)


def succession_digest(rollover: Contract, succession: Mapping[str, Any]) -> bytes:
    return joint_digest(rollover, SUCCESSION_TYPES, "Succession", succession)


def joint_digest(contract: Contract, types: Types, name: str, struct: Mapping[str, Any]) -> bytes:
    """EIP-712's digest, by hand: in the struct stands the hash of whole terms."""
    hashed = keccak(encode_type(types, name).encode())
    kinds = ["bytes32" if kind == "Terms" else kind for _, kind in types[name]]
    body = keccak(encode(["bytes32", *kinds], [hashed, *struct.values()]))
    return bytes(keccak(b"\x19\x01" + separator_of(contract) + body))


def encode_type(types: Types, name: str) -> str:
    """EIP-712's ``encodeType``: the primary type, then the others by name."""
    others = sorted(set(types) - {name})
    return "".join(
        f"{kind}({','.join(f'{of} {field}' for field, of in types[kind])})"
        for kind in (name, *others)
    )


def separator_of(contract: Contract) -> bytes:
    """The domain separator that the contract's own statement of its domain (EIP-5267) gives."""
    stated = domain_of(contract)
    text = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    values = [keccak(text.encode())]
    values += [keccak(text=stated[name]) for name in ("name", "version")]
    kinds = ["bytes32"] * 3 + ["uint256", "address"]
    return bytes(keccak(encode(kinds, [*values, stated["chainId"], stated["verifyingContract"]])))


def revocation(contract: Contract, signer: Actor, signed: bytes) -> bytes:
    """A signer's signature over the revocation of what it signed."""
    stated = domain_of(contract)
    domain = Domain(stated["name"], stated["chainId"], stated["verifyingContract"])
    message = {"signer": signer.address, "digest": signed}
    return signer.sign_digest(digest(domain, REVOCATION_TYPES, "Revocation", message))
