# SPDX-License-Identifier: Apache-2.0
"""What others write into a record: who asked and why, loans elsewhere, a dispute and its end."""

import os

from shouxin.chain.bindings import structs
from shouxin.chain.bindings.credit_ledger import CreditLedger
from shouxin.credit.entry import Kind, Purpose, Reason, unpack
from shouxin.story.loans import LiveLoan
from shouxin.story.records import cited, read_entries
from shouxin.story.telling import Telling
from shouxin.story.text import Text

LOANS_ELSEWHERE, OWED_ELSEWHERE = 2, 4_800_000


def tell_statements(telling: Telling, written_off: LiveLoan | None) -> None:
    """Inquiries, a furnished root, its dispute, the answer, the correction.

    Args:
        telling: what chapters are told with.
        written_off: a loan whose write-off the shop disputes in vain; None leaves that out.
    """
    telling.narrator.chapter(Text("Who asked, and who was wrong", "查询、报送与异议"))
    _inquire(telling)
    index = _furnish(telling)
    _dispute(telling, index)
    _answer(telling, index)
    _correct(telling, index)
    if written_off is not None:
        _dispute_in_vain(telling, written_off)
    _try_to_rewrite(telling)


def _inquire(telling: Telling) -> None:
    """A soft inquiry leaves no trace in the figures; a hard one is counted."""
    bank, shop, ledger = telling.cast.bank, telling.cast.shop, _ledger(telling)
    before = ledger.aggregates_of(shop.party).hard_inquiry_count
    for purpose, told in (
        (
            Purpose.AFTER_LENDING,
            Text(
                "{bank} looks at {name}'s record to watch a loan it has made: a soft inquiry",
                "{bank}因贷后管理查询{name}的信用记录：软查询",
            ),
        ),
        (
            Purpose.LOAN_APPLICATION,
            Text(
                "{bank} looks at it to decide on a new application: a hard inquiry, counted",
                "{bank}因贷款审批查询同一记录：硬查询，计入次数",
            ),
        ),
    ):
        receipt = ledger.inquire(shop.party, purpose, os.urandom(32), sender=bank.sender)
        telling.event(told.with_values(bank=bank.name, name=shop.name), receipt)
    counted = ledger.aggregates_of(shop.party).hard_inquiry_count - before
    telling.check(Text("not one hard inquiry more", "硬查询次数不是增加一次"), holds=counted == 1)


def _furnish(telling: Telling) -> int:
    """The bank furnishes loans of its own books, by the root of a tree; gives the entry's index."""
    bank, shop = telling.cast.bank, telling.cast.shop
    root = os.urandom(32)  # of a salted tree that the bank keeps
    receipt = _ledger(telling).furnish(
        shop.party, root, LOANS_ELSEWHERE, OWED_ELSEWHERE, True, sender=bank.sender
    )
    told = Text(
        "{bank} furnishes {count} loans of its own books by the root of a Merkle tree, one of them "
        "in arrears",
        "{bank}以默克尔树根报送行内 {count} 笔贷款，其中一笔逾期",
    )
    telling.event(
        told.with_values(bank=bank.name, count=LOANS_ELSEWHERE), receipt, units=OWED_ELSEWHERE
    )
    return _last_of(telling, Kind.FURNISHED)


def _dispute(telling: Telling, index: int) -> None:
    shop, ledger = telling.cast.shop, _ledger(telling)
    receipt = ledger.dispute(
        _cited(telling, index),
        Reason.NOT_MINE,
        os.urandom(32),
        sender=shop.sender,
    )
    told = Text(
        "{name} disputes it: “not mine”; from now on the entry is marked as disputed",
        "{name}提出异议：“非本人贷款”；该条记录即时标注异议",
    )
    telling.event(told.with_values(name=shop.name), receipt)
    _check_counts(telling, open_disputes=1, negative=1, corrected=0)


