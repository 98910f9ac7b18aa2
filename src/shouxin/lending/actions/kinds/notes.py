# SPDX-License-Identifier: Apache-2.0
"""Notes of a loan (债权份额): passing units on, and claiming what they have received."""

from __future__ import annotations

from shouxin.chain.bindings.structs import NoteTransfer
from shouxin.chain.calls import Call, call_of
from shouxin.lending.actions.kind import (
    ACTION,
    Kind,
    Plan,
    Signatures,
    Step,
    ToSign,
    signature_of,
)
from shouxin.lending.actions.site import Site, new_nonce
from shouxin.lending.actions.words import amount_text, short
from shouxin.lending.signed_actions import transfer_action
from shouxin.primitives.errors import BadInput, Refused
from shouxin.primitives.text import Text
from shouxin.primitives.wire import Account, Hash, Instant, Units, WireModel


class WantedTransfer(WireModel):
    """Units of a loan's note that a holder passes on."""

    loan: Hash
    holder: Account
    receiver: Account
    note_units: Units
    deadline_at: Instant | None = None


class SettledTransfer(WireModel):
    """The same as it is signed."""

    loan: Hash
    holder: Account
    receiver: Account
    note_units: Units
    nonce: Units
    deadline_at: Instant


class Claim(WireModel):
    """What a holder's units of a loan have received, to be paid out to it."""

    loan: Hash
    holder: Account


def settle_transfer(site: Site, wanted: WantedTransfer) -> SettledTransfer:
    """A fresh nonce, and an hour by default.

    Raises:
        BadInput: ``action.amount``.
        Refused: ``action.note_units``; the holder has fewer.
    """
    if not wanted.note_units:
        raise BadInput("action.amount", "note_units is 0: give more", "note_units 为 0：须大于 0")
    site.loans.loan(wanted.loan)
    held = site.deployment.book.balanceOf(wanted.holder, int.from_bytes(wanted.loan))
    if wanted.note_units > held:
        raise Refused(
            "action.note_units",
            f"{wanted.holder} holds {held} units of loan 0x{wanted.loan.hex()}: give at most that",
            f"{wanted.holder} 持有贷款 0x{wanted.loan.hex()} 的份额为 {held}："
            "转让数量不得超过持有量",
        )
    return SettledTransfer(
        loan=wanted.loan,
        holder=wanted.holder,
        receiver=wanted.receiver,
        note_units=wanted.note_units,
        nonce=new_nonce(),
        deadline_at=wanted.deadline_at or site.deadline,
    )


def plan_transfer(site: Site, settled: SettledTransfer) -> Plan:
    """The transfer; what was received so far stays the holder's."""
    terms, book = site.loans.loan(settled.loan).deal.terms, site.deployment.book
    sentence = Text(
        "You pass {units} of {all} units of the note of loan {loan} to wallet {receiver}, in whose "
        "favour all later payments are.",
        "您将把贷款 {loan} 的债权份额 {units} 份（共 {all} 份）转让给钱包 {receiver}，"
        "此后的还款归受让方所有。",
    ).with_values(
        units=settled.note_units,
        all=terms.principal // terms.quantum,
        loan=short(settled.loan),
        receiver=short(settled.receiver),
    )
    s, note = settled, int.from_bytes(settled.loan)
    call = call_of(
        lambda sender: book.safeTransferFrom(
            s.holder, s.receiver, note, s.note_units, b"", sender=sender
        )
    )
    action = transfer_action(site.relay, _transfer(site, settled))
    return Plan(
        signing=(ToSign(ACTION, settled.holder, action),),
        steps=(Step(call, sentence),),
        sentence=sentence,
        warnings=(
            Text(
                "payments received up to now stay yours to claim; a transfer can't be taken back, "
                "and no money comes with it",
                "此前收到的还款仍归您领取；转让不可撤回，且本操作不附带任何价款",
            ),
        ),
        expires_at=settled.deadline_at,
    )


def relay_transfer(site: Site, settled: SettledTransfer, signatures: Signatures) -> Call:
    """The relay's call with what was signed."""
    relay, transfer = site.deployment.relay, _transfer(site, settled)
    signature = signature_of(signatures, ACTION)
    return call_of(lambda sender: relay.transfer_signed(transfer, signature, sender=sender))


def settle_claim(site: Site, wanted: Claim) -> Claim:
    """Something must be there to claim.

    Raises:
        Refused: ``action.nothing_to_claim``.
    """
    site.loans.loan(wanted.loan)
    if not site.deployment.book.holding_of(wanted.loan, wanted.holder).owed:
        raise Refused(
            "action.nothing_to_claim",
            f"loan 0x{wanted.loan.hex()} has nothing for {wanted.holder} now: wait for a payment",
            f"贷款 0x{wanted.loan.hex()} 目前没有 {wanted.holder} 可领取的款项：请等待还款",
        )
    return wanted


def plan_claim(site: Site, settled: Claim) -> Plan:
    """A claim needs nobody's signature: the money can go to the holder alone."""
    owed = site.deployment.book.holding_of(settled.loan, settled.holder).owed
    currency = site.loans.loan(settled.loan).deal.complete.repayment.currency
    sentence = Text(
        "{amount} that loan {loan} has received for wallet {holder} is paid out to it.",
        "贷款 {loan} 收到的 {amount} 将支付给持有人钱包 {holder}。",
    ).with_values(
        amount=amount_text(owed, site.tokens.currency(currency)),
        loan=short(settled.loan),
        holder=short(settled.holder),
    )
    return Plan((), (Step(_claim(site, settled), sentence),), sentence)


def relay_claim(site: Site, settled: Claim, signatures: Signatures) -> Call:
    """Anyone's call."""
    del signatures
    return _claim(site, settled)


def _claim(site: Site, settled: Claim) -> Call:
    book = site.deployment.book
    return call_of(lambda sender: book.claim(settled.loan, settled.holder, sender=sender))


def _transfer(site: Site, settled: SettledTransfer) -> NoteTransfer:
    return NoteTransfer(
        book=site.deployment.book.address,
        holder=settled.holder,
        receiver=settled.receiver,
        loan=settled.loan,
        units=settled.note_units,
        nonce=settled.nonce,
        deadline=settled.deadline_at,
    )


KINDS = (
    Kind(
        "transfer_note",
        Text("pass on units of a note", "转让债权份额"),
        WantedTransfer,
        SettledTransfer,
        settle_transfer,
        plan_transfer,
        relay_transfer,
    ),
    Kind(
        "claim",
        Text("claim what a note has received", "领取还款"),
        Claim,
        Claim,
        settle_claim,
        plan_claim,
        relay_claim,
    ),
)
