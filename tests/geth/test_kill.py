# SPDX-License-Identifier: Apache-2.0
"""``kill -9`` of geth: on the same data directory all of it is there, and goes on."""

from shouxin.chain.deploy import connect
from shouxin.chain.manifest import manifest_path
from shouxin.chain.rpc import Chain
from shouxin.config import Config
from shouxin.credit.export import export_report
from shouxin.credit.ledger import ledger_of
from shouxin.credit.report import write_report
from shouxin.story.accounts import check_accounts
from shouxin.story.cast import Cast
from shouxin.story.loans import Loans
from shouxin.story.offering import conditions_of, signed_by
from shouxin.story.stage import Stage
from shouxin.story.text import Text
from tests.geth.geth_node import GethNode

LOAN = Text("a loan", "一笔贷款")
PRINCIPAL, ROUNDS = 300_000, 5


def hashes(chain: Chain) -> list[bytes]:
    return [chain.block(number).hash for number in range(chain.block().number + 1)]


def test_killed_again_and_again_it_keeps_every_block(
    stage: Stage, cast: Cast, loans: Loans, node: GethNode, config: Config
) -> None:
    signed = signed_by(stage, cast.bank, PRINCIPAL, conditions_of(stage))
    loan, _ = loans.take(LOAN, signed, PRINCIPAL, cast.shop, cast.bank)
    ledger = ledger_of(stage.deployment.manifest)
    for number in range(ROUNDS):
        paid = loans.pay(loan, cast.shop, 10_000 + number).receipt
        blocks = hashes(stage.chain)
        report = write_report(export_report(stage.chain, ledger, cast.shop.party).report)
        node.kill()
        node.start()
        chain = node.chain
        assert hashes(chain) == blocks
        assert write_report(export_report(chain, ledger, cast.shop.party).report) == report
        receipt = chain.receipt("0x" + paid.transaction_hash.hex())
        assert receipt is not None
        assert int(receipt["blockNumber"], 16) == paid.block_number == len(blocks) - 1
        loans.compare_positions()
    folder = manifest_path(config.var / "story" / str(chain.chain_id), chain.chain_id).parent
    assert connect(node.chain, folder).manifest == stage.deployment.manifest
    loans.claim(loan, cast.bank)
    assert all(check.is_right for check in check_accounts(stage))
