# SPDX-License-Identifier: Apache-2.0
"""Every action that a user can sign, ready to be submitted by anyone.

``Signing`` is a full world with a signer who has a party, money, a balance in the desk, a loan and
units of another's, and no coins. ``case`` makes one of ``ACTIONS``: what is signed and submitted.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from eth_utils import keccak

from shouxin.chain.bindings import structs
from shouxin.chain.typed_data import Domain
from shouxin.lending import contract_terms
from shouxin.lending.offers import Desk
from shouxin.lending.signed_actions import (
    Action,
    Relay,
    cancellation_action,
    deposit_action,
    epoch_cancellation_action,
    payment_action,
    permit_action,
    take_action,
    take_back_action,
    transfer_action,
    withdrawal_action,
)
from tests.contracts.evm import Chain, Contract
from tests.contracts.full_world import BORROW, NO_LIMIT, YUAN, FullWorld
from tests.contracts.loan_world import Deal
from tests.contracts.signers import Signer, enrol

MONEY, BALANCE, UNITS = 100_000 * YUAN, 5_000 * YUAN, 1_000
AMOUNT = 1_000 * YUAN
OFFER_NONCE, NONCE = 777, 2**200 + 5


@dataclass(frozen=True)
class Case:
    """One signed action.

    Attributes:
        contract, function: where it is submitted.
        before: the arguments before the struct.
        struct: what comes with the signature, as the contract takes it.
        action: what is signed, made of the struct.
        takes_permit: whether a permit comes after the signature.
    """

    contract: Contract
    function: str
    before: tuple[Any, ...]
    struct: Any
    action: Callable[[Any, Chain, Contract], Action]
    takes_permit: bool = False

    def digest(self, contract: Contract | None = None) -> bytes:
        """What is signed for the contract, or another."""
        at = contract or self.contract
        return self.action(self.struct, at.chain, at).digest

    def changed(self, **changes: Any) -> "Case":
        """The same with another struct, which then has another signature."""
        return replace(self, struct=replace(self.struct, **changes))

    def arguments(self, signature: bytes, permit: bytes = b"") -> tuple[Any, ...]:
        """What is submitted."""
        tail = (permit,) if self.takes_permit else ()
        return (*self.before, self.struct, signature, *tail)

    def data(self, signature: bytes, permit: bytes = b"") -> bytes:
        """The call."""
        values = self.arguments(signature, permit)
        return bytes(getattr(self.contract, self.function).encode(*values))


class Signing:
    """A world with a signer, and a relayer who pays the gas."""

    def __init__(self, world: FullWorld, signer: Signer, loan: Deal, held: Deal) -> None:
        self.world, self.signer, self.chain = world, signer, world.chain
        self.loan, self.held = loan, held
        self.relayer = world.chain.actor("relayer")
        self.deadline = world.chain.timestamp + 3_600

    @classmethod
    def made(cls, world: FullWorld, signer: Any) -> "Signing":
        """With a signer that gets all it needs."""
        enrol(world, signer)
        world.token.mint(signer, MONEY, keccak(b"money"), sender=world.bank)
        for spender in (world.desk, world.book):
            signer.call(world.token, world.token.approve.encode(spender, NO_LIMIT))
        signer.call(world.desk, world.desk.deposit.encode(world.token, BALANCE))
        loan, held = _borrowed(world, signer), world.take(world.offer())
        given = (world.lender, signer, _number(held), 2 * UNITS, b"")
        world.book.safeTransferFrom(*given, sender=world.lender)
        if hasattr(signer, "delegate"):
            signer.delegate()
        return cls(world, signer, loan, held)

    def own(self, contract: Contract, data: bytes) -> None:
        """A call in the signer's own name."""
        self.signer.call(contract, data)

    def approve(self, spender: Contract, amount: int) -> None:
        self.own(self.world.token, self.world.token.approve.encode(spender, amount))

    def submit(self, case: Case, signature: bytes | None = None, permit: bytes = b"") -> bytes:
        """Submit by the relayer, signed by the signer unless a signature is given."""
        signature = self.signer.sign(case.digest()) if signature is None else signature
        return self.chain.call(case.contract, case.data(signature, permit), sender=self.relayer)

    def permit(self, spender: Contract, amount: int, deadline: int | None = None) -> bytes:
        """The signer's permit of an exact amount, at its present nonce."""
        token, until = self.world.token, deadline or self.deadline
        action = permit_action(
            Domain("Yuan deposit", self.chain.chain_id, token.address),
            self.signer.address,
            spender.address,
            amount,
            nonce=token.nonces(self.signer),
            deadline=until,
        )
        return self.signer.sign(action.digest)

    def submit_permit(self, spender: Contract, amount: int, permit: bytes) -> None:
        """What a front-runner does: use the permit up."""
        r, s, v = permit[:32], permit[32:64], permit[64]
        given = (self.signer, spender, amount, self.deadline, v, r, s)
        self.world.token.permit(*given, sender=self.world.stranger)

    def case(self, name: str) -> Case:
        """One of ``ACTIONS``."""
        return ACTIONS[name](self)

    def pay(self, deal: Deal | None = None, **changes: Any) -> Case:
        """A payment today of the signer's own loan."""
        world, deal = self.world, deal or self.loan
        payment = structs.Payment(
            loan=deal.id,
            book=world.book.address,
            payer=self.signer.address,
            amount=AMOUNT,
            payer_party=world.party(self.signer),
            reference=b"\x0e" * 32,
            first_day=world.today(),
            last_day=world.today() + 2,
            nonce=NONCE,
            deadline=self.deadline,
        )

        def action(struct: Any, chain: Chain, at: Contract) -> Action:
            return payment_action(_relay(chain, at), deal.repayment[0], struct)

        found = Case(world.relay, "pay_signed", (deal.loan,), payment, action, takes_permit=True)
        return found.changed(**changes)

    def transfer(self, **changes: Any) -> Case:
        world = self.world
        transfer = structs.NoteTransfer(
            book=world.book.address,
            holder=self.signer.address,
            receiver=world.backer.address,
            loan=self.held.id,
            units=UNITS,
            nonce=NONCE,
            deadline=self.deadline,
        )

        def action(struct: Any, chain: Chain, at: Contract) -> Action:
            return transfer_action(_relay(chain, at), struct)

        return Case(world.relay, "transfer_signed", (), transfer, action).changed(**changes)

    def withdraw(self, **changes: Any) -> Case:
        world, deal = self.world, self.loan
        notice = structs.WithdrawalNotice(
            loan=deal.id,
            book=world.book.address,
            servicing=world.servicing.address,
            nonce=NONCE,
            deadline=self.deadline,
        )

        def action(struct: Any, chain: Chain, at: Contract) -> Action:
            return withdrawal_action(_relay(chain, at), struct)

        found = Case(world.relay, "withdraw_signed", (deal.complete,), notice, action)
        return found.changed(**changes)

    def take(self, side: int = 1, offer: dict[str, Any] | None = None, **changes: Any) -> Case:
        """The taking of an offer as its borrower, of a request as its lender."""
        world = self.world
        offer = offer or world.offer(side=side, nonce=OFFER_NONCE)
        deal = world.deal(offer, taker=self.signer)
        taking = structs.Take(self.signer.address, deal.id, NONCE, self.deadline)

        def action(struct: Any, chain: Chain, at: Contract) -> Action:
            given = {"nonce": struct.nonce, "deadline": struct.deadline}
            return take_action(_desk(chain, at), typed(deal), struct.taker, **given)

        before = (offer, world.sign(offer), world.fill(deal))
        found = Case(world.desk, "take_signed", before, taking, action, takes_permit=True)
        return found.changed(**changes)

    def deposit(self, **changes: Any) -> Case:
        return self._money("deposit_signed", structs.Deposit, deposit_action, changes)

    def take_back(self, **changes: Any) -> Case:
        return self._money("withdraw_signed", structs.Withdrawal, take_back_action, changes)

    def _money(self, function: str, kind: Any, make: Any, changes: dict[str, Any]) -> Case:
        world = self.world
        given = (self.signer.address, world.token.address, AMOUNT, NONCE, self.deadline)

        def action(struct: Any, chain: Chain, at: Contract) -> Action:
            found: Action = make(_desk(chain, at), struct)
            return found

        takes = function == "deposit_signed"
        case = Case(world.desk, function, (), kind(*given), action, takes_permit=takes)
        return case.changed(**changes)

    def cancel(self, *, at_relay: bool = False, **changes: Any) -> Case:
        """The cancellation of a nonce, at the desk or at the relay."""
        world = self.world
        given = structs.Cancellation(self.signer.address, NONCE, self.deadline)

        def action(struct: Any, chain: Chain, at: Contract) -> Action:
            where = _relay(chain, at) if at_relay else _desk(chain, at)
            return cancellation_action(where, struct)

        contract, function = world.desk, "cancel_signed"
        if at_relay:
            contract, function = world.relay, "cancel_nonce_signed"
        return Case(contract, function, (), given, action).changed(**changes)

    def cancel_all(self, **changes: Any) -> Case:
        given = structs.EpochCancellation(self.signer.address, 0, self.deadline)

        def action(struct: Any, chain: Chain, at: Contract) -> Action:
            return epoch_cancellation_action(_desk(chain, at), struct)

        case = Case(self.world.desk, "cancel_all_signed", (), given, action)
        return case.changed(**changes)


