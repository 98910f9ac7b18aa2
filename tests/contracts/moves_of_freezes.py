# SPDX-License-Identifier: Apache-2.0
"""The table's rows about freezes and recoveries, and what they change in others' rows."""

from typing import Any

from shouxin.parties.recovery import sign_expulsion
from tests.contracts.evm import CHAIN_ID, DAY, Actor
from tests.contracts.full_world import FullWorld
from tests.contracts.moves_stage import Scene
from tests.contracts.moves_table import (
    ANYONE,
    GOVERNED,
    NEVER,
    NOBODY,
    OPENED,
    Row,
    backers,
    moved,
    only,
)
from tests.contracts.registry_world import WALLET_RECOVERY, party_id

ORDER = b"\x07" * 32


def _later(scene: Scene, days: int) -> int:
    return int(scene.world.chain.timestamp + days * DAY)


def _frozen(world: FullWorld) -> None:
    world.people.freeze(party_id(world.backer), order=ORDER)


def _holder_frozen(world: FullWorld) -> None:
    world.people.freeze(party_id(world.chain.actor("holder")))


def _fresh(world: FullWorld) -> Actor:
    return world.chain.actor("fresh wallet")


def _recovery(scene: Scene) -> tuple[Any, ...]:
    people, lost, wallet = scene.world.people, scene.world.backer, _fresh(scene.world)
    deadline = people.tomorrow
    message = {"party": backers(scene), "lost": lost, "wallet": wallet, "deadline": deadline}
    signature = wallet.sign(people.registry, "WalletRecovery", WALLET_RECOVERY, message)
    return (lost, wallet, people.rule().struct, deadline, signature)


def _recovering(world: FullWorld) -> None:
    world.people.start_recovery(world.backer, _fresh(world))


def _recovery_due(world: FullWorld) -> None:
    _recovering(world)
    world.chain.warp(days=14)


def _unaccredited(world: FullWorld) -> None:
    _recovering(world)
    world.registry.accredit_provider(world.people.provider, False, sender=world.governance)


def _young(world: FullWorld) -> Actor:
    return world.chain.actor("young wallet")


def _brought_in(world: FullWorld) -> None:
    """The backer's stolen wallet brings a young one in, and is replaced."""
    world.people.joined(_young(world), world.backer)
    world.people.replace(world.backer, _fresh(world))


def _put_out(scene: Scene) -> tuple[Any, ...]:
    """By the signature of the wallet that took the backer's place."""
    young, fresh = _young(scene.world), _fresh(scene.world)
    registry = scene.world.registry.address
    party = party_id(scene.world.backer)
    signature = sign_expulsion(fresh.key, CHAIN_ID, registry, party=party, wallet=young.address)
    return (young, signature)


def _holder_replaced(world: FullWorld) -> None:
    world.people.replace(world.chain.actor("holder"), _fresh(world))


def _followed(scene: Scene) -> tuple[Any, ...]:
    return (scene.stage.holder, _fresh(scene.world), scene.loan.id, 1, b"")


FREEZES = [
    Row(
        "registry",
        "freeze",
        lambda s: (backers(s), ORDER, _later(s, 5)),
        only("guardian", "governance"),
    ),
    Row(
        "registry",
        "freeze",
        lambda s: (backers(s), ORDER, _later(s, 5)),
        GOVERNED,
        before=_frozen,
    ),
    Row("registry", "renew_freeze", lambda s: (backers(s), _later(s, 3)), GOVERNED, before=_frozen),
    Row("registry", "renew_freeze", lambda s: (backers(s), _later(s, 3)), NOBODY, NEVER),
    Row(
        "registry",
        "lift_freeze",
        lambda s: (backers(s),),
        only("guardian", "governance"),
        before=_frozen,
    ),
    Row("registry", "set_guardian", lambda s: (s.world.stranger,), GOVERNED),
    Row(
        "book",
        "claim",
        lambda s: (s.deal.id, s.stage.holder),
        NOBODY,
        NEVER,
        before=_holder_frozen,
    ),
    Row(
        "book",
        "safeTransferFrom",
        lambda s: moved(s, "holder", "lender"),
        NOBODY,
        NEVER,
        before=_holder_frozen,
    ),
    Row(
        "registry",
        "start_recovery",
        _recovery,
        only("provider"),
    ),
    Row(
        "registry",
        "object_to_recovery",
        lambda s: (s.world.backer, s.world.people.objection(s.world.backer)),
        ANYONE,
        before=_recovering,
    ),
    Row(
        "registry",
        "object_to_recovery",
        lambda s: (s.world.backer, b""),
        NOBODY,
        NEVER,
        before=_recovering,
    ),
    Row(
        "registry",
        "drop_recovery",
        lambda s: (backers(s),),
        NOBODY,
        NEVER,
        before=_recovering,
    ),
    Row(
        "registry",
        "drop_recovery",
        lambda s: (backers(s),),
        ANYONE,
        before=_unaccredited,
    ),
    Row("registry", "put_out", lambda s: (s.world.backer, b""), NOBODY, NEVER),
    Row("registry", "put_out", _put_out, ANYONE, before=_brought_in),
    Row(
        "registry",
        "second_recovery",
        lambda s: (backers(s), s.world.people.rule().struct),
        NOBODY,
        NEVER,
        before=_recovering,
    ),
    Row(
        "registry",
        "conclude_recovery",
        lambda s: (backers(s),),
        NOBODY,
        NEVER,
        before=_recovering,
    ),
    Row(
        "registry",
        "conclude_recovery",
        lambda s: (backers(s),),
        ANYONE,
        before=_recovery_due,
    ),
    Row(
        "book",
        "safeTransferFrom",
        _followed,
        ANYONE,
        OPENED,
        gives=only("holder"),
        before=_holder_replaced,
    ),
    Row(
        "book",
        "safeTransferFrom",
        lambda s: moved(s, "holder", "lender"),
        NOBODY,
        NEVER,
        before=_holder_replaced,
    ),
]
