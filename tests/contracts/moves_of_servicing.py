# SPDX-License-Identifier: Apache-2.0
"""The table's rows about servicing, amending and rolling over."""

from typing import Any

from tests.contracts.full_world import CENT, PRINCIPAL, FullWorld
from tests.contracts.joint import revocation
from tests.contracts.moves_row import (
    ANYONE,
    COOLING_OFF,
    LIVING,
    NEVER,
    NO_NOTICE,
    NOBODY,
    OPEN,
    OPENED,
    UNMARKED,
    Row,
    only,
)
from tests.contracts.moves_stage import Scene
from tests.contracts.rollover.rolling import Rolling

DIGEST = b"\x0d" * 32
FORBEARANCE = 5


def _waive(scene: Scene, *, signed: bool, **amounts: int) -> tuple[Any, ...]:
    waiver = scene.waiver(**amounts)
    consents = [scene.consent(waiver)] if signed else []
    return (scene.deal.complete, waiver, consents)


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


def _amended(scene: Scene, *, signed: bool, kind: int = FORBEARANCE) -> tuple[Any, ...]:
    """Amended to the same method over twelve months; the lender holds three quarters."""
    loan, world = scene.amendable(), scene.world
    state = world.book.state_of(scene.deal.id)
    principal = (state.balance - state.principal_due) * CENT
    if state.status == OPEN:
        principal = _principal_left(scene)
    terms = loan.terms_of(principal or CENT * 100)
    new = loan.new_deal(terms)
    amendment = loan.amendment(new, kind=kind)
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
UNTROUBLED = COOLING_OFF | {"within grace"}
"""States in which more than forbearance amends: neither 30 days past due nor in default."""


def _revoked(scene: Scene, contract: str) -> tuple[Any, ...]:
    """What the lender signed to take another signature of it back."""
    lender = scene.world.lender
    return (lender, DIGEST, revocation(getattr(scene.world, contract), lender, DIGEST))


AMENDING = [
    Row("amending", "amend", lambda s: _amended(s, signed=True), ANYONE, SCHEDULED),
    Row("amending", "amend", lambda s: _amended(s, signed=True, kind=1), ANYONE, UNTROUBLED),
    Row("amending", "amend", lambda s: _amended(s, signed=False), only("lender"), SCHEDULED),
    Row("amending", "replace_servicer", lambda s: _replaced(s, signed=True), ANYONE, OPENED),
    Row(
        "amending",
        "replace_servicer",
        lambda s: _replaced(s, signed=False),
        only("lender"),
        OPENED,
    ),
    Row("amending", "revoke", lambda _: (DIGEST,), ANYONE),
    Row("amending", "revoke_signed", lambda s: _revoked(s, "amending"), ANYONE),
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
    Row("rollover", "revoke", lambda _: (DIGEST,), ANYONE),
    Row("rollover", "revoke_signed", lambda s: _revoked(s, "rollover"), ANYONE),
]
