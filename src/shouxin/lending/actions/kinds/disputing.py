# SPDX-License-Identifier: Apache-2.0
"""Disputing an entry of one's own credit record (异议)."""

from __future__ import annotations

import os
from dataclasses import asdict

from shouxin.chain.bindings import structs
from shouxin.chain.calls import Call, call_of
from shouxin.credit.citation import Citation, cite
from shouxin.credit.dispute import DISPUTE_TYPES, Dispute, ledger_domain
from shouxin.credit.entry import Reason, unpack
from shouxin.credit.names import kind_name
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
from shouxin.lending.actions.words import short
from shouxin.lending.signed_actions import Action
from shouxin.primitives.errors import Refused
from shouxin.primitives.text import Text
from shouxin.primitives.wire import Account, Hash, Instant, Units, WireModel

REASON_TEXTS = {
    Reason.NOT_MINE: Text("it is not mine", "非本人业务"),
    Reason.WRONG_AMOUNT: Text("the amount is wrong", "金额有误"),
    Reason.WRONG_DATE: Text("the date is wrong", "日期有误"),
    Reason.PAID: Text("it was paid", "已经还款"),
    Reason.NO_CONSENT: Text("I did not consent", "未经本人同意"),
    Reason.IDENTITY_STOLEN: Text("my identity was stolen", "身份被冒用"),
    Reason.OTHER: Text("another reason", "其他原因"),
}


class Wanted(WireModel):
    """An entry that the wallet's party disputes.

    Attributes:
        wallet: one of the subject's.
        index: of the entry, from 0.
        reason: a code of ``Reason``.
        evidence: hash of a secret salt and what is stated; random if there is nothing.
    """

    wallet: Account
    index: Units
    reason: Reason
    evidence: Hash | None = None
    deadline_at: Instant | None = None


class Settled(WireModel):
    """The same as it is signed; the head names the history that the entry is the end of."""

    wallet: Account
    party: Hash
    index: Units
    head: Hash
    reason: Reason
    evidence: Hash
    nonce: Units
    deadline_at: Instant


def settle(site: Site, wanted: Wanted) -> Settled:
    """The entry as the chain has it.

    Raises:
        Refused: ``action.no_party``.
        BadInput: ``record.no_entry``, ``record.citation_too_long``.
    """
    party = site.deployment.registry.party_of(wanted.wallet)
    if not any(party):
        raise Refused(
            "action.no_party",
            f"wallet {wanted.wallet} belongs to no party, so no record is its own: join it first",
            f"钱包 {wanted.wallet} 未登记主体，没有信用记录：请先加入主体",
        )
    return Settled(
        wallet=wanted.wallet,
        party=party,
        index=wanted.index,
        head=cite(site.records.entries(party), wanted.index).head,
        reason=wanted.reason,
        evidence=wanted.evidence or os.urandom(32),
        nonce=new_nonce(),
        deadline_at=wanted.deadline_at or site.deadline,
    )


def plan(site: Site, settled: Settled) -> Plan:
    """The dispute; the entry stays and is marked at once."""
    ledger, citation = site.deployment.ledger, _cited(site, settled)
    sentence = Text(
        "You dispute entry {number} ({entry}) of your credit record {party}: {reason}. The entry "
        "is marked as disputed until it is answered.",
        "您将对信用记录 {party} 的第 {number} 条（{entry}）提出异议，理由：{reason}。"
        "该记录在答复前将标注为异议中。",
    ).with_values(
        number=settled.index + 1,
        entry=kind_name(unpack(citation.links[0].entry)),
        party=short(settled.party),
        reason=REASON_TEXTS[settled.reason],
    )
    message = asdict(_dispute(settled))
    domain = ledger_domain(site.chain_id, ledger.address)
    action = Action(domain, DISPUTE_TYPES, "Dispute", message)
    reason, evidence = int(settled.reason), settled.evidence
    call = call_of(lambda sender: ledger.dispute(citation, reason, evidence, sender=sender))
    return Plan(
        signing=(ToSign(ACTION, settled.wallet, action),),
        steps=(Step(call, sentence),),
        sentence=sentence,
        warnings=(
            Text("an entry can be disputed once", "每条记录只能提出一次异议"),
            Text(
                "while it is under dispute, lenders' automatic approval passes you to a person",
                "异议处理期间，您的自动审批将转为人工处理",
            ),
        ),
        expires_at=settled.deadline_at,
    )


def relay(site: Site, settled: Settled, signatures: Signatures) -> Call:
    """The ledger's call; the way from the entry to the head is as it is now."""
    ledger, s = site.deployment.ledger, settled
    citation, signature = _cited(site, settled), signature_of(signatures, ACTION)
    return call_of(
        lambda sender: ledger.dispute_signed(
            s.wallet,
            citation,
            int(s.reason),
            s.evidence,
            s.nonce,
            s.deadline_at,
            signature,
            sender=sender,
        )
    )


def _cited(site: Site, settled: Settled) -> structs.Citation:
    citation: Citation = cite(site.records.entries(settled.party), settled.index)
    links = tuple(structs.Link(link.source, link.loan, link.word) for link in citation.links)
    return structs.Citation(citation.index, citation.head_before, links)


def _dispute(settled: Settled) -> Dispute:
    s = settled
    return Dispute(
        s.wallet, s.party, s.index, s.head, int(s.reason), s.evidence, s.nonce, s.deadline_at
    )


KIND = Kind("dispute", Text("dispute an entry", "提出异议"), Wanted, Settled, settle, plan, relay)
