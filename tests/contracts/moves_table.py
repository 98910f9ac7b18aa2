# SPDX-License-Identifier: Apache-2.0
"""Who may do what when: every state-changing function, the only callers, the only states.

A row is a function with the best arguments there are for it; where another set of arguments is a
right of somebody else, it is another row. What no row allows is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shouxin.credit.entry import Entry, Kind, pack
from tests.contracts import moves_statements as statements
from tests.contracts.full_world import CENT, EMPTY, PRINCIPAL, FullWorld
from tests.contracts.loan_world import Deal, exposure_of
from tests.contracts.moves_stage import ALLOWANCE, CALLERS, STATES, Scene
from tests.contracts.registry_world import CHINA, RECOVERY, party_id
from tests.contracts.rollover.rolling import Rolling
from tests.contracts.signers import KeySigner
from tests.contracts.signing import Case, Signing

ANYONE = frozenset(CALLERS)
NOBODY: frozenset[str] = frozenset()
ALWAYS = frozenset(STATES)
NEVER: frozenset[str] = frozenset()
LIVING = ALWAYS - {"none", "repaid", "withdrawn", "settled"}
OPENED = ALWAYS - {"none"}
COOLING_OFF = frozenset({"current", "notice of withdrawal"})
UNMARKED = frozenset({"default days reached", "notice lapsed", "matured"})
NO_NOTICE = frozenset({"acceleration days reached", "default days reached", "defaulted"})
FOREVER = 2**95
NONCE = 10_000
OPEN = 1

Arguments = Callable[[Scene], tuple[Any, ...]]


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        contract, function: what is called.
        arguments: what it is called with, made in the scene.
        callers, states: the only ones that succeed.
        gives: who else gives something by it, having signed or approved so.
        before: what makes it possible at all, done just before.
    """

    contract: str
    function: str
    arguments: Arguments
    callers: frozenset[str]
    states: frozenset[str] = ALWAYS
    gives: frozenset[str] = NOBODY
    before: Callable[[FullWorld], None] | None = None

    @property
    def name(self) -> str:
        return f"{self.contract}.{self.function}"

    def may(self, caller: str, state: str) -> bool:
        return caller in self.callers and state in self.states


def only(*names: str) -> frozenset[str]:
    """These callers, states or givers."""
    return frozenset(names)


GOVERNED = only("governance")


def by_name(scene: Scene, contract: str, function: str, values: dict[str, Any]) -> tuple[Any, ...]:
    """A call's arguments in the order that its ABI gives."""
    abi = getattr(scene.world, contract).artifact.abi
    (item,) = (i for i in abi if i["type"] == "function" and i["name"] == function)
    return tuple(values[part["name"]] for part in item["inputs"])


def _commit(scene: Scene) -> tuple[Any, ...]:
    values = {
        "loan": scene.deal.id,
        "borrower": scene.deal.borrower,
        "state": scene.world.book.state_of(scene.deal.id),
        "exposure_before": 0,
        "exposure_after": 0,
        "entries": [],
    }
    return by_name(scene, "book", "commit", values)


def _waive(scene: Scene, *, signed: bool, **amounts: int) -> tuple[Any, ...]:
    waiver = scene.waiver(**amounts)
    consents = [scene.consent(waiver)] if signed else []
    return (scene.deal.complete, waiver, consents)


def moved(scene: Scene, sender: str, receiver: str) -> tuple[Any, ...]:
    return (scene.stage.person(sender), scene.stage.person(receiver), scene.loan.id, 1, b"")


def _moved_batch(scene: Scene, sender: str, receiver: str) -> tuple[Any, ...]:
    ids, units = [scene.loan.id], [1]
    return (scene.stage.person(sender), scene.stage.person(receiver), ids, units, b"")


def _issuance(scene: Scene, deal: Deal) -> tuple[Any, ...]:
    world, units = scene.world, deal.terms.principal // deal.terms.quantum
    note = {
        "lender": world.lender,
        "units": units,
        "currency_index": 1,
        "jurisdiction": CHINA,
        "product": 1,
        "is_licensed": True,
    }
    issuance = {
        "loan": deal.id,
        "borrower": deal.borrower,
        "lender": party_id(world.lender),
        "note": note,
        "exposure": exposure_of(deal.terms.principal),
        "start_day": deal.terms.start_day,
        "desk": world.desk,
        "currency": world.token,
        "payee": world.borrower,
        "payout": deal.terms.principal,
        "fee": 0,
        "terms": [0] * 13,
    }
    return (issuance,)


def signing(scene: Scene, signer: str) -> Signing:
    """What somebody signs about the scene's loan."""
    who = KeySigner(scene.stage.chain, signer)
    return Signing(scene.world, who, scene.deal, scene.loan.deal)


