# SPDX-License-Identifier: Apache-2.0
"""The table's rows about the registry of parties and the rulebook."""

from typing import Any

from tests.contracts.full_world import EMPTY, PRINCIPAL, FullWorld
from tests.contracts.moves_row import ANYONE, GOVERNED, Row, backers, only
from tests.contracts.moves_stage import Scene
from tests.contracts.registry_world import CHINA, RECOVERY, party_id


def _enrolment(scene: Scene) -> tuple[Any, ...]:
    people = scene.world.people
    wallet = scene.stage.chain.actor("newcomer")
    signature = people.signed_enrolment(wallet)
    return (wallet, EMPTY, CHINA, 1, RECOVERY, b"\x0a" * 32, people.tomorrow, signature)


def _wallet(scene: Scene) -> tuple[Any, ...]:
    people, wallet = scene.world.people, scene.stage.chain.actor("second wallet")
    signatures = people.pair_signatures(wallet, scene.world.backer)
    return (wallet, scene.world.backer, people.tomorrow, *signatures)


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
