# SPDX-License-Identifier: Apache-2.0
"""The whole story on a real node, and that it finds what is planted before its end."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from shouxin.config import Config
from shouxin.lending.model import Status
from shouxin.primitives.errors import ChainError, Refused
from shouxin.story.narrator import Narrator
from shouxin.story.stage import FIRST_DAY, Stage
from shouxin.story.tell import check_whole, tell
from shouxin.story.telling import Telling
from shouxin.story.text import Language, Text

Narrate = Callable[..., Narrator]


def _failures(
    stage: Stage, narrator: Narrator, plant: Callable[[Telling], object]
) -> tuple[str, ...]:
    """What the story finds at its end; it must say so by an error."""
    told = tell(stage, narrator, lambda telling: plant(telling) and None)
    assert told.value["is_whole"] is False
    assert told.value["failures"]
    with pytest.raises(Refused, match="the books don't close") as caught:
        check_whole(told)
    assert caught.value.code == "story.not_whole"
    assert caught.value.exit_code == 1
    assert all(text.en in caught.value.message for text in told.failures)
    return tuple(text.en for text in told.failures)


def test_a_donation_to_the_book_is_found(stage: Stage, narrate: Narrate) -> None:
    def donate(telling: Telling) -> object:
        book = stage.deployment.book.address
        return stage.token.transfer(book, 1, sender=telling.cast.shop.sender)

    found = _failures(stage, narrate(), donate)
    assert found == ("book: balance = received − claimed + fees: 0.01, should be 0.00",)


def test_a_payment_that_nobody_told_the_model_is_found(stage: Stage, narrate: Narrate) -> None:
    def pay(telling: Telling) -> object:
        loan = telling.loans.opened[1]
        shop = telling.cast.shop
        book = stage.deployment.book
        return book.pay(loan.deal.loan, 100, shop.party, bytes(32), sender=shop.sender)

    found = _failures(stage, narrate(), pay)
    assert any("loan 2: model / chain: accrued" in line for line in found)
    assert not any(line.startswith("book:") for line in found)


@pytest.mark.parametrize("field", ["balance", "accrued", "penalty", "day", "is_written_off"])
def test_a_doctored_state_of_the_model_is_found(stage: Stage, narrate: Narrate, field: str) -> None:
    def doctor(telling: Telling) -> object:
        loan = telling.loans.opened[1]
        value = getattr(loan.state, field)
        other = not value if isinstance(value, bool) else value - 1
        loan.state = replace(loan.state, **{field: other})
        return loan

    name = "flags" if field == "is_written_off" else field
    assert any(
        f"loan 2: model / chain: {name}" in line for line in _failures(stage, narrate(), doctor)
    )


def test_a_doctored_severity_is_found(stage: Stage, narrate: Narrate) -> None:
    def doctor(telling: Telling) -> object:
        telling.loans.opened[1].severity += 1
        return telling

    assert any("severity" in line for line in _failures(stage, narrate(), doctor))


def test_what_is_told_and_not_so_is_found(stage: Stage, narrate: Narrate) -> None:
    def attempt(telling: Telling) -> object:
        shop, party = telling.cast.shop, telling.cast.shop.party
        conclude = stage.deployment.registry.conclude_recovery
        telling.refused(Text("looking", "查看"), "any", lambda: None)
        telling.refused(
            Text("concluding", "完成"), "other", lambda: conclude(party, sender=shop.sender)
        )
        telling.check(Text("never", "从不"), holds=False)
        telling.check(Text("always", "始终"), holds=True)
        return telling

    assert _failures(stage, narrate(), attempt) == (
        "looking: not refused",
        "concluding: refused for another reason",
        "never",
    )


def test_money_from_nowhere_is_found(stage: Stage, narrate: Narrate) -> None:
    def conjure(telling: Telling) -> object:
        """A unit more in the shop's account, with no one minting it."""
        slot = _balance_slot(stage, telling.cast.shop.address)
        held = stage.token.balanceOf(telling.cast.shop.address)
        _write(stage, slot, held + 1)
        assert stage.token.balanceOf(telling.cast.shop.address) == held + 1
        return slot

    found = _failures(stage, narrate(), conjure)
    assert len(found) == 1
    assert found[0].startswith("token: supply = everybody's balances")


@pytest.mark.parametrize("language", list(Language))
def test_it_is_whole_and_fits_80_columns(
    stage: Stage, narrate: Narrate, language: Language
) -> None:
    narrator = narrate(language)
    told = tell(stage, narrator)
    check_whole(told)
    assert told.value["is_whole"] is True
    assert told.value["agreement"] == {"states_compared": 40, "differences": []}
    assert [len(chapter["events"]) for chapter in told.value["chapters"]][-3:] == [0, 0, 4]
    lines = narrator.console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert all(_columns(narrator, line) <= 80 for line in lines)
    # the record's head and the order's reference are cut on purpose
    assert sum("…" in line for line in lines) == 2
    assert not any(" 1 days" in line for line in lines)


