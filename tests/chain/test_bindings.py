# SPDX-License-Identifier: Apache-2.0
from collections.abc import Callable

import pytest

from shouxin.chain.abi import decode_logs
from shouxin.chain.bindings import deposit_token, party_registry, structs
from shouxin.chain.bindings.deposit_token import DepositToken
from shouxin.chain.deploy import Deployment, deploy_contract
from shouxin.chain.reverts import Reverted
from shouxin.chain.sender import Sender


@pytest.fixture
def bank(new_sender: Callable[[], Sender]) -> Sender:
    return new_sender()


@pytest.fixture
def token(bank: Sender) -> DepositToken:
    contract, _ = deploy_contract(bank, DepositToken, bank.address, "Deposit yuan", "DCNY", 2)
    return contract


def test_texts_numbers_and_addresses_come_back_typed(token: DepositToken, bank: Sender) -> None:
    assert (token.name(), token.symbol(), token.decimals()) == ("Deposit yuan", "DCNY", 2)
    assert token.BANK() == bank.address


def test_a_receipt_has_the_events(
    token: DepositToken, bank: Sender, new_sender: Callable[[], Sender]
) -> None:
    owner = new_sender()
    reference = b"\x01" * 32
    receipt = token.mint(owner.address, 12_345, reference, sender=bank)
    moved = receipt.event(deposit_token.Transfer)
    assert (moved.receiver, moved.value) == (owner.address, 12_345)
    assert token.balanceOf(owner.address) == 12_345
    assert receipt.events(deposit_token.Transfer, bank.address) == []
    assert receipt.gas_used > 21_000
    logs = token.chain.logs(token.address)
    assert moved in decode_logs(deposit_token.Transfer, logs)


def test_only_the_bank_mints(token: DepositToken, new_sender: Callable[[], Sender]) -> None:
    stranger = new_sender()
    with pytest.raises(Reverted):
        token.mint(stranger.address, 1, bytes(32), sender=stranger)
    assert token.totalSupply() == 0


def test_structs_go_in_and_come_out(deployment: Deployment, deployer: Sender) -> None:
    nobody = deployment.registry.opening_parties(
        deployer.address, deployer.address, deployer.address
    )
    assert isinstance(nobody, structs.OpeningParties)
    assert nobody.borrower == bytes(32)
    assert nobody.lender_licensed is False
    request = structs.TransferRequest(
        token=deployment.book.address,
        id=1,
        units=1,
        sender=bytes(32),
        receiver=bytes(32),
        jurisdiction=156,
        product=1,
    )
    assert deployment.rulebook.preview_transfer(request) != 0


def test_the_handover_is_in_the_logs(deployment: Deployment) -> None:
    logs = deployment.chain.logs(deployment.registry.address)
    named = [event.governance for event in decode_logs(party_registry.GovernanceSet, logs)]
    assert named == [deployment.manifest.deployer, deployment.timelock.address]