def submitted(case: Case, scene: Scene, signer: str) -> tuple[Any, ...]:
    """A signed action as anyone submits it."""
    return case.arguments(signing(scene, signer).signer.sign(case.digest()))


def _signed(signer: str, make: Callable[[Signing, Scene], Case]) -> Arguments:
    def arguments(scene: Scene) -> tuple[Any, ...]:
        return submitted(make(signing(scene, signer), scene), scene, signer)

    return arguments


OPENING = [
    Row(
        "opening",
        "open",
        lambda s: (s.world.book, s.deal.complete),
        only("desk"),
        only("none"),
    ),
    Row("opening", "open", lambda s: (s.world.book, s.fresh_deal.complete), only("desk")),
]

BOOK = [
    Row("book", "issue", lambda s: _issuance(s, s.deal), only("opening"), only("none")),
    Row("book", "issue", lambda s: _issuance(s, s.fresh_deal), only("opening")),
    Row(
        "book",
        "pay",
        lambda s: (s.deal.loan, CENT, EMPTY, EMPTY),
        ANYONE - {"book", "relay"},
        LIVING,
    ),
    Row("book", "commit", _commit, only("servicing", "amending"), LIVING),
    Row("book", "amend", lambda s: (s.deal.id, b"\x01" * 32, 1), only("amending")),
    Row("book", "release_fee", lambda s: (s.deal.complete,), ANYONE, OPENED - COOLING_OFF),
    Row(
        "book",
        "claim",
        lambda s: (s.deal.id, s.stage.holder),
        ANYONE,
        only("repaid", "withdrawn"),
    ),
    Row("book", "setApprovalForAll", lambda s: (s.world.backer, True), ANYONE),
    Row(
        "book",
        "safeTransferFrom",
        lambda s: moved(s, "lender", "backer"),
        only("lender", "relay"),
        OPENED,
        gives=only("lender"),
    ),
    Row(
        "book",
        "safeTransferFrom",
        lambda s: moved(s, "holder", "lender"),
        only("holder", "relay"),
        OPENED,
        gives=only("holder"),
    ),
    Row(
        "book",
        "safeBatchTransferFrom",
        lambda s: _moved_batch(s, "lender", "backer"),
        only("lender", "relay"),
        OPENED,
        gives=only("lender"),
    ),
    Row(
        "book",
        "pay_for",
        lambda s: (s.deal.id, s.world.borrower, s.deal.loan, CENT, EMPTY, EMPTY),
        only("relay"),
        LIVING,
        gives=only("borrower"),
    ),
]

RELAY = [
    Row(
        "relay",
        "pay_signed",
        _signed("borrower", lambda by, _: by.pay(amount=CENT)),
        ANYONE,
        LIVING,
        gives=only("borrower"),
    ),
    Row(
        "relay",
        "transfer_signed",
        _signed("lender", lambda by, _: by.transfer(units=1)),
        ANYONE,
        OPENED,
        gives=only("lender"),
    ),
    Row(
        "relay",
        "withdraw_signed",
        _signed("borrower", lambda by, _: by.withdraw()),
        ANYONE,
        only("current"),
    ),
    Row("relay", "cancel_nonce", lambda _: (NONCE,), ANYONE),
    Row(
        "relay",
        "cancel_nonce_signed",
        _signed("borrower", lambda by, _: by.cancel(at_relay=True)),
        ANYONE,
    ),
]

SERVICING = [
    Row(
        "servicing",
        "reckon",
        lambda s: (s.world.book, s.deal.loan, s.world.today()),
        ANYONE,
        LIVING,
    ),
    Row("servicing", "mark_default", lambda s: (s.world.book, s.deal.loan), ANYONE, UNMARKED),
    Row(
        "servicing",
        "give_notice",
        lambda s: (s.world.book, s.deal.complete),
        only("servicer"),
        NO_NOTICE | {"notice lapsed", "written off"},
    ),
    Row(
        "servicing",
        "accelerate",
        lambda s: (s.world.book, s.deal.complete),
        only("servicer"),
        only("notice days over"),
    ),
    Row(
        "servicing",
        "write_off",
        lambda s: (s.world.book, s.deal.complete),
        only("servicer"),
        UNMARKED | {"defaulted"},
    ),
    Row(
        "servicing",
        "waive",
        lambda s: _waive(s, signed=False, penalty=CENT),
        only("servicer"),
        LIVING - COOLING_OFF,
    ),
    Row(
        "servicing",
        "waive",
        lambda s: _waive(s, signed=True, principal=CENT),
        only("servicer"),
        LIVING,
    ),
    Row("servicing", "waive", lambda s: _waive(s, signed=False, principal=CENT), NOBODY, NEVER),
    Row(
        "servicing",
        "withdraw",
        lambda s: (s.world.book, s.deal.complete),
        only("borrower", "relay"),
        only("current"),
    ),
]


