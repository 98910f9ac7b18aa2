# SPDX-License-Identifier: Apache-2.0
"""The table's rows about the offer desk."""

from typing import Any

from tests.contracts.full_world import PRINCIPAL, FullWorld
from tests.contracts.moves_row import ANYONE, NEVER, NOBODY, NONCE, Row, only, signed
from tests.contracts.moves_stage import Scene


def _taken(scene: Scene) -> tuple[Any, ...]:
    deal = scene.fresh_deal
    return (scene.fresh, scene.signature, scene.world.fill(deal), deal.id)


def _taken_request(scene: Scene) -> tuple[Any, ...]:
    deal = scene.request_deal
    return (scene.request, scene.request_signature, scene.world.fill(deal), deal.id)


def _replaced(world: FullWorld) -> None:
    """The backer's wallet, which has a balance."""
    world.people.replace(world.backer, world.chain.actor("fresh wallet"))


DESK = [
    Row("desk", "deposit", lambda s: (s.world.token, 1), ANYONE),
    Row("desk", "withdraw", lambda s: (s.world.token, PRINCIPAL), only("lender")),
    Row("desk", "take", _taken, only("borrower"), gives=only("lender")),
    Row("desk", "take", _taken_request, only("lender")),
    Row("desk", "follow", lambda s: (s.world.backer, s.world.token), NOBODY, NEVER),
    Row(
        "desk",
        "follow",
        lambda s: (s.world.backer, s.world.token),
        ANYONE,
        gives=only("backer"),
        before=_replaced,
    ),
    Row("desk", "cancel", lambda _: (NONCE,), ANYONE),
    Row("desk", "cancel_all", lambda _: (), ANYONE),
    Row(
        "desk",
        "deposit_signed",
        signed("lender", lambda by, _: by.deposit()),
        ANYONE,
        gives=only("lender"),
    ),
    Row(
        "desk",
        "withdraw_signed",
        signed("lender", lambda by, _: by.take_back()),
        ANYONE,
        gives=only("lender"),
    ),
    Row(
        "desk",
        "take_signed",
        signed("borrower", lambda by, s: by.take(offer=s.fresh)),
        ANYONE,
        gives=only("lender"),
    ),
    Row(
        "desk",
        "take_signed",
        signed("lender", lambda by, s: by.take(offer=s.request)),
        ANYONE,
        gives=only("lender"),
    ),
    Row("desk", "cancel_signed", signed("lender", lambda by, _: by.cancel()), ANYONE),
    Row("desk", "cancel_all_signed", signed("lender", lambda by, _: by.cancel_all()), ANYONE),
]
