# SPDX-License-Identifier: Apache-2.0
"""The whole story, from an empty chain to closed books."""

from collections.abc import Callable
from dataclasses import dataclass

from shouxin.config import Config
from shouxin.primitives.errors import Refused
from shouxin.story.chapters.cooling_off import tell_cooling_off
from shouxin.story.chapters.default import tell_default
from shouxin.story.chapters.ending import tell_ending
from shouxin.story.chapters.frozen import tell_frozen
from shouxin.story.chapters.killed import tell_killed
from shouxin.story.chapters.living import tell_living
from shouxin.story.chapters.lost_wallet import tell_lost_wallet
from shouxin.story.chapters.offers import tell_offers
from shouxin.story.chapters.parties import tell_parties
from shouxin.story.chapters.relayed import tell_relayed
from shouxin.story.chapters.repaying import tell_repaying, tell_repaying_today
from shouxin.story.chapters.report import tell_report
from shouxin.story.chapters.statements import tell_statements
from shouxin.story.loans import Loans
from shouxin.story.narrator import Json, Narrator
from shouxin.story.relaying import Relaying
from shouxin.story.stage import Stage
from shouxin.story.telling import Telling
from shouxin.story.text import Text

TITLE = Text("Zhou's noodle shop borrows CNY 30,000", "老周面馆借款三万元")
BENEATH = Text(
    "A bank that has never met it lends; Ms Lin lends for a stove; Mr Chen buys half a claim; "
    "Sun's bakery borrows without a coin, and loses its wallet. All of it happens in the "
    "contracts of a chain, and the Python model computes each amount again.",
    "素未谋面的银行放款，林女士出借资金购置灶具，陈先生受让一半债权份额；"
    "孙记糕饼铺不持有链上币也能借款，钱包遗失后照常还款。"
    "全程由链上合约执行，每一笔金额由 Python 模型重新计算一遍。",
)
NEEDS_TIME = Text(
    "Time can't be moved on this chain: instalments on time and late, default and recovery, a "
    "lost wallet, a freeze, amendments and a rollover are left out. `shouxin demo` without "
    "--rpc-url tells them.",
    "此链不能调整时间：按期与逾期还款、违约与收回、钱包遗失、司法冻结、贷后变更和借新还旧从略。"
    "不加 --rpc-url 运行 shouxin demo 可查看完整过程。",
)
WHOLE = Text(
    "Every unit of money is accounted for; chain and model agree on every state.",
    "分文不差；链上状态与模型逐一相符。",
)


@dataclass(frozen=True, slots=True)
class Told:
    """A story that was told.

    Attributes:
        value: what ``--json`` prints.
        failures: what was off at the end, empty if all is well.
    """

    value: Json
    failures: list[Text]


def tell(
    stage: Stage,
    narrator: Narrator,
    before_ending: Callable[[Telling], None] | None = None,
    config: Config | None = None,
) -> Told:
    """Tell it on a stage.

    Args:
        stage: a chain with the contracts.
        narrator: who prints, or keeps.
        before_ending: what happens before the books are closed, in tests.
        config: where a second chain's program is, which is killed; None leaves that chapter out.

    Raises:
        ShouxinError: something was refused that the story did not expect.
    """
    narrator.title(TITLE, BENEATH)
    cast = tell_parties(stage, narrator)
    loans_told = Loans(stage)
    relaying = Relaying(loans_told, stage.new_sender(), stage.nonces)
    telling = Telling(stage, narrator, cast, loans_told, relaying)
    loans = tell_offers(telling)
    tell_cooling_off(telling, loans.third)
    if stage.can_travel:
        tell_repaying(telling, loans.first)
        tell_default(telling, loans.second)
    else:
        tell_repaying_today(telling, loans.first)
    customer = tell_relayed(telling)
    if stage.can_travel:
        tell_lost_wallet(telling, customer)
        tell_frozen(telling, customer.loan)
        tell_living(telling, customer.loan)
    else:
        narrator.note(NEEDS_TIME)
    tell_statements(telling, loans.second if stage.can_travel else None)
    if config is not None:
        tell_killed(telling, config)
    if before_ending is not None:
        before_ending(telling)
    ending = tell_ending(telling)
    if not ending.failures:
        narrator.note(WHOLE, style="bold green")
    report, refusals = tell_report(telling)
    failures = [*telling.failures, *ending.failures, *refusals]
    value = {
        "chain_id": stage.chain.chain_id,
        "has_time_travel": stage.can_travel,
        "contracts": {n: c.address for n, c in stage.deployment.manifest.contracts.items()},
        "token": stage.token.address,
        "chapters": narrator.chapters,
        **ending.value,
        "report": report,
        "is_whole": not failures,
        "failures": [failure.of(narrator.language) for failure in failures],
    }
    return Told(value, failures)


def check_whole(told: Told) -> None:
    """See that nothing was off at the end.

    Raises:
        Refused: ``story.not_whole``; money is missing, or chain and model differ.
    """
    if told.failures:
        raise Refused(
            "story.not_whole",
            "the books don't close: " + "; ".join(text.en for text in told.failures),
            "账目不平：" + "；".join(text.zh for text in told.failures),
        )