def _amended(scene: Scene, *, signed: bool) -> tuple[Any, ...]:
    """Amended to the same method over twelve months; the lender holds three quarters."""
    loan, world = scene.amendable(), scene.world
    state = world.book.state_of(scene.deal.id)
    principal = (state.balance - state.principal_due) * CENT
    if state.status == OPEN:
        principal = _principal_left(scene)
    terms = loan.terms_of(principal or CENT * 100)
    new = loan.new_deal(terms)
    amendment = loan.amendment(new)
    agreed = loan.agreed(amendment, servicer=scene.stage.servicer)
    if not signed:
        agreed = (agreed[0], agreed[1], [])
    return (scene.deal.complete, new.complete, amendment, agreed)


def _principal_left(scene: Scene) -> int:
    """The principal that is outstanding and not overdue today, base units."""
    state = scene.loan.position().state
    return int(state.balance - state.principal_due) * CENT


def _replaced(scene: Scene, *, signed: bool) -> tuple[Any, ...]:
    loan = scene.amendable()
    replacement = loan.replacement(scene.world.backer)
    consents = [loan.consented(replacement, scene.world.lender)] if signed else []
    return (scene.deal.complete, replacement, consents)


SCHEDULED = LIVING - {"accelerated", "matured"}
"""States in which principal is left that is not overdue."""

AMENDING = [
    Row("amending", "amend", lambda s: _amended(s, signed=True), ANYONE, SCHEDULED),
    Row("amending", "amend", lambda s: _amended(s, signed=False), only("lender"), SCHEDULED),
    Row("amending", "replace_servicer", lambda s: _replaced(s, signed=True), ANYONE, LIVING),
    Row(
        "amending",
        "replace_servicer",
        lambda s: _replaced(s, signed=False),
        only("lender"),
        LIVING,
    ),
]


def _approved(world: FullWorld) -> None:
    for owner in (world.backer, world.borrower):
        world.token.approve(world.rollover, 3 * PRINCIPAL, sender=owner)


ROLLOVER = [
    Row(
        "rollover",
        "roll_over",
        lambda s: Rolling(s.world, s.loan).call(),
        only("borrower"),
        LIVING,
        gives=only("backer"),
        before=_approved,
    ),
]


def _taken(scene: Scene) -> tuple[Any, ...]:
    deal = scene.fresh_deal
    return (scene.fresh, scene.signature, scene.world.fill(deal), deal.id)


def _taken_request(scene: Scene) -> tuple[Any, ...]:
    deal = scene.request_deal
    return (scene.request, scene.request_signature, scene.world.fill(deal), deal.id)


DESK = [
    Row("desk", "deposit", lambda s: (s.world.token, 1), ANYONE),
    Row("desk", "withdraw", lambda s: (s.world.token, PRINCIPAL), only("lender")),
    Row("desk", "take", _taken, only("borrower"), gives=only("lender")),
    Row("desk", "take", _taken_request, only("lender")),
    Row("desk", "cancel", lambda _: (NONCE,), ANYONE),
    Row("desk", "cancel_all", lambda _: (), ANYONE),
    Row(
        "desk",
        "deposit_signed",
        _signed("lender", lambda by, _: by.deposit()),
        ANYONE,
        gives=only("lender"),
    ),
    Row(
        "desk",
        "withdraw_signed",
        _signed("lender", lambda by, _: by.take_back()),
        ANYONE,
        gives=only("lender"),
    ),
    Row(
        "desk",
        "take_signed",
        _signed("borrower", lambda by, s: by.take(offer=s.fresh)),
        ANYONE,
        gives=only("lender"),
    ),
    Row(
        "desk",
        "take_signed",
        _signed("lender", lambda by, s: by.take(offer=s.request)),
        ANYONE,
        gives=only("lender"),
    ),
    Row("desk", "cancel_signed", _signed("lender", lambda by, _: by.cancel()), ANYONE),
    Row("desk", "cancel_all_signed", _signed("lender", lambda by, _: by.cancel_all()), ANYONE),
]


def _enrolment(scene: Scene) -> tuple[Any, ...]:
    people = scene.world.people
    wallet = scene.stage.chain.actor("newcomer")
    signature = people.signed_enrolment(wallet)
    return (wallet, EMPTY, CHINA, 1, RECOVERY, b"\x0a" * 32, people.tomorrow, signature)


