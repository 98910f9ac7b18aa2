# SPDX-License-Identifier: Apache-2.0
"""A machine that fails: a chain as ``shouxin up`` keeps it is killed, and comes back whole.

It is a chain beside the story's, which ends with the command and so has nothing to come back from.
"""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from shouxin.chain.bindings.deposit_token import DepositToken
from shouxin.chain.deploy import deploy_contract
from shouxin.chain.gateway.chain_folder import ChainFolder
from shouxin.chain.gateway.supervision import SupervisedGateway
from shouxin.chain.node import CHAIN_ID, free_port
from shouxin.chain.rpc import Chain
from shouxin.chain.sender import Sender, new_key
from shouxin.config import Config
from shouxin.primitives.errors import ChainError
from shouxin.story.telling import Telling
from shouxin.story.text import Text

PAYMENTS, PAYMENT = 20, 50_000
BACK_SECONDS = 60


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a chain shows: its last block, and the balance that the payments made."""

    block: int
    block_hash: bytes
    balance: int


def tell_killed(telling: Telling, config: Config) -> None:
    """Payments acknowledged, everything killed, and all of it there again."""
    telling.narrator.chapter(Text("The machine fails", "机器断电"))
    key = new_key()
    with TemporaryDirectory(prefix="shouxin-killed-") as name:
        folder = ChainFolder(Path(name) / "chain", CHAIN_ID)
        folder.create(str(key.address))
        # a port of its own, which nobody takes while the gateway is down
        program, log, port = config.node_program(), Path(name) / "log", free_port()
        with SupervisedGateway(folder, program, log, port=port) as gateway:
            bank = Sender(Chain(gateway.url, CHAIN_ID), key)
            token = _pay(telling, bank)
            before = _seen(token, bank)
            _kill(telling, gateway)
            _tell_back(telling, before, token, bank)


def _pay(telling: Telling, bank: Sender) -> DepositToken:
    token, _ = deploy_contract(bank, DepositToken, bank.address, "Jiangcheng Bank", "JCCNY", 2)
    for _ in range(PAYMENTS):
        token.mint(bank.address, PAYMENT, os.urandom(32), sender=bank)
    told = Text(
        "a chain as `shouxin up` keeps it acknowledges {count} payments: each is on the disk",
        "由 shouxin up 维护的链确认 {count} 笔入账：每笔均已落盘",
    )
    telling.event(told.with_values(count=PAYMENTS), units=PAYMENTS * PAYMENT)
    return token


def _kill(telling: Telling, gateway: SupervisedGateway) -> None:
    process_id = gateway.process_id
    assert process_id is not None, "nobody has killed it before"
    os.kill(process_id, signal.SIGKILL)
    told = Text(
        "`kill -9` ends the gateway, and the node with it",
        "以 kill -9 强行终止网关，节点随之终止",
    )
    telling.event(told)


def _tell_back(telling: Telling, before: _Seen, token: DepositToken, bank: Sender) -> None:
    began = time.monotonic()
    after = _seen_again(token, bank)
    told = Text(
        "{seconds:.1f} s later it answers again: {blocks} blocks, the last with the same hash, and "
        "every payment",
        "{seconds:.1f} 秒后恢复应答：共 {blocks} 个区块，末块哈希相同，入账一笔不少",
    )
    told = told.with_values(seconds=time.monotonic() - began, blocks=after.block)
    telling.event(told, units=after.balance)
    lost = Text("the chain came back as another one", "恢复后的链与此前不同")
    telling.check(lost, holds=after == before and after.balance == PAYMENTS * PAYMENT)


def _seen_again(token: DepositToken, bank: Sender) -> _Seen:
    """What it shows once it answers.

    Raises:
        ChainError: it does not.
    """
    deadline = time.monotonic() + BACK_SECONDS
    while True:
        try:
            return _seen(token, bank)
        except ChainError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _seen(token: DepositToken, bank: Sender) -> _Seen:
    block = bank.chain.block()
    return _Seen(block.number, block.hash, token.balanceOf(bank.address))
