# SPDX-License-Identifier: Apache-2.0
"""What an account needs that signs and pays for its transactions itself."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from shouxin.access.principal import Principal, anyone
from shouxin.outbox.accounts import Accounts
from shouxin.primitives.wire import Units, WireModel
from shouxin.rest.fields import AddressText
from shouxin.rest.problems import problem_answers
from shouxin.rest.provision import provided

router = APIRouter(prefix="/accounts", tags=["transactions"])


class SendingModel(WireModel):
    """An account at this moment."""

    address: str
    next_nonce: int
    balance_wei: Units
    max_fee_wei: Units
    tip_wei: Units


@router.get("/{address}", responses=problem_answers(502))
async def show(
    address: AddressText,
    accounts: Annotated[Accounts, Depends(provided(Accounts))],
    _: Annotated[Principal, Depends(anyone)],
) -> SendingModel:
    """The nonce, the coins and the fees to sign a transaction with, for `POST /transactions`."""
    found = await accounts.sending(address)
    return SendingModel(
        address=found.address,
        next_nonce=found.next_nonce,
        balance_wei=found.balance_wei,
        max_fee_wei=found.max_fee_wei,
        tip_wei=found.tip_wei,
    )
