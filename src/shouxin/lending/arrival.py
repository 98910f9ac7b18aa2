# SPDX-License-Identifier: Apache-2.0
"""What the offer book asks of an offer when it arrives: could anybody take it now?"""

from __future__ import annotations

from dataclasses import dataclass, field

from shouxin.chain.bindings.structs import Conditions
from shouxin.chain.reverts import Reverted
from shouxin.chain.signature_check import is_signed_by
from shouxin.lending.actions.kinds.taking import check_desk
from shouxin.lending.actions.site import Site
from shouxin.lending.offer_schemas import WrittenSignedOffer
from shouxin.lending.offers import (
    BORROW,
    SignedOffer,
    Taking,
    check_offer,
    exposure_of,
    fill_for,
)
from shouxin.lending.preview import SOMEBODY, refusal_of_open_offer
from shouxin.primitives.errors import Refused, ShouxinError

_NOBODY_PARTY = bytes(32)
SMALL_PART = 100


@dataclass
class Arrivals:
    """Checks one offer or many; what many share is asked once."""

    site: Site
    _makers: dict[str, tuple[bytes, bool, int]] = field(default_factory=dict)
    _rules: dict[tuple[Conditions, int, int, bytes], ShouxinError | None] = field(
        default_factory=dict
    )

    def check(self, written: WrittenSignedOffer) -> SignedOffer:
        """The offer, if it can be taken.

        Raises:
            BadInput: ``offer.…``, ``terms.…``; malformed, or no loan follows from it.
            Refused: ``offer.expired``, ``offer.signature``, ``offer.epoch``, ``offer.gone``,
                ``offer.maker_unknown``, ``offer.maker_barred``, or the rulebook's own code.
        """
        check_desk(self.site, written)
        signed = written.signed()
        check_offer(signed.offer)
        self._check_live(signed)
        self._check_maker(signed)
        self._check_terms(signed)
        return signed

    def _check_live(self, signed: SignedOffer) -> None:
        """Neither expired nor cancelled nor filled, and its maker's."""
        offer, deployment = signed.offer, self.site.deployment
        if offer.expiry < self.site.now:
            raise Refused(
                "offer.expired",
                "the offer has expired: have its maker sign a new one",
                "该要约已过期：请由要约方重新签署",
            )
        if not is_signed_by(deployment.chain, offer.maker, signed.digest, signed.signature):
            raise Refused(
                "offer.signature",
                f"the signature is not {offer.maker}'s over this offer: have its maker sign it",
                f"签名不是 {offer.maker} 对该要约的签名：请由要约方签署",
            )
        if self._maker(offer.maker)[2] != offer.epoch:
            raise Refused(
                "offer.epoch",
                f"the offer is of epoch {offer.epoch}, and its maker's present one is "
                f"{self._maker(offer.maker)[2]}: have its maker sign a new one",
                f"该要约属于批次 {offer.epoch}，而要约方当前批次为 "
                f"{self._maker(offer.maker)[2]}：请由要约方重新签署",
            )
        if not deployment.desk.remaining(offer):
            raise Refused(
                "offer.gone",
                "the offer was filled or cancelled: have its maker sign a new one",
                "该要约已成交或已撤销：请由要约方重新签署",
            )

    def _check_maker(self, signed: SignedOffer) -> None:
        """Enrolled, not frozen and not recovering."""
        maker = signed.offer.maker
        party, is_barred, _ = self._maker(maker)
        if party == _NOBODY_PARTY:
            raise Refused(
                "offer.maker_unknown",
                f"the maker {maker} belongs to no party: have an identity provider enrol it first",
                f"要约方 {maker} 尚未登记主体：请先由身份服务机构办理登记",
            )
        if is_barred:
            raise Refused(
                "offer.maker_barred",
                f"the maker {maker} is frozen or recovers a wallet: it opens no loan until then",
                f"要约方 {maker} 已被冻结或正在更换钱包：期间不得办理新贷款",
            )

    def _check_terms(self, signed: SignedOffer) -> None:
        """A loan of the whole amount can be opened today, or else one of the least fill.

        Where any fill is allowed, a hundredth of the amount stands for it: that one base unit can
        be lent, whose fee rounds to nothing, would say nothing.
        """
        offer, quantum = signed.offer, max(signed.offer.conditions.quantum, 1)
        largest = offer.amount // quantum * quantum
        part = offer.fill_min or offer.amount // SMALL_PART
        least = -(-max(part, 1) // quantum) * quantum
        refusal: ShouxinError | None = None
        for principal in dict.fromkeys((largest, least)):
            refusal = self._refusal(signed, principal)
            if refusal is None:
                return
        assert refusal is not None
        raise refusal

    def _refusal(self, signed: SignedOffer, principal: int) -> ShouxinError | None:
        key = (signed.offer.conditions, signed.offer.side, principal, signed.offer.taker)
        if key not in self._rules:
            self._rules[key] = self._asked(signed, principal)
        return self._rules[key]

    def _asked(self, signed: SignedOffer, principal: int) -> ShouxinError | None:
        offer, rulebook = signed.offer, self.site.deployment.rulebook
        conditions = offer.conditions
        listing = rulebook.currency(conditions.currency)
        if not listing.is_allowed:
            return Reverted("rulebook: currency is not allowed")
        party = self._maker(offer.maker)[0]
        other = offer.taker if any(offer.taker) else SOMEBODY
        borrower, lender = (party, other) if offer.side == BORROW else (other, party)
        taking = Taking(
            principal=principal,
            taker=offer.maker,
            borrower=borrower,
            today=self.site.today(conditions.utc_offset_minutes),
            exposure=exposure_of(principal, listing),
        )
        try:
            filled = fill_for(self.site.desk, signed, taking)
        except ShouxinError as error:
            return error
        return refusal_of_open_offer(self.site.deployment, filled, borrower, lender)

    def _maker(self, maker: str) -> tuple[bytes, bool, int]:
        """A maker's party, whether it may open no loan, and its epoch."""
        if maker not in self._makers:
            at = self.site.deployment
            who = at.registry.opening_parties(maker, maker, maker)
            self._makers[maker] = (who.lender, who.is_barred, at.desk.epochs(maker))
        return self._makers[maker]