ACTIONS: dict[str, Callable[[Signing], Case]] = {
    "pay": Signing.pay,
    "transfer": Signing.transfer,
    "withdrawal notice": Signing.withdraw,
    "cancel at the relay": lambda s: s.cancel(at_relay=True),
    "take an offer": Signing.take,
    "take a request": lambda s: s.take(BORROW),
    "deposit": Signing.deposit,
    "take back": Signing.take_back,
    "cancel": Signing.cancel,
    "cancel all": Signing.cancel_all,
}
"""Every action by name."""


def typed(deal: Deal) -> contract_terms.Deal:
    """A deal with its terms as the generated structs, which the typed data is made of."""
    repayment = structs.Repayment(*deal.repayment)
    complete = structs.Terms(deal.borrower, repayment, structs.Agreement(*deal.agreement))
    return contract_terms.deal_of(deal.terms, complete)


def _borrowed(world: FullWorld, signer: Signer) -> Deal:
    offer = world.offer()
    deal = world.deal(offer, taker=signer)
    given = (offer, world.sign(offer), world.fill(deal), deal.id)
    signer.call(world.desk, world.desk.take.encode(*given))
    return deal


def _number(deal: Deal) -> int:
    return int.from_bytes(deal.id, "big")


def _relay(chain: Chain, at: Contract) -> Relay:
    return Relay(chain.chain_id, at.address)


def _desk(chain: Chain, at: Contract) -> Desk:
    return Desk(chain.chain_id, at.address)


def spent(signing: Signing, case: Case) -> bool:
    """Whether the case's nonce is spent where it is submitted."""
    view = "is_spent" if case.contract is signing.world.desk else "is_nonce_spent"
    return bool(getattr(case.contract, view)(signing.signer, case.struct.nonce))