def _wallet(scene: Scene) -> tuple[Any, ...]:
    people, wallet = scene.world.people, scene.stage.chain.actor("second wallet")
    signatures = people.pair_signatures(wallet, scene.world.backer)
    return (wallet, scene.world.backer, people.tomorrow, *signatures)


def backers(scene: Scene) -> bytes:
    return party_id(scene.world.backer)


def _pair(scene: Scene) -> tuple[bytes, bytes]:
    return (party_id(scene.world.backer), party_id(scene.stage.holder))


def _attested(world: FullWorld) -> None:
    by = {"sender": world.people.provider}
    statement = (party_id(world.backer), 1, b"\x01" * 32, world.people.tomorrow)
    world.registry.attest(*statement, **by)


def _linked(world: FullWorld) -> None:
    holder = world.chain.actor("holder")
    pair = (party_id(world.backer), party_id(holder))
    world.registry.link(*pair, sender=world.people.provider)


REGISTRY = [
    Row("registry", "enrol", _enrolment, only("provider")),
    Row("registry", "join_wallet", _wallet, ANYONE),
    Row(
        "registry",
        "attest",
        lambda s: (backers(s), 1, b"\x01" * 32, s.world.people.tomorrow),
        only("provider"),
    ),
    Row(
        "registry",
        "revoke_attestation",
        lambda s: (backers(s), 1),
        only("provider"),
        before=_attested,
    ),
    Row("registry", "set_licensed", lambda s: (backers(s), True), only("provider")),
    Row("registry", "link", _pair, only("provider")),
    Row("registry", "unlink", _pair, only("provider", "governance"), before=_linked),
    Row(
        "registry",
        "accredit_provider",
        lambda s: (s.world.stranger, True),
        only("governance"),
    ),
    Row(
        "registry",
        "accredit_attester",
        lambda s: (s.world.stranger, 7, True),
        only("governance"),
    ),
    Row("registry", "set_governance", lambda s: (s.world.stranger,), only("governance")),
]


def _admission(scene: Scene) -> tuple[Any, ...]:
    world = scene.world
    request = {
        "borrower": party_id(world.borrower),
        "lender": party_id(world.lender),
        "borrower_group": EMPTY,
        "desk": world.desk,
        "currency": world.token,
        "principal": PRINCIPAL,
        "tenor_days": 365,
        "product": 1,
        "borrower_kind": 1,
        "jurisdiction": CHINA,
        "lender_jurisdiction": CHINA,
    }
    rates = ("rate_ppm", "penalty_margin_ppm", "overdue_rate_ppm", "all_in_rate_ppm", "fee")
    return (request | dict.fromkeys(rates, 0),)


def _transfer(scene: Scene) -> tuple[Any, ...]:
    world = scene.world
    return (
        {
            "token": world.book,
            "id": scene.loan.id,
            "units": 1,
            "sender": party_id(world.lender),
            "receiver": party_id(world.backer),
            "jurisdiction": CHINA,
            "product": 1,
        },
    )


def _paused_by_the_guardian(world: FullWorld) -> None:
    world.rulebook.pause_new_loans(3_600, sender=world.chain.actor("guardian"))


def _paused_by_governance(world: FullWorld) -> None:
    world.rulebook.pause_new_loans(3_600, sender=world.governance)


RULEBOOK = [
    Row("rulebook", "admit_loan", _admission, only("book", "opening")),
    Row("rulebook", "admit_transfer", _transfer, only("book", "opening")),
    Row("rulebook", "pause_new_loans", lambda _: (60,), only("guardian", "governance")),
    Row(
        "rulebook",
        "unpause_new_loans",
        lambda _: (),
        only("guardian", "governance"),
        before=_paused_by_the_guardian,
    ),
    Row("rulebook", "unpause_new_loans", lambda _: (), GOVERNED, before=_paused_by_governance),
    Row("rulebook", "set_guardian", lambda s: (s.world.stranger,), GOVERNED),
    Row("rulebook", "set_book", lambda s: (s.world.book, False), GOVERNED),
    Row("rulebook", "set_desk", lambda s: (s.world.desk, False), GOVERNED),
    Row("rulebook", "set_currency", lambda s: (s.world.token, False, 1, 4), GOVERNED),
    Row("rulebook", "set_limits", lambda _: (CHINA, (0,) * 6 + (False,)), GOVERNED),
    Row("rulebook", "remove_jurisdiction", lambda _: (CHINA,), GOVERNED),
    Row("rulebook", "set_governance", lambda s: (s.world.stranger,), GOVERNED),
]

