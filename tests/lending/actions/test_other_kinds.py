# SPDX-License-Identifier: Apache-2.0
"""Notices of withdrawal, permits, disputes and wallets that join."""

import pytest

from shouxin.chain.bindings import party_registry
from shouxin.chain.sender import Sender, new_key
from shouxin.credit.entry import Kind, unpack
from shouxin.lending.actions import known_kinds, prepare
from shouxin.lending.model import Status
from shouxin.primitives.errors import ShouxinError
from shouxin.story.cast import Cast, Person
from shouxin.story.loans import LiveLoan
from shouxin.story.records import read_entries
from shouxin.story.stage import Stage
from shouxin.story.text import Text
from tests.lending.actions.acting import Acting, refused, signatures


def test_an_unknown_action_is_refused_with_the_known_ones(acting: Acting) -> None:
    with pytest.raises(ShouxinError, match="transfer_note") as caught:
        prepare(acting.site, "borrow_forever", {})
    assert caught.value.code == "action.unknown"


def test_every_kind_has_both_languages() -> None:
    assert len(known_kinds()) >= 14
    for kind in known_kinds().values():
        assert kind.title.en
        assert kind.title.zh
        assert kind.title.zh != kind.title.en


def test_a_withdrawal_by_another_is_refused(acting: Acting, cast: Cast, loan: LiveLoan) -> None:
    prepared = acting.prepare("withdrawal_notice", loan="0x" + loan.id.hex())
    given = {"action": prepared.plan.signing[0].action.signed_by(cast.bank.sender.account)}
    with refused("action.signature"):
        acting.carry_out("withdrawal_notice", prepared, given)


def test_a_borrower_gives_notice_once(
    acting: Acting, stage: Stage, cast: Cast, loan: LiveLoan
) -> None:
    prepared = acting.prepare("withdrawal_notice", loan="0x" + loan.id.hex())
    assert "within" not in prepared.plan.sentence.en
    assert "30 天" in prepared.plan.sentence.zh
    acting.carry_out("withdrawal_notice", prepared, signatures(prepared, [cast.shop]))
    state = stage.deployment.book.state_of(loan.id)
    assert state.withdrawal_day > 0
    assert state.status == Status.OPEN
    with pytest.raises(ShouxinError):
        acting.act("withdrawal_notice", [cast.shop], loan="0x" + loan.id.hex())


def test_a_permit_to_a_stranger_is_refused(acting: Acting, stage: Stage, cast: Cast) -> None:
    with refused("action.spender"):
        acting.prepare(
            "permit",
            owner=cast.shop.address,
            currency=stage.token.address,
            spender=cast.buyer.address,
            amount_units="5",
        )


def test_a_permit_is_exact(acting: Acting, stage: Stage, borrower: Person) -> None:
    book = stage.deployment.book.address
    wanted = {"owner": borrower.address, "currency": stage.token.address, "spender": book}
    prepared = acting.prepare("permit", **wanted, amount_units="4321")
    with refused("action.permit_by_key"):
        acting.carry_out("permit", prepared, {"permit": b"several owners"})
    acting.carry_out("permit", prepared, signatures(prepared, [borrower]))
    assert stage.token.allowance(borrower.address, book) == 4_321
    assert "43.21 JCCNY" in prepared.plan.sentence.en


def test_a_wallet_without_a_party_disputes_nothing(acting: Acting) -> None:
    with refused("action.no_party"):
        acting.prepare("dispute", wallet=str(new_key().address), index=0, reason=1)


def test_an_entry_that_is_not_there_is_refused(acting: Acting, borrower: Person) -> None:
    with refused("record.no_entry"):
        acting.prepare("dispute", wallet=borrower.address, index=0, reason=1)


def test_a_subject_disputes_an_entry_once(
    acting: Acting, stage: Stage, cast: Cast, loan: LiveLoan
) -> None:
    entries = read_entries(stage, cast.shop.party)
    index = next(at for at, found in enumerate(entries) if found.loan == loan.id)
    wanted = {"wallet": cast.shop.address, "index": index, "reason": 1}
    prepared = acting.prepare("dispute", **wanted)
    assert f"第 {index + 1} 条（放款）" in prepared.plan.sentence.zh
    assert "it is not mine" in prepared.plan.sentence.en
    acting.carry_out("dispute", prepared, signatures(prepared, [cast.shop]))
    last = unpack(read_entries(stage, cast.shop.party)[-1].word)
    assert last.kind == Kind.DISPUTED
    with pytest.raises(ShouxinError):
        acting.act("dispute", [cast.shop], **wanted)


def test_a_wallet_joins_by_two_signatures(acting: Acting, stage: Stage, borrower: Person) -> None:
    newcomer = Person(Text("new", "新"), borrower.kind, Sender(stage.chain, new_key()), b"")
    wanted = {"wallet": newcomer.address, "member": borrower.address}
    prepared = acting.prepare("join_wallet", **wanted)
    with refused("action.not_signed"):
        acting.carry_out("join_wallet", prepared, signatures(prepared, [borrower]))
    receipt = acting.carry_out("join_wallet", prepared, signatures(prepared, [borrower, newcomer]))
    joined = receipt.event(party_registry.WalletJoined)
    assert (joined.wallet, joined.party) == (newcomer.address, borrower.party)
    assert stage.deployment.registry.party_of(newcomer.address) == borrower.party
    with refused("action.has_party"):
        acting.prepare("join_wallet", **wanted)


def test_a_wallet_joins_no_wallet_without_a_party(acting: Acting) -> None:
    with refused("action.no_party"):
        acting.prepare("join_wallet", wallet=str(new_key().address), member=str(new_key().address))
