# SPDX-License-Identifier: Apache-2.0
"""What several sign together, and anyone then brings: amendments, waivers, successions.

Each is carried out once, until its deadline. Until then whoever signed takes its signature back by
a ``Revocation``; that of a waiver goes to the amending contract, which counts the units behind it.
"""

from shouxin.chain.abi import Address
from shouxin.chain.bindings.structs import Amendment, Replacement, Succession, Terms, Waiver
from shouxin.chain.typed_data import Domain, Types, types_of
from shouxin.lending.contract_terms import TERMS_TYPES
from shouxin.lending.signed_actions import Action, fields_of, plain_action

AMENDING_NAME = "Shouxin LoanAmending"
SERVICING_NAME = "Shouxin LoanServicing"
ROLLOVER_NAME = "Shouxin Rollover"


def _with_whole_terms(struct: type, name: str, shown_as: str) -> Types:
    """A struct's types, with whole terms where the contract takes their hash; both hash alike."""
    fields = dict(types_of(struct)[struct.__name__])
    shown = tuple(
        (shown_as, "Terms") if field == name else (field, kind) for field, kind in fields.items()
    )
    return {struct.__name__: shown, **TERMS_TYPES}


AMENDMENT_TYPES = _with_whole_terms(Amendment, "terms_hash", "terms")
SUCCESSION_TYPES = _with_whole_terms(Succession, "successor", "successor")
_REVOCATION: Types = {"Revocation": (("signer", "address"), ("digest", "bytes32"))}


def amendment_action(amending: Domain, amendment: Amendment, terms: Terms) -> Action:
    """New terms for a living loan, which borrower, servicer and holders sign.

    Args:
        amending: the LoanAmending's domain.
        amendment: what the contract takes; its ``terms_hash`` is that of ``terms``.
        terms: the new terms, whole, as a wallet shows them.
    """
    message = fields_of(amendment)
    del message["terms_hash"]
    return Action(amending, AMENDMENT_TYPES, "Amendment", message | {"terms": terms})


def replacement_action(amending: Domain, replacement: Replacement) -> Action:
    """Another servicer for a loan, which its holders sign."""
    return plain_action(amending, replacement)


def waiver_action(servicing: Domain, waiver: Waiver) -> Action:
    """A waiver of interest and principal, which holders sign beside the servicer."""
    return plain_action(servicing, waiver)


def succession_action(rollover: Domain, succession: Succession, terms: Terms) -> Action:
    """A loan that closes another by its proceeds (借新还旧), which its lender signs.

    Args:
        rollover: the Rollover's domain.
        succession: what the contract takes; its ``successor`` is the hash of ``terms``.
        terms: the new loan's, whole, as a wallet shows them.
    """
    message = fields_of(succession) | {"successor": terms}
    return Action(rollover, SUCCESSION_TYPES, "Succession", message)


def revocation_action(contract: Domain, signer: Address, digest: bytes) -> Action:
    """A signature taken back, at the LoanAmending or at the Rollover."""
    message = {"signer": signer, "digest": digest}
    return Action(contract, _REVOCATION, "Revocation", message)