TOLD_OF = (
    "withdraws",
    "closed before",
    "default",
    "accelerates",
    "recovered",
    "moves half",
    "claims",
    "waives",
    "writes loan 2 off",
    "cancels",
    "refuses: “the offer is spent or cancelled: ask its maker for a new one”",
    "signs a payment and a permit of exactly so much",
    "In vain: loan 4 is paid by signature",
    "put a new wallet",
    "refuses: “the recovery's delay is not over",
    "the guardian freezes Mr Chen until 2026-12-31",
    "Mr Chen tries to claim, and the contract refuses",
    "pays it for him",
    "claims for Mr Chen, and he is paid",
    "holds half of the units and no more, and the contract refuses",
    "loan 4 is extended: 18 instalments of 1,084.69 in place of 9 of 2,098.84",
    "The holders put Jiangcheng Loan Servicing in Jiangcheng Bank's place",
    "would waive penalty and some interest by itself, and the contract refuses",
    "With the holders' signatures it does: penalty 1.69, interest 20.00",
    "loan 6 opens and closes loan 4 in one transaction",
    "a soft inquiry",
    "a hard inquiry",
    "furnishes 2 loans",
    "disputes it",
    "answers within the 20 days",
    "corrects it",
    "its servicer, rejects that with evidence",
    "acknowledges 20 payments",
    "21 blocks, the last with the same hash, and every payment",
    "origin unproven",
    "has that block on its chain",
    "refused, and the place named: entries[0]",
)


def test_it_tells_of_every_move_with_its_day_amount_and_gas(
    stage: Stage, narrate: Narrate, config: Config
) -> None:
    told = tell(stage, narrate(), config=config)
    check_whole(told)
    events = [event for chapter in told.value["chapters"] for event in chapter["events"]]
    by_text = {event["what"]: event for event in events}
    assert (
        by_text[
            "Loan 1 opens: 29,700.00 paid out, the fee of 300.00 held until the cooling-off "
            "days end"
        ]["amount"]
        == "30000.00"
    )
    late = next(event for event in events if "12 days late" in event["what"])
    assert late["date"] == "2026-04-11"
    assert late["amount"] == "2628.10"
    assert late["gas"] > 21_000
    texts = " ".join(by_text)
    for told_of in TOLD_OF:
        assert told_of in texts
    kinds = [entry["kind"] for entry in told.value["record"]["entries"]]
    for kind in ("opened", "withdrawn", "repaid in full", "default", "accelerated", "written off"):
        assert kind in kinds
    assert kinds[-8:] == [
        "soft inquiry",
        "hard inquiry",
        "furnished",
        "disputed",
        "dispute upheld",
        "corrected",
        "disputed",
        "dispute rejected",
    ]
    assert "1 day past due" in kinds
    assert told.value["record"]["is_head_right"]
    assert told.value["record"]["are_aggregates_right"]
    assert told.value["report"]["entry_count"] == len(told.value["record"]["entries"])


def test_the_loans_end_as_the_story_says(stage: Stage, narrate: Narrate) -> None:
    statuses: list[Status] = []

    def look(telling: Telling) -> None:
        statuses.extend(loan.state.status for loan in telling.loans.opened)
        assert telling.loans.opened[1].state.is_written_off
        assert stage.today() > FIRST_DAY

    check_whole(tell(stage, narrate(), look))
    open_, repaid = Status.OPEN, Status.REPAID
    rolled_over = Status.ROLLED_OVER
    assert statuses == [repaid, open_, Status.WITHDRAWN, rolled_over, repaid, open_]


def test_without_time_travel_it_is_whole_twice_on_one_chain(
    other_stage: Stage, narrate: Narrate
) -> None:
    with pytest.raises(ChainError, match="leave out --rpc-url") as caught:
        other_stage.go_to(other_stage.today() + 1)
    assert caught.value.code == "story.no_time_travel"
    first = tell(other_stage, narrate())
    second = tell(other_stage, narrate())
    for told in (first, second):
        check_whole(told)
        assert told.value["has_time_travel"] is False
    assert "Jiangcheng Bank is enrolled already" in _texts(second.value)
    assert "Jiangcheng Bank is enrolled already" not in _texts(first.value)


def _texts(value: dict[str, object]) -> list[str]:
    chapters = value["chapters"]
    assert isinstance(chapters, list)
    return [event["what"] for chapter in chapters for event in chapter["events"]]


def _columns(narrator: Narrator, line: str) -> int:
    return narrator.console.measure(line).maximum


def _balance_slot(stage: Stage, owner: str) -> int:
    """The storage slot of an owner's balance, found by what the contract reads."""
    held = stage.token.balanceOf(owner)
    trace = stage.chain.request(
        "eth_createAccessList",
        {"to": stage.token.address, "data": "0x70a08231" + owner[2:].lower().rjust(64, "0")},
        "latest",
    )
    (entry,) = trace["accessList"]
    slots = [int(key, 16) for key in entry["storageKeys"]]
    return next(slot for slot in slots if stage.chain.storage(stage.token.address, slot) == held)


def _write(stage: Stage, slot: int, value: int) -> None:
    words = (f"0x{slot:064x}", f"0x{value:064x}")
    stage.chain.request("anvil_setStorageAt", stage.token.address, *words)
    stage.chain.request("evm_mine")  # so that the state is a block's
