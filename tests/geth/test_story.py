# SPDX-License-Identifier: Apache-2.0
"""The story on geth: what needs no time travel, to closed books and a verified report."""

import io

from rich.console import Console

from shouxin.story.narrator import Narrator
from shouxin.story.stage import Stage
from shouxin.story.tell import check_whole, tell
from shouxin.story.text import Language


def test_the_story_closes_its_books(stage: Stage) -> None:
    narrator = Narrator(Console(file=io.StringIO(), width=80), Language.EN)
    told = tell(stage, narrator)
    check_whole(told)
    assert told.value["is_whole"] is True
    assert told.value["has_time_travel"] is False
