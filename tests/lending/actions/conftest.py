# SPDX-License-Identifier: Apache-2.0
"""One chain for all kinds of actions; each test has its own people, loans and nonces."""

from collections.abc import Callable, Iterator

import pytest

from shouxin.chain.sender import Sender, new_key
from shouxin.config import load_config
from shouxin.parties.enrolment import PartyKind
from shouxin.story.cast import SHOP, Cast, Person, enrol, gather, mint
from shouxin.story.loans import LiveLoan, Loans
from shouxin.story.offering import conditions_of, signed_by
from shouxin.story.stage import Stage, embedded_stage
from shouxin.story.text import Text
from tests.lending.actions.acting import Acting
from tests.lending.actions.wallets import ContractWallet, deployed

MONEY = 1_000_000_000
PRINCIPAL = 1_200_000


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    config = load_config({"SHOUXIN_VAR": str(tmp_path_factory.mktemp("var"))})
    with embedded_stage(config) as found:
        yield found


@pytest.fixture(scope="session")
def cast(stage: Stage) -> Cast:
    return gather(stage, MONEY)


@pytest.fixture(scope="session")
def relayer(stage: Stage) -> Sender:
    """Who pays the gas and has no part in anything."""
    return stage.new_sender()


@pytest.fixture
def acting(stage: Stage, relayer: Sender) -> Acting:
    return Acting(stage, relayer)


@pytest.fixture
def borrower(stage: Stage) -> Person:
    """A party with money, without coins and without any allowance."""
    person, _ = enrol(stage, SHOP, PartyKind.SOLE_TRADER, Sender(stage.chain, new_key()))
    mint(stage, person, PRINCIPAL)
    return person


@pytest.fixture
def open_loan(stage: Stage, cast: Cast) -> Callable[[], LiveLoan]:
    """Opens a loan of the bank's to the shop, today."""

    def opened() -> LiveLoan:
        signed = signed_by(stage, cast.bank, PRINCIPAL, conditions_of(stage))
        name = Text("a loan", "一笔贷款")
        return Loans(stage).take(name, signed, PRINCIPAL, cast.shop, cast.bank)[0]

    return opened


@pytest.fixture
def loan(open_loan: Callable[[], LiveLoan]) -> LiveLoan:
    return open_loan()


@pytest.fixture
def wallet(relayer: Sender) -> ContractWallet:
    return deployed(relayer)
