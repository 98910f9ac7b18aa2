# SPDX-License-Identifier: Apache-2.0
import json
from typing import Any

import pytest

from tests.contracts.compiler import CONTRACTS
from tests.contracts.evm import reverts
from tests.contracts.registry_world import CHINA
from tests.contracts.rulebook.conftest import LIMITS, NO_LIMIT, Rules

NOBODY = "0x" + "00" * 20
SOMEONE = "0x" + "77" * 20


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("set_guardian", (SOMEONE,)),
        ("set_book", (SOMEONE, True)),
        ("set_desk", (SOMEONE, True)),
        ("set_currency", (SOMEONE, True, 1, 0)),
        ("set_limits", (CHINA, LIMITS)),
        ("remove_jurisdiction", (CHINA,)),
        ("set_governance", (SOMEONE,)),
    ],
)
def test_only_governance_governs(rules: Rules, function: str, arguments: tuple[Any, ...]) -> None:
    for caller in (rules.guardian, rules.book, rules.desk):
        with reverts("rulebook: caller is not governance"):
            getattr(rules.rulebook, function)(*arguments, sender=caller)


@pytest.mark.parametrize(
    ("function", "arguments", "reason"),
    [
        ("set_book", (NOBODY, True), "rulebook: book is empty"),
        ("set_desk", (NOBODY, True), "rulebook: desk is empty"),
        ("set_currency", (NOBODY, True, 1, 0), "rulebook: currency is empty"),
        ("set_currency", (SOMEONE, True, 0, 0), "rulebook: reference rate is out of range"),
        ("set_currency", (SOMEONE, True, 2**96, 0), "rulebook: reference rate is out of range"),
        ("set_currency", (SOMEONE, True, 1, 37), "rulebook: exponent is out of range"),
        ("set_limits", (0, LIMITS), "rulebook: jurisdiction is out of range"),
        ("set_limits", (1000, LIMITS), "rulebook: jurisdiction is out of range"),
        ("remove_jurisdiction", (276,), "rulebook: jurisdiction is unknown"),
        ("set_governance", (NOBODY,), "rulebook: governance is empty"),
    ],
)
def test_bad_values_are_refused(
    rules: Rules, function: str, arguments: tuple[Any, ...], reason: str
) -> None:
    with reverts(reason):
        getattr(rules.rulebook, function)(*arguments, sender=rules.governance)


def test_no_rulebook_starts_without_governance(rules: Rules) -> None:
    with reverts("rulebook: governance is empty"):
        rules.chain.deploy(
            "Rulebook", NOBODY, rules.registries.registry, rules.ledger, sender=rules.governance
        )


def test_indices_of_currencies_end_at_16_bits(rules: Rules) -> None:
    layout = json.loads((CONTRACTS / "snapshots" / "storage_layout.json").read_text())
    slot = layout["Rulebook"]["storage_layout"]["currency_count"]["slot"]
    rulebook, by = rules.rulebook, {"sender": rules.governance}
    assert rules.chain.storage_at(rulebook, slot) == rulebook.currency_count() == 1
    rules.chain.set_storage(rulebook, slot, 2**16 - 2)
    rulebook.set_currency(SOMEONE, True, 1, 0, **by)
    assert rulebook.currency_at(2**16 - 1) == SOMEONE
    with reverts("rulebook: no currency index is left"):
        rulebook.set_currency("0x" + "78" * 20, True, 1, 0, **by)
    rulebook.set_currency(SOMEONE, False, 2, 0, **by)  # one that has its index is changed
    assert rulebook.currency_count() == 2**16 - 1


@pytest.mark.parametrize("field", [n for n in LIMITS if n != "has_open_transfers"])
def test_a_limit_that_has_no_place_is_refused(rules: Rules, field: str) -> None:
    largest = 2**56 - 1 if field == "exposure_max" else 2**24 - 1
    for value in (largest, NO_LIMIT - 1):
        with reverts("rulebook: limit is out of range"):
            rules.limit(**{field: value})
    rules.limit(**{field: largest - 1})
    assert getattr(rules.rulebook.limits_of(CHINA), field) == largest - 1


@pytest.mark.parametrize("changed", list(LIMITS))
def test_limits_are_read_as_set(rules: Rules, changed: str) -> None:
    limits = dict.fromkeys(LIMITS, 0) | {"has_open_transfers": False}
    limits[changed] = True if changed == "has_open_transfers" else NO_LIMIT
    rules.rulebook.set_limits(276, limits, sender=rules.governance)
    assert rules.rulebook.limits_of(276) == tuple(limits.values())
    assert rules.chain.events[-1].args["limits"] == tuple(limits.values())
    assert rules.rulebook.is_known(276)
    assert not rules.rulebook.is_known(840)


def test_a_currency_keeps_its_index(rules: Rules) -> None:
    rulebook, governance = rules.rulebook, rules.governance
    rulebook.set_currency(SOMEONE, True, 2**96 - 1, 36, sender=governance)
    assert rulebook.currency(SOMEONE) == (2, True, 2**96 - 1, 36)
    rulebook.set_currency(rules.token, False, 5, 2, sender=governance)
    assert rulebook.currency(rules.token) == (1, False, 5, 2)
    assert rulebook.currency_at(1) == rules.token.address
    assert rulebook.currency_at(2) == SOMEONE
    assert rulebook.currency_count() == 2
    assert rulebook.currency(NOBODY) == (0, False, 0, 0)


def test_governance_is_handed_over(rules: Rules) -> None:
    rules.rulebook.set_governance(rules.desk, sender=rules.governance)
    with reverts("rulebook: caller is not governance"):
        rules.rulebook.set_guardian(SOMEONE, sender=rules.governance)
    rules.rulebook.set_guardian(SOMEONE, sender=rules.desk)
    assert rules.rulebook.guardian() == SOMEONE