def _answer(telling: Telling, index: int) -> None:
    bank, shop = telling.cast.bank, telling.cast.shop
    receipt = _ledger(telling).answer(shop.party, index, True, os.urandom(32), sender=bank.sender)
    told = Text(
        "{bank} answers within the {days} days it has: the dispute is right, another Mr Zhou was "
        "meant",
        "{bank}在 {days} 天时限内答复：异议成立，系同名客户",
    )
    telling.event(told.with_values(bank=bank.name, days=_ledger(telling).answer_days()), receipt)
    _check_counts(telling, open_disputes=1, negative=1, corrected=0)


def _correct(telling: Telling, index: int) -> None:
    bank, shop = telling.cast.bank, telling.cast.shop
    receipt = _ledger(telling).correct(
        shop.party,
        _cited(telling, index),
        os.urandom(32),
        sender=bank.sender,
    )
    told = Text(
        "{bank} corrects it: the entry stays to be seen, and counts no more",
        "{bank}予以更正：原记录仍可查见，但不再计入",
    )
    telling.event(told.with_values(bank=bank.name), receipt)
    _check_counts(telling, open_disputes=0, negative=0, corrected=1)


def _dispute_in_vain(telling: Telling, loan: LiveLoan) -> None:
    """What the book wrote is answered for by the loan's servicer."""
    shop, ledger = telling.cast.shop, _ledger(telling)
    index = _last_of(telling, Kind.WRITTEN_OFF)
    told = Text("{name} disputes the write-off of {loan} too", "{name}对{loan}的核销也提出异议")
    disputed = ledger.dispute(
        _cited(telling, index), Reason.OTHER, os.urandom(32), sender=shop.sender
    )
    telling.event(told.with_values(name=shop.name, loan=loan.name), disputed)
    _check_counts(telling, open_disputes=1, negative=0, corrected=1)
    answered = telling.stage.deployment.answering.answer(
        loan.deal.complete,
        index,
        False,
        os.urandom(32),
        sender=loan.servicer.sender,
    )
    told = Text(
        "{bank}, its servicer, rejects that with evidence; the entry stands",
        "{bank}作为贷款服务机构举证驳回，该记录维持不变",
    )
    telling.event(told.with_values(bank=loan.servicer.name), answered)
    _check_counts(telling, open_disputes=0, negative=0, corrected=1)


def _try_to_rewrite(telling: Telling) -> None:
    """What the book computed is nobody's to correct, the lender's least of all."""
    bank, shop = telling.cast.bank, telling.cast.shop
    entries = read_entries(telling.stage, shop.party)
    index = max(i for i, entry in enumerate(entries) if entry.source == _book(telling))
    telling.refused(
        Text(
            "{bank} tries to correct an entry that the loan book wrote",
            "{bank}试图更正由贷款账簿写入的记录",
        ).with_values(bank=bank.name),
        "ledger: caller is not governance",
        lambda: _ledger(telling).correct(
            shop.party,
            _cited(telling, index),
            os.urandom(32),
            sender=bank.sender,
        ),
    )


def _check_counts(telling: Telling, *, open_disputes: int, negative: int, corrected: int) -> None:
    """The ledger's figures after a step; the shop's record is new in each story."""
    found = _ledger(telling).aggregates_of(telling.cast.shop.party)
    counts = (found.open_dispute_count, found.furnished_negative_count, found.corrected_count)
    told = Text("disputed, negative, corrected: {counts}", "异议、不良、更正：{counts}")
    telling.check(
        told.with_values(counts=counts), holds=counts == (open_disputes, negative, corrected)
    )


def _last_of(telling: Telling, kind: Kind) -> int:
    """The index of the shop's last entry of a kind."""
    entries = read_entries(telling.stage, telling.cast.shop.party)
    return max(i for i, entry in enumerate(entries) if unpack(entry.word).kind == kind)


def _cited(telling: Telling, index: int) -> structs.Citation:
    return cited(telling.stage, telling.cast.shop.party, index)


def _book(telling: Telling) -> str:
    return telling.loans.book.address


def _ledger(telling: Telling) -> CreditLedger:
    return telling.stage.deployment.ledger
