# SPDX-License-Identifier: Apache-2.0
"""What a client reads of a town: currencies, an account, parties, a loan, a record's proof."""

from __future__ import annotations

import pytest

from shouxin.credit.ledger import ledger_of
from shouxin.credit.report import parse_report
from shouxin.credit.verification import verify
from shouxin.primitives.hexadecimal import to_hex
from tests.client.asking import client_of, refused
from tests.client.test_checking import loan
from tests.lending.endpoints.town import Town

pytestmark = pytest.mark.anyio


async def test_a_stranger_gets_no_report(town: Town) -> None:
    shop, bank = town.cast.shop, town.cast.bank
    party = to_hex(shop.party)
    async with client_of(town.world.app) as client:
        with refused("access.not_signed_in"):
            await client.report(party)
    town.world.parties[bank.address] = to_hex(bank.party)
    token = await town.world.signed_in(bank.sender.account)
    async with client_of(town.world.app, token) as client:
        with refused("record.not_yours"):
            await client.report(party)


async def test_a_party_gets_its_report_and_it_verifies(town: Town) -> None:
    shop = town.cast.shop
    await loan(town)
    town.world.parties[shop.address] = to_hex(shop.party)
    token = await town.world.signed_in(shop.sender.account)
    async with client_of(town.world.app, token) as client:
        data = await client.report(to_hex(shop.party))
        entries = [entry async for entry in client.record(to_hex(shop.party))]
    ledger = ledger_of(town.stage.deployment.manifest)
    verified = verify(parse_report(data), ledger, shop.party)
    assert [each.recorded.word for each in verified.report.entries] == [
        int(entry.word, 16) for entry in entries
    ]
    assert entries


async def test_currencies_are_listed_with_their_decimals(town: Town) -> None:
    async with client_of(town.world.app) as asking:
        (found,) = await asking.currencies()
    token = town.stage.token
    assert (found.address, found.code) == (token.address, token.symbol())
    assert (found.decimals, found.name) == (token.decimals(), token.name())


async def test_an_account_is_told_what_it_needs_to_send(town: Town) -> None:
    sender = town.cast.bank.sender
    async with client_of(town.world.app) as client:
        before = await client.sending(sender.address)
        town.stage.token.approve(sender.address, 1, sender=sender)
        after = await client.sending(sender.address)
        assert after.next_nonce == before.next_nonce + 1
        assert 0 < after.balance_wei < before.balance_wei
        assert after.max_fee_wei >= after.tip_wei
        with refused("input.address"):
            await client.sending("0x12")


async def test_a_loan_is_read_page_by_page_and_whole(town: Town) -> None:
    made = await loan(town)
    other = await loan(town)
    borrower = to_hex(town.cast.shop.party)
    async with client_of(town.world.app) as client:
        listed = [each.id async for each in client.loans(borrower=borrower, limit=1)]
        assert listed[:2] == [other, made]
        assert len(set(listed)) == len(listed)
        found = await client.loan(made)
        assert found.schedule[-1].balance_units == 0
        assert sum(row.principal_units for row in found.schedule) == found.principal_units
        assert (await client.quote(made)) == found.today
        notes = await client.notes(town.cast.bank.address)
        assert found.principal_units in {n.note_units for n in notes if n.loan == made}
        party = await client.party(borrower)
        wallet = await client.wallet(party.wallets[0].address)
        assert wallet.party == party.id
