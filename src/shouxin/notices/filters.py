# SPDX-License-Identifier: Apache-2.0
"""Which changes somebody wants to hear of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from shouxin.primitives.errors import BadInput
from shouxin.store.changes import Change

TOPICS_MAX = 50
PRIVATE_TOPICS = frozenset({"transaction"})
"""Told only to who names the subject, whose id nobody can guess."""
RECORD = "record"
"""A topic that is told by its name alone, and of one party: records are their subjects' own."""
ROLLED_BACK = "chain.rolled_back"
"""Told to everybody: what they heard of later blocks is void."""

_TOPIC = re.compile(r"[a-z][a-z_]{0,31}(\.[a-z][a-z_]{0,31})?")
_HASH = re.compile(r"0x[0-9a-f]{64}")
_SUBJECT = re.compile(r"[0-9a-zA-Z_-]{1,66}")


@dataclass(frozen=True, slots=True)
class EventFilter:
    """A choice of changes; an empty part chooses all.

    Attributes:
        topics: such as ``loan`` (all about loans) or ``loan.paid``.
        party: whose record or money it concerns.
        subject: the loan, offer or transaction that it is about.
    """

    topics: frozenset[str] = frozenset()
    party: str | None = None
    subject: str | None = None

    def matches(self, change: Change) -> bool:
        """Whether a change is chosen."""
        if change.kind == ROLLED_BACK:
            return True
        topic = change.kind.partition(".")[0]
        if topic in PRIVATE_TOPICS and self.subject != change.subject:
            return False
        if self.topics and topic not in self.topics and change.kind not in self.topics:
            return False
        if topic == RECORD and not self._names_record:
            return False
        if self.party is not None and change.party != self.party:
            return False
        return self.subject is None or change.subject == self.subject

    @property
    def record_party(self) -> str | None:
        """Whose record is asked for by name; None if none is.

        Raises:
            BadInput: ``events.no_party``.
        """
        if not any(topic.partition(".")[0] == RECORD for topic in self.topics):
            return None
        if self.party is None:
            raise BadInput(
                "events.no_party",
                "the topic record is told of one party: name it as party",
                "record 主题须指定主体：请填写 party",
            )
        return self.party

    @property
    def _names_record(self) -> bool:
        named = any(topic.partition(".")[0] == RECORD for topic in self.topics)
        return named and self.party is not None


def read_filter(
    topics: Iterable[str], party: str | None = None, subject: str | None = None
) -> EventFilter:
    """A filter as it comes from outside.

    Raises:
        BadInput: ``events.bad_topic``, ``events.too_many_topics``, ``events.bad_party``,
            ``events.bad_subject``.
    """
    chosen = frozenset(topic.strip() for topic in topics if topic.strip())
    for topic in sorted(chosen):
        if not _TOPIC.fullmatch(topic):
            raise BadInput(
                "events.bad_topic",
                f"{topic[:64]!r} is no topic: write one such as loan or loan.paid",
                f"{topic[:64]!r} 不是有效主题：应形如 loan 或 loan.paid",
            )
    if len(chosen) > TOPICS_MAX:
        raise BadInput(
            "events.too_many_topics",
            f"{len(chosen)} topics are too many: name at most {TOPICS_MAX}, or none for all",
            f"{len(chosen)} 个主题过多：最多 {TOPICS_MAX} 个；不填则为全部",
        )
    return EventFilter(chosen, _party(party), _subject(subject))


def _party(given: str | None) -> str | None:
    if given is None or _HASH.fullmatch(given.lower()):
        return None if given is None else given.lower()
    raise BadInput(
        "events.bad_party",
        f"party {given[:80]!r} is no party's id: write 0x and 64 hexadecimal digits",
        f"party {given[:80]!r} 不是主体 ID：应为 0x 加 64 位十六进制字符",
    )


def _subject(given: str | None) -> str | None:
    if given is None or _SUBJECT.fullmatch(given):
        return given
    raise BadInput(
        "events.bad_subject",
        f"subject {given[:80]!r} is no id of a loan, offer or transaction: copy it from there",
        f"subject {given[:80]!r} 不是贷款、要约或交易的 ID：请从原处复制",
    )
