# SPDX-License-Identifier: Apache-2.0
import pytest
from eth_utils import keccak

from tests.contracts.compiler import compiled, find
from tests.contracts.evm import CHAIN_ID, Chain, Contract

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
DIGEST = keccak(b"a digest")


@pytest.fixture
def chain() -> Chain:
    return Chain()


@pytest.fixture
def module(chain: Chain) -> Contract:
    return chain.deploy("SignaturesMock", sender=chain.actor("deployer"))


@pytest.fixture
def wallet(chain: Chain) -> Contract:
    return chain.deploy("ContractWallet", sender=chain.actor("deployer"))


def test_a_malformed_or_foreign_signature_is_refused(chain: Chain, module: Contract) -> None:
    alice, mallory = chain.actor("alice"), chain.actor("mallory")
    good = alice.sign_digest(DIGEST)
    r, s, v = good[:32], int.from_bytes(good[32:64], "big"), good[64]
    high = r + (ORDER - s).to_bytes(32, "big") + bytes([55 - v])
    compact = r + (s | ((v - 27) << 255)).to_bytes(32, "big")
    refused = {
        "empty": b"",
        "another's": mallory.sign_digest(DIGEST),
        "of another digest": alice.sign_digest(keccak(b"another")),
        "high s": high,
        "64 bytes": compact,
        "66 bytes": good + b"\0",
        "v of 0": good[:64] + bytes([v - 27]),
        "v of 29": good[:64] + bytes([29]),
        "zeros": bytes(65),
        "zeros with v": bytes(64) + b"\x1b",
    }
    for name, signature in refused.items():
        assert not module.is_valid(alice, DIGEST, signature), name
    assert module.is_valid(alice, DIGEST, good)


def test_the_empty_address_signs_nothing(module: Contract) -> None:
    for signature in (b"", bytes(65), bytes(64) + b"\x1b", b"\xff" * 64 + b"\x1b"):
        assert not module.is_valid("0x" + "00" * 20, DIGEST, signature)


@pytest.mark.parametrize("size", [0, 64, 65, 130, 1024])
def test_a_contract_wallet_decides_by_eip_1271(
    chain: Chain, module: Contract, wallet: Contract, size: int
) -> None:
    signature = b"\x01" * size
    assert not module.is_valid(wallet, DIGEST, signature)
    wallet.accept(DIGEST, signature, sender=chain.actor("owner"))
    assert module.is_valid(wallet, DIGEST, signature)
    assert not module.is_valid(wallet, keccak(b"another"), signature)


@pytest.mark.parametrize("behaviour", [1, 2])
def test_a_wallet_that_reverts_or_answers_otherwise_refuses(
    chain: Chain, module: Contract, wallet: Contract, behaviour: int
) -> None:
    owner = chain.actor("owner")
    wallet.accept(DIGEST, b"signature", sender=owner)
    wallet.behave(behaviour, sender=owner)
    assert not module.is_valid(wallet, DIGEST, b"signature")


def test_a_contract_without_eip_1271_refuses(module: Contract) -> None:
    assert not module.is_valid(module, DIGEST, b"signature")


def test_an_account_with_delegated_code_signs_by_its_key_and_by_its_code(
    chain: Chain, module: Contract
) -> None:
    alice = chain.actor("alice")
    chain.set_code(alice, compiled(find("ContractWallet")).runtime)
    assert module.is_valid(alice, DIGEST, alice.sign_digest(DIGEST))
    assert not module.is_valid(alice, DIGEST, b"by code")
    chain.at("ContractWallet", alice.address).accept(
        DIGEST, b"by code", sender=chain.actor("relayer")
    )
    assert module.is_valid(alice, DIGEST, b"by code")


def test_the_domain_follows_the_chain_and_the_contract(chain: Chain, module: Contract) -> None:
    deployer, other_chain = chain.actor("deployer"), chain.fork(chain_id=5)
    twin = chain.deploy("SignaturesMock", sender=deployer)
    forked = other_chain.at("SignaturesMock", module.address)
    digests = {module.digest(DIGEST), twin.digest(DIGEST), forked.digest(DIGEST)}
    assert len(digests) == 3
    assert module.eip712Domain()[1:5] == ("Signatures Mock", "1", CHAIN_ID, module.address)
    assert forked.eip712Domain()[3] == 5