STATEMENTS = [
    Row(
        "ledger",
        "dispute",
        lambda s: (statements.citation(s), 1, statements.EVIDENCE),
        only("holder"),
        before=statements.defaulted,
    ),
    Row(
        "ledger",
        "dispute_signed",
        statements.signed_dispute,
        ANYONE,
        before=statements.defaulted,
    ),
    Row(
        "ledger",
        "answer",
        lambda s: (statements.subject(s.world), 0, False, statements.EVIDENCE),
        only("servicer"),
        before=statements.disputed,
    ),
    Row(
        "ledger",
        "correct",
        lambda s: (statements.subject(s.world), statements.citation(s), statements.EVIDENCE),
        only("governance"),
        before=statements.defaulted,
    ),
    Row(
        "ledger",
        "correct",
        lambda s: (statements.subject(s.world), statements.citation(s), statements.EVIDENCE),
        only("bank"),
        before=statements.furnished,
    ),
    Row(
        "ledger",
        "lapse",
        lambda s: (statements.subject(s.world), 0),
        ANYONE,
        before=statements.overdue,
    ),
    Row(
        "ledger",
        "lapse",
        lambda s: (statements.subject(s.world), 0),
        NOBODY,
        NEVER,
        before=statements.disputed,
    ),
    Row(
        "ledger",
        "anchor",
        lambda s: (statements.subject(s.world), statements.citation(s)),
        ANYONE,
        before=statements.defaulted,
    ),
    Row("ledger", "cancel_nonce", lambda _: (NONCE,), ANYONE),
    Row(
        "ledger",
        "inquire",
        lambda s: (statements.subject(s.world), 1, statements.EVIDENCE),
        only("bank"),
        before=statements.accredited,
    ),
    Row(
        "ledger",
        "furnish",
        lambda s: (statements.subject(s.world), statements.EVIDENCE, 1, 1, True),
        only("bank"),
        before=statements.accredited,
    ),
    Row("ledger", "merge", statements.merger, only("provider"), before=statements.linked),
]

LEDGER = [
    Row(
        "ledger",
        "record",
        lambda s: (s.deal.borrower, s.deal.id, 0, 0, [pack(Entry(Kind.PAID))]),
        only("book"),
    ),
    Row("ledger", "authorise_book", lambda s: (s.world.stranger,), GOVERNED),
    Row("ledger", "retire_book", lambda s: (s.world.book,), GOVERNED),
    Row("ledger", "set_on_time_min", lambda s: (s.world.book, 5), GOVERNED),
    Row("ledger", "set_answerer", lambda s: (s.world.book, s.world.stranger), GOVERNED),
    Row("ledger", "accredit_furnisher", lambda s: (s.world.stranger, True), GOVERNED),
    Row("ledger", "accredit_report_user", lambda s: (s.world.stranger, 2), GOVERNED),
    Row("ledger", "set_answer_days", lambda _: (30,), GOVERNED),
    *STATEMENTS,
    Row("ledger", "set_governance", lambda s: (s.world.stranger,), GOVERNED),
]

PERMIT = {
    "Permit": [
        ("owner", "address"),
        ("spender", "address"),
        ("value", "uint256"),
        ("nonce", "uint256"),
        ("deadline", "uint256"),
    ]
}


def _permit(scene: Scene) -> tuple[Any, ...]:
    owner, spender = scene.world.lender, scene.world.stranger
    message = {
        "owner": owner,
        "spender": spender,
        "value": 1,
        "nonce": scene.world.token.nonces(owner),
        "deadline": FOREVER,
    }
    signature = owner.sign(scene.world.token, "Permit", PERMIT, message)
    r, s, v = signature[:32], signature[32:64], signature[64]
    return (owner, spender, 1, FOREVER, v, r, s)


TOKEN = [
    Row("token", "approve", lambda s: (s.world.backer, ALLOWANCE), ANYONE),
    Row("token", "permit", _permit, ANYONE),
    Row("token", "transfer", lambda s: (s.world.backer, 1), ANYONE),
    Row(
        "token",
        "transferFrom",
        lambda s: (s.world.lender, s.world.stranger, 1),
        only("desk", "book"),
        gives=only("lender"),
    ),
    Row("token", "mint", lambda s: (s.world.stranger, 1, b"\x01" * 32), only("bank")),
    Row("token", "redeem", lambda _: (1, b"\x01" * 32), ANYONE),
]

TABLE = [
    *BOOK,
    *RELAY,
    *OPENING,
    *SERVICING,
    *AMENDING,
    *ROLLOVER,
    *DESK,
    *REGISTRY,
    *RULEBOOK,
    *LEDGER,
    *TOKEN,
]
