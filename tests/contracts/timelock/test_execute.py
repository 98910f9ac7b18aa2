# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.contracts.evm import DAY, Actor, Chain, Contract, Reverted, reverts

NOBODY = "0x" + "00" * 20
ROOT = bytes(32)
DELAY = 2 * DAY


@pytest.fixture
def chain() -> Chain:
    return Chain()


@pytest.fixture
def council(chain: Chain) -> Actor:
    return chain.actor("council")


@pytest.fixture
def timelock(chain: Chain, council: Actor) -> Contract:
    return chain.deploy("Timelock", DELAY, [council], [NOBODY], sender=chain.actor("deployer"))


@pytest.fixture
def ledger(chain: Chain, timelock: Contract) -> Contract:
    deployer = chain.actor("deployer")
    registry = chain.deploy("PartyRegistry", timelock, sender=deployer)
    return chain.deploy("CreditLedger", timelock, registry, sender=deployer)


def authorisation(ledger: Contract, book: Actor) -> tuple[object, ...]:
    return (ledger, 0, ledger.authorise_book.encode(book), ROOT, ROOT)


def test_a_timelock_nobody_could_use_is_refused(chain: Chain, council: Actor) -> None:
    with reverts("timelock: no proposer"):
        chain.deploy("Timelock", DELAY, [], [council], sender=council)
    with reverts("timelock: no executor"):
        chain.deploy("Timelock", DELAY, [council], [], sender=council)


def test_only_a_proposer_schedules_and_not_below_the_delay(
    chain: Chain, timelock: Contract, ledger: Contract, council: Actor
) -> None:
    call = authorisation(ledger, chain.actor("book"))
    for caller in ("deployer", "book"):
        with reverts("access_control: account is missing role"):
            timelock.schedule(*call, DELAY, sender=chain.actor(caller))
    with reverts("timelock_controller: insufficient delay"):
        timelock.schedule(*call, DELAY - 1, sender=council)


def test_nothing_happens_before_its_time_or_twice(
    chain: Chain, timelock: Contract, ledger: Contract, council: Actor
) -> None:
    book, anyone = chain.actor("book"), chain.actor("anyone")
    call = authorisation(ledger, book)
    with reverts("timelock_controller: operation is not ready"):
        timelock.execute(*call, sender=anyone)
    timelock.schedule(*call, DELAY, sender=council)
    chain.warp(seconds=DELAY - 1)
    with reverts("timelock_controller: operation is not ready"):
        timelock.execute(*call, sender=anyone)
    chain.warp(seconds=1)
    timelock.execute(*call, sender=anyone)
    assert ledger.book_status(book) == 1
    with reverts("timelock_controller: operation is not ready"):
        timelock.execute(*call, sender=anyone)


def test_a_cancelled_call_never_happens(
    chain: Chain, timelock: Contract, ledger: Contract, council: Actor
) -> None:
    call = authorisation(ledger, chain.actor("book"))
    timelock.schedule(*call, DELAY, sender=council)
    timelock.cancel(timelock.hash_operation(*call), sender=council)
    chain.warp(seconds=DELAY)
    with reverts("timelock_controller: operation is not ready"):
        timelock.execute(*call, sender=council)


def test_it_alone_changes_its_delay_and_roles(
    chain: Chain, timelock: Contract, council: Actor
) -> None:
    for caller in (council, chain.actor("deployer")):
        with reverts("timelock_controller: caller must be timelock"):
            timelock.update_delay(0, sender=caller)
        with pytest.raises(Reverted, match="access_control: account is missing role"):
            timelock.grantRole(timelock.PROPOSER_ROLE(), caller, sender=caller)
    assert timelock.hasRole(timelock.DEFAULT_ADMIN_ROLE(), timelock)
    call = (timelock, 0, timelock.update_delay.encode(3 * DAY), ROOT, ROOT)
    timelock.schedule(*call, DELAY, sender=council)
    chain.warp(seconds=DELAY)
    timelock.execute(*call, sender=council)
    assert timelock.get_minimum_delay() == 3 * DAY
