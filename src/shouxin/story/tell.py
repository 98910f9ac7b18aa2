# SPDX-License-Identifier: Apache-2.0
"""The whole story, from an empty chain to closed books."""

from collections.abc import Callable

from shouxin.primitives.errors import Refused
from shouxin.story.chapters.cooling_off import tell_cooling_off
from shouxin.story.chapters.default import tell_default
from shouxin.story.chapters.ending import Ending, tell_ending
from shouxin.story.chapters.offers import tell_offers
from shouxin.story.chapters.parties import tell_parties
from shouxin.story.chapters.repaying import tell_repaying, tell_repaying_today
from shouxin.story.loans import Loans
from shouxin.story.narrator import Json, Narrator
from shouxin.story.stage import Stage
from shouxin.story.telling import Telling
from shouxin.story.text import Text


def tell(
    stage: Stage, narrator: Narrator, before_ending: Callable[[Stage], None] | None = None
) -> Json:
    """Tell it on a stage; gives what ``--json`` prints.

    Args:
        stage: a chain with the contracts.
        narrator: who prints, or keeps.
        before_ending: what happens to the chain before the books are closed, in tests.

    Raises:
        Refused: ``story.not_whole``; money is missing, or chain and model differ.
        ShouxinError: something was refused that the story did not expect.
    """
    cast = tell_parties(stage, narrator)
    telling = Telling(stage, narrator, cast, Loans(stage))
    loans = tell_offers(telling)
    tell_cooling_off(telling, loans.third)
    if stage.can_travel:
        tell_repaying(telling, loans.first)
        tell_default(telling, loans.second)
    else:
        tell_repaying_today(telling, loans.first)
        _tell_what_needs_time(narrator)
    if before_ending is not None:
        before_ending(stage)
    ending = tell_ending(telling)
    _tell_result(narrator, ending)
    if ending.failures:
        raise _not_whole(ending)
    return {
        "chain_id": stage.chain.chain_id,
        "has_time_travel": stage.can_travel,
        "contracts": {n: c.address for n, c in stage.deployment.manifest.contracts.items()},
        "token": stage.token.address,
        "chapters": narrator.chapters,
        **ending.value,
    }


def _tell_what_needs_time(narrator: Narrator) -> None:
    narrator.note(
        Text(
            "Time can't be moved on this chain: instalments on time and late, default, notice, "
            "acceleration, recovery and write-off are left out. `shouxin demo` without --rpc-url "
            "tells them.",
            "此链不能调整时间：按期与逾期还款、违约、通知、提前到期、回收和核销从略。"
            "不加 --rpc-url 运行 shouxin demo 可查看完整过程。",
        )
    )


def _tell_result(narrator: Narrator, ending: Ending) -> None:
    if ending.failures:
        return
    narrator.note(
        Text(
            "[bold green]Every unit of money is accounted for; chain and model agree on every "
            "state.[/bold green]",
            "[bold green]分文不差；链上状态与模型逐一相符。[/bold green]",
        )
    )


def _not_whole(ending: Ending) -> Refused:
    return Refused(
        "story.not_whole",
        "the books don't close: " + "; ".join(text.en for text in ending.failures),
        "账目不平：" + "；".join(text.zh for text in ending.failures),
    )
