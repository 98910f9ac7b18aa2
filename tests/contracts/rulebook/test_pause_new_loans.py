# SPDX-License-Identifier: Apache-2.0
from tests.contracts.evm import DAY, reverts
from tests.contracts.rulebook.conftest import Rules

WEEK = 7 * DAY


def test_others_neither_pause_nor_unpause(rules: Rules) -> None:
    for caller in (rules.book, rules.desk):
        with reverts("rulebook: caller is not the guardian"):
            rules.rulebook.pause_new_loans(DAY, sender=caller)
        with reverts("rulebook: caller is not the guardian"):
            rules.rulebook.unpause_new_loans(sender=caller)


def test_the_guardian_keeps_within_its_bounds(rules: Rules) -> None:
    with reverts("rulebook: pause is over 7 days"):
        rules.rulebook.pause_new_loans(WEEK + 1, sender=rules.guardian)
    for caller in (rules.guardian, rules.governance):
        with reverts("rulebook: pause is nil"):
            rules.rulebook.pause_new_loans(0, sender=caller)
        with reverts("rulebook: new loans are not paused"):
            rules.rulebook.unpause_new_loans(sender=caller)


def test_a_pause_refuses_new_loans_and_expires_by_itself(rules: Rules) -> None:
    start = rules.chain.timestamp
    rules.rulebook.pause_new_loans(WEEK, sender=rules.guardian)
    assert rules.rulebook.paused_until() == start + WEEK
    assert rules.chain.events[-1].args["until"] == start + WEEK
    assert rules.rulebook.preview_loan(rules.request()) == 1
    with reverts("rulebook: new loans are paused"):
        rules.rulebook.admit_loan(rules.request(), sender=rules.book)
    rules.chain.warp(seconds=WEEK - 1)
    assert rules.rulebook.preview_loan(rules.request()) == 1
    rules.chain.warp(seconds=1)
    assert rules.rulebook.preview_loan(rules.request()) == 0


def test_only_governance_renews(rules: Rules) -> None:
    only = "rulebook: only governance renews a pause"
    rules.rulebook.pause_new_loans(WEEK, sender=rules.guardian)
    for days in (0, 6, 1, 6):
        rules.chain.warp(days=days)
        with reverts(only):
            rules.rulebook.pause_new_loans(DAY, sender=rules.guardian)
    rules.rulebook.pause_new_loans(30 * DAY, sender=rules.governance)
    rules.chain.warp(days=29)
    assert rules.rulebook.preview_loan(rules.request()) == 1
    with reverts("rulebook: new loans are paused already"):
        rules.rulebook.pause_new_loans(DAY, sender=rules.guardian)
    rules.chain.warp(days=1)
    rules.rulebook.pause_new_loans(DAY, sender=rules.guardian)
    assert rules.rulebook.paused_until() == rules.chain.timestamp + DAY


def test_unpausing_early_gives_no_new_pause(rules: Rules) -> None:
    rules.rulebook.pause_new_loans(WEEK, sender=rules.guardian)
    rules.chain.warp(days=1)
    rules.rulebook.unpause_new_loans(sender=rules.guardian)
    assert rules.rulebook.preview_loan(rules.request()) == 0
    with reverts("rulebook: only governance renews a pause"):
        rules.rulebook.pause_new_loans(1, sender=rules.guardian)
    rules.rulebook.pause_new_loans(2**256 - 1, sender=rules.governance)
    assert rules.rulebook.preview_loan(rules.request()) == 1
    rules.rulebook.unpause_new_loans(sender=rules.governance)
    rules.chain.warp(days=13)
    rules.rulebook.pause_new_loans(WEEK, sender=rules.guardian)


def test_no_guardian_is_nobody(rules: Rules) -> None:
    rules.rulebook.set_guardian("0x" + "00" * 20, sender=rules.governance)
    with reverts("rulebook: caller is not the guardian"):
        rules.rulebook.pause_new_loans(DAY, sender=rules.guardian)


def test_the_guardian_neither_ends_nor_shortens_a_pause_of_governance(rules: Rules) -> None:
    rules.rulebook.pause_new_loans(5 * DAY, sender=rules.governance)
    until = rules.rulebook.paused_until()
    with reverts("rulebook: the pause is governance's"):
        rules.rulebook.unpause_new_loans(sender=rules.guardian)
    for seconds in (1, WEEK):
        with reverts("rulebook: new loans are paused already"):
            rules.rulebook.pause_new_loans(seconds, sender=rules.guardian)
    assert rules.rulebook.paused_until() == until
