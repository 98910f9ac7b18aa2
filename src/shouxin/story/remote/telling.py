# SPDX-License-Identifier: Apache-2.0
"""What each chapter is told with, and how the model is compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shouxin.client.answers import Transaction
from shouxin.client.events import Event
from shouxin.lending.model import State, Terms
from shouxin.primitives.text import Text
from shouxin.story.narrator import Narrator
from shouxin.story.remote.hearing import Hearing
from shouxin.story.remote.people import Customer, Role
from shouxin.story.remote.platform import Platform


@dataclass(slots=True)
class Telling:
    """The platform, who is in the story, and what was compared.

    Attributes:
        platform: where it happens.
        narrator: who prints it.
        hearing: who listens to the events.
        provider, bank: the roles.
        failures: what is not as it should be; empty at the end of a story that is right.
        compared: how many figures were held against the model.
    """

    platform: Platform
    narrator: Narrator
    hearing: Hearing
    provider: Role
    bank: Role
    failures: list[Text] = field(default_factory=list)
    compared: int = 0

    def event(
        self, what: Text, sent: Transaction | None = None, *, units: int | None = None, **names: Any
    ) -> None:
        """Tell of something that happened today."""
        gas = None if sent is None else sent.gas_used
        told = what.with_values(**names)
        self.narrator.event(self.platform.today(), told, units=units, gas=gas)

    def heard(self, kind: str, subject: str) -> Event:
        """An event, which must come."""
        return self.hearing.until(kind, subject)

    def heard_in(self, kind: str, subject: str, sent: Transaction) -> Event:
        """An event of a transaction's block, which must come."""
        return self.hearing.until(kind, subject, sent.block_number)

    def compare(self, what: Text, found: Mapping[str, object], model: Mapping[str, object]) -> None:
        """Hold what the service says against what the model computes."""
        for name, expected in model.items():
            self.compared += 1
            if found[name] != expected:
                self.failures.append(
                    Text(
                        f"{what.en}: {name} is {found[name]}, and the model has {expected}",
                        f"{what.zh}：{name} 为 {found[name]}，模型为 {expected}",
                    )
                )


@dataclass(slots=True)
class RemoteLoan:
    """A loan of the story, and the model's state of it."""

    id: str
    terms: Terms
    state: State
    lender: Customer
    borrower: Customer
