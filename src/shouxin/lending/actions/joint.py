# SPDX-License-Identifier: Apache-2.0
"""What several wallets sign together: each signs the same typed data, and anybody collects.

A holder's signature is of the part ``holder 0x…``. Units count as the contract counts them when it
is carried out; whose units never count (the borrower's, and those linked to it), it alone knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shouxin.chain.abi import Address
from shouxin.chain.bindings.structs import Consent
from shouxin.chain.typed_data import Domain
from shouxin.lending.actions.kind import Signatures, ToSign
from shouxin.lending.actions.site import LivingLoan, Site
from shouxin.lending.signed_actions import Action
from shouxin.primitives.errors import Refused

HOLDERS_MAX = 32
"""Signatures of holders that the contracts take."""


def holder_part(holder: Address) -> str:
    """What a holder's signature is called."""
    return f"holder {holder}"


def holders_signing(
    site: Site, loan: bytes, action: Action, others: Sequence[Address] = ()
) -> tuple[ToSign, ...]:
    """The largest holders, each of whom may sign; ``others`` do so under a name of their own."""
    held = site.loans.holders(loan)
    largest = sorted(held, key=lambda holder: (-held[holder], holder))[:HOLDERS_MAX]
    return tuple(
        ToSign(holder_part(holder), holder, action, is_needed=False)
        for holder in largest
        if holder not in others
    )


def consents_of(
    site: Site, loan: bytes, signatures: Signatures, signed_besides: Mapping[Address, bytes]
) -> list[Consent]:
    """The signatures of holders in the order that the contracts take them.

    Args:
        site: with the holders.
        loan: whose.
        signatures: by part.
        signed_besides: signatures of those who may be holders and signed under another name; an
            empty one is of who sends the call itself.

    Raises:
        Refused: ``action.no_majority``; not more than half of the units signed.
    """
    held = site.loans.holders(loan)
    given = {
        holder: signed_besides.get(holder, signatures.get(holder_part(holder)))
        for holder in sorted(held, key=lambda holder: -held[holder])[:HOLDERS_MAX]
    }
    signed = {holder: found for holder, found in given.items() if found is not None}
    units, total = sum(held[holder] for holder in signed), sum(held.values())
    if 2 * units <= total:
        raise Refused(
            "action.no_majority",
            f"holders of {units} of {total} units signed: more than half are needed",
            f"已签署的债权份额为 {units}，总份额为 {total}：须超过半数",
        )
    ordered = sorted(signed, key=lambda holder: int(holder, 16))
    return [Consent(holder, signed[holder]) for holder in ordered]


def domain_of(site: Site, name: str, contract: Address) -> Domain:
    """A contract's EIP-712 domain."""
    return Domain(name, site.chain_id, contract)


def servicer_of(site: Site, living: LivingLoan) -> Address:
    """A loan's servicer now."""
    at, named = site.deployment, living.deal.complete.agreement.servicer
    return at.amending.servicer_of(at.book.address, living.id, named)
