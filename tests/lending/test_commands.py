# SPDX-License-Identifier: Apache-2.0
"""The commands through their front door: exit codes, one line of error, JSON and tables."""

import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from shouxin.cli.main import run

TERMS: dict[str, object] = {
    "principal": "120000",
    "rate": 12,
    "method": "equal-instalment",
    "instalments": 12,
    "start": "2026-01-31",
}
SCHEDULE = ["schedule", *(f"--{name}={value}" for name, value in TERMS.items())]
VECTORS = Path(__file__).parents[1] / "vectors"
HISTORIES = VECTORS / "histories.jsonl"

Shell = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def _fails(shell: Shell, arguments: list[str], exit_code: int = 2) -> str:
    """The one line on standard error of a command that fails."""
    assert run(arguments) == exit_code
    out, err = shell.readouterr()
    assert out == ""
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    return err


def _lines(monkeypatch: pytest.MonkeyPatch, *objects: object) -> None:
    lines = [item if isinstance(item, str) else json.dumps(item) for item in objects]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--principal", "12,0", "'12,0' is not an amount"),
        ("--principal", "-5", "'-5' is not an amount"),
        ("--principal", "0", "principal 0.00 is refused: give more than 0"),
        ("--principal", "1.001", "at most 2 decimals"),
        ("--rate", "12%", "'12%' is not a rate"),
        ("--rate", "12.00001", "finer than one part per million"),
        ("--method", "annuity", "use one of equal-instalment, equal-principal"),
        ("--instalments", "0", "give 1 to 600"),
        ("--instalments", "601", "give 1 to 600"),
        ("--instalments", "x", "'x' is no whole number"),
        ("--start", "2026-02-30", "'2026-02-30' is not a date"),
        ("--period", "fortnight", "month, week, or a number of days"),
        ("--period", "0d", "month, week, or a number of days"),
        ("--first-due", "2026-01-31", "give a day after 2026-01-31"),
        ("--first-due", "2026-04-01", "not after 2026-03-31"),
        ("--due-day", "32", "due_day 32 is refused: give 1 to 31"),
        ("--due-day", "0", "due_day 0 is refused: give 1 to 31"),
        ("--day-count", "30/365", "use one of 30/360, actual/360, actual/365, actual/actual"),
        ("--quantum", "0", "quantum 0 is refused: give more than 0"),
        ("--quantum", "0.7", "give a multiple of the quantum, 0.7"),
        ("--interest-only-periods", "12", "give 0 to 11"),
        ("--instalment-multiple", "0.001", "at most 2 decimals"),
        ("--from", "x.jsonl", "--principal and --from exclude each other"),
        ("--bogus", "1", "No such option: --bogus"),
    ],
)
def test_schedule_refuses(capsys: Shell, option: str, value: str, told: str) -> None:
    assert told in _fails(capsys, [*SCHEDULE, option, value])


def test_a_due_day_with_a_period_of_days_is_refused(capsys: Shell) -> None:
    told = _fails(capsys, [*SCHEDULE, "--period", "15d", "--due-day", "5"])
    assert "due_day 5 is refused: leave it out where periods are days" in told


def test_missing_values_are_named(capsys: Shell) -> None:
    assert "start is missing" in _fails(capsys, ["schedule"])
    assert "'--rate' requires an argument" in _fails(capsys, ["schedule", "--rate"])
    assert "--from" in _fails(capsys, ["simulate"])
    assert "no such command" in _fails(capsys, ["lend"]).lower()


def test_files_that_cannot_be_read_are_named(capsys: Shell, tmp_path: Path) -> None:
    assert "'/absent': No such file" in _fails(capsys, ["simulate", "--from", "/absent"])
    assert "Is a directory" in _fails(capsys, ["schedule", "--from", str(tmp_path)])
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe\x00")
    assert "line 1: not UTF-8 text" in _fails(capsys, ["simulate", "--from", str(binary)])


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"terms": ', "line 1: not JSON at column 10"),
        ("[1]", "line 1: not a JSON object"),
        ('{"a": 1, "a": 2}', "line 1: 'a' is given twice"),
        ('{"rate": NaN}', "line 1: NaN is not a number"),
        ('{"rate": ' + "9" * 5_000 + "}", "line 1: 99999999999999999999… has more than 1000"),
        ("[" * 100_000, "line 1: nested deeper than 32 levels: write one JSON object a line"),
        ('{"' + "[" * 40 + '": 1}', "line 1: unknown field"),
        ({"terms": TERMS}, "line 1: events must be a list"),
        ({"events": []}, "line 1: terms must be an object"),
        ({"terms": TERMS, "events": [], "more": 1}, "line 1: unknown field 'more'"),
        ({"terms": {**TERMS, "rat": 1}, "events": []}, "line 1: unknown field 'rat'"),
        ({"terms": {**TERMS, "rate": True}, "events": []}, "rate 'True' is no text or number"),
        ({"terms": {**TERMS, "day_count": "actual/actual"}, "events": []}, "loans use 30/360"),
        ({"terms": {**TERMS, "grace_days": 90}, "events": []}, "more than the grace days, 90"),
        ({"terms": {**TERMS, "tolerance": "2000"}, "events": []}, "a tenth of the smallest"),
        ({"terms": TERMS, "events": [1]}, "line 1: event 1: not an object"),
        ({"terms": TERMS, "events": [{"pay": "1"}]}, "event 1: date is missing"),
        ({"terms": TERMS, "events": [{"date": "2026-1-1"}]}, "'2026-1-1' is not a date"),
        ({"terms": TERMS, "events": [{"date": "2026-01-30"}]}, "2026-01-30 is before 2026-01-31"),
        (
            {"terms": TERMS, "events": [{"date": "2026-02-28"}, {"date": "2026-02-27"}]},
            "event 2: 2026-02-27 is before 2026-02-28",
        ),
        ({"terms": TERMS, "events": [{"date": "2026-02-28", "pay": "0.009"}]}, "at least 0.01"),
        ({"terms": TERMS, "events": [{"date": "2026-02-28", "pay": "x"}]}, "'x' is not an amount"),
        ({"terms": TERMS, "events": [{"date": "2026-02-28", "default": 1}]}, "write true"),
        (
            {"terms": TERMS, "events": [{"date": "2026-02-28", "pay": "1", "default": True}]},
            "pay and default in one event",
        ),
        ({"terms": TERMS, "events": [{"date": "2026-02-28", "waive": "1"}]}, "must be an object"),
        ({"terms": TERMS, "events": [{"date": "2026-03-01", "amend": 1}]}, "must be an object"),
        ({"terms": TERMS, "events": [{"amend": {}}]}, "event 1: date is missing"),
        (
            {"terms": TERMS, "events": [{"date": "2026-03-01", "pay": "1", "amend": {}}]},
            "pay and amend in one event",
        ),
        (
            {"terms": TERMS, "events": [{"date": "2026-03-01", "amend": {"rat": 1}}]},
            "event 1: unknown field 'rat'",
        ),
        (
            {"terms": TERMS, "events": [{"date": "2026-03-01", "amend": {"kind": "gift"}}]},
            "kind 'gift' is unknown: use one of repricing, extension, holiday, lower-instalment",
        ),
        (
            {"terms": TERMS, "events": [{"date": "2026-03-01", "amend": {"first_due": "2027"}}]},
            "'2027' is not a date",
        ),
        (
            {"terms": TERMS, "events": [{"date": "2026-01-30", "amend": {}}]},
            "2026-01-30 is before 2026-01-31",
        ),
    ],
)
def test_simulate_refuses_input(
    capsys: Shell, monkeypatch: pytest.MonkeyPatch, line: object, told: str
) -> None:
    _lines(monkeypatch, line)
    assert told in _fails(capsys, ["simulate", "--json", "--from", "-"])


@pytest.mark.parametrize("move", ["default", "accelerate", "withdraw", "write_off"])
def test_a_refused_move_exits_1(capsys: Shell, monkeypatch: pytest.MonkeyPatch, move: str) -> None:
    events = [{"date": "2026-02-27", move: True}]
    _lines(monkeypatch, {"terms": TERMS, "events": events})
    assert "line 1: event 1: " in _fails(capsys, ["simulate", "--from", "-"], exit_code=1)


def test_answers_before_a_bad_line_stand(capsys: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    _lines(monkeypatch, TERMS, "", "{", TERMS)
    assert run(["schedule", "--from", "-"]) == 2
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1
    assert err.startswith("error: line 3: not JSON")


def test_schedule_as_json(capsys: Shell) -> None:
    assert run([*SCHEDULE, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["instalment"] == "10661.85"
    assert shown["rows"][0] == {
        "number": 1,
        "due": "2026-02-28",
        "interest": "1200.00",
        "principal": "9461.85",
        "payment": "10661.85",
        "balance": "110538.15",
    }
    assert (shown["total_interest"], shown["total_payment"]) == ("7942.26", "127942.26")


def test_schedule_as_a_table(capsys: Shell) -> None:
    assert run(SCHEDULE) == 0
    shown = capsys.readouterr().out
    assert "2027-01-31" in shown
    assert "127942.26" in shown


def test_schedule_of_lines_is_that_of_options(
    capsys: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ["--method", "bullet", "--period", "week", "--quantum", "1"]
    assert run([*SCHEDULE, *options, "--json"]) == 0
    alone = capsys.readouterr().out
    assert json.loads(alone)["instalment"] is None
    assert json.loads(alone)["rows"][-1]["balance"] == "0"
    _lines(monkeypatch, {**TERMS, "method": "bullet", "period": "7d", "quantum": "1"})
    assert run(["schedule", "--from", "-"]) == 0
    assert capsys.readouterr().out == alone


@pytest.mark.parametrize(
    ("given", "dues"),
    [
        ({"due_day": 20}, ["2026-02-20", "2026-03-20"]),
        ({"first_due": "2026-02-28"}, ["2026-02-28", "2026-03-28"]),
        ({"first_due": "2026-02-28", "due_day": 30}, ["2026-02-28", "2026-03-30"]),
        ({"period": "15d"}, ["2026-02-15", "2026-03-02"]),
        ({"period": "15d", "first_due": "2026-02-01"}, ["2026-02-01", "2026-02-16"]),
    ],
)
def test_due_days_as_asked(
    capsys: Shell, monkeypatch: pytest.MonkeyPatch, given: dict[str, object], dues: list[str]
) -> None:
    _lines(monkeypatch, {**TERMS, **given})
    assert run(["schedule", "--from", "-"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [row["due"] for row in rows[:2]] == dues


def test_simulate_gives_the_published_states(capsys: Shell, tmp_path: Path) -> None:
    vectors: list[Any] = [json.loads(line) for line in HISTORIES.read_text("utf-8").splitlines()]
    file = tmp_path / "loans.jsonl"
    file.write_text("\n".join(json.dumps(vector["input"]) for vector in vectors), "utf-8")
    assert run(["simulate", "--json", "--from", str(file)]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert answers == [{"states": vector["states"]} for vector in vectors]
    assert run(["simulate", "--from", str(file)]) == 0
    assert "withdrawn" in capsys.readouterr().out


def test_simulate_cuts_payments_and_waives(capsys: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    waiver = {"interest": "200.00"}
    events = [{"date": "2026-02-28", "pay": 1000.019}, {"date": "2026-02-28", "waive": waiver}]
    _lines(monkeypatch, {"terms": TERMS, "events": events})
    assert run(["simulate", "--json", "--from", "-"]) == 0
    paid, waived = json.loads(capsys.readouterr().out)["states"]
    assert paid["paid"] == "1000.01"
    assert paid["interest_due"] == "199.99"
    assert waived["waived"] == {"penalty": "0.00", "interest": "199.99", "principal": "0.00"}


def test_simulate_amends(capsys: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    events = [
        {"date": "2026-02-28", "pay": "10661.85"},
        {"date": "2026-03-10", "amend": {"rate": 6, "kind": "lower-instalment"}},
        {"date": "2026-04-10"},
        {"date": "2026-04-10", "pay": "200000"},
    ]
    _lines(monkeypatch, {"terms": TERMS, "events": events})
    assert run(["simulate", "--json", "--from", "-"]) == 0
    paid, amended, billed, closed = json.loads(capsys.readouterr().out)["states"]
    assert amended["amended"] == {
        "kind": "lower-instalment",
        "taken_back": "0.00",
        "principal": paid["principal"],
        "instalments": 11,
        "instalment": "10352.90",
        "first_due": "2026-04-10",
    }
    assert amended["principal"] == paid["principal"]
    due = Decimal(billed["interest_due"]) + Decimal(billed["principal_due"])
    assert due == Decimal("10352.90")
    assert closed["status"] == "repaid"


@pytest.mark.parametrize(
    ("events", "lateness"),
    [
        ([{"date": "2026-03-30", "amend": {"rate": 6}}], "the loan is 30 days past due, and"),
        (
            [{"date": "2026-06-20", "amend": {"kind": "extension", "instalments": 24}}],
            "the loan is in default, and",
        ),
    ],
)
def test_simulate_amends_a_loan_in_trouble_by_forbearance_alone(
    capsys: Shell, monkeypatch: pytest.MonkeyPatch, events: list[Any], lateness: str
) -> None:
    _lines(monkeypatch, {"terms": TERMS, "events": events})
    assert run(["simulate", "--json", "--from", "-"]) == 1
    refused = capsys.readouterr().err
    assert lateness in refused
    assert "set kind to forbearance" in refused
    events[-1]["amend"]["kind"] = "forbearance"
    _lines(monkeypatch, {"terms": TERMS, "events": events})
    assert run(["simulate", "--json", "--from", "-"]) == 0


def test_simulate_takes_overdue_principal_back(
    capsys: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = {"kind": "forbearance", "taken_back": "9461.85", "instalments": 24}
    events = [
        {"date": "2026-03-20", "pay": "1200.00"},
        {"date": "2026-03-20", "amend": new},
        {"date": "2026-04-20", "amend": {"interest_only_periods": 3}},
    ]
    _lines(monkeypatch, {"terms": TERMS, "events": events})
    assert run(["simulate", "--json", "--from", "-"]) == 0
    late, eased, again = json.loads(capsys.readouterr().out)["states"]
    assert late["days_past_due"] == 20
    assert (late["principal_due"], eased["principal_due"]) == ("9461.85", "0.00")
    assert eased["days_past_due"] == 0
    assert eased["amended"]["principal"] == "120000.00"
    assert again["amended"]["instalments"] == 23
    assert again["days_past_due"] == 0


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ({"amend": {"fee": "1"}}, "an amendment takes none"),
        ({"amend": {"tolerance": "1"}}, "tolerance can't change"),
        ({"amend": {"principal": "1"}}, "state 11053815"),
        ({"amend": {"start": "2026-03-19"}}, "start them on the day of the amendment"),
        ({"amend": {"taken_back": "9461.86"}}, "can't be taken back"),
        ({"amend": {"penalty_margin": 1}}, "in arrears"),
    ],
)
def test_simulate_refuses_amendments(
    capsys: Shell, monkeypatch: pytest.MonkeyPatch, event: dict[str, object], told: str
) -> None:
    _lines(monkeypatch, {"terms": TERMS, "events": [{"date": "2026-03-20", **event}]})
    assert told in _fails(capsys, ["simulate", "--json", "--from", "-"], exit_code=1)


@pytest.mark.parametrize("basis", ["eu", "us"])
def test_apr_gives_the_published_rates(capsys: Shell, tmp_path: Path, basis: str) -> None:
    lines = (VECTORS / f"apr_{basis}.jsonl").read_text("utf-8").splitlines()
    vectors: list[Any] = [json.loads(line) for line in lines]
    file = tmp_path / "loans.jsonl"
    file.write_text("\n".join(json.dumps(vector["input"]) for vector in vectors), "utf-8")
    assert run(["apr", "--basis", basis, "--from", str(file)]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    for answer, vector in zip(answers, vectors, strict=True):
        away = abs(Decimal(answer["apr"]) - Decimal(vector["apr"]))
        assert away <= Decimal(vector["tolerance"])


def test_apr_refuses(capsys: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "'eu', 'us', 'cn'" in _fails(capsys, ["apr", "--basis", "uk", "--from", "-"])
    _lines(monkeypatch, {"advances": [{"time": 0, "amount": "x"}], "payments": []})
    assert "line 1: " in _fails(capsys, ["apr", "--basis", "cn", "--from", "-"])


def test_errors_speak_chinese_where_the_shell_does(
    capsys: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "本金 0.00 不符合要求" in _fails(capsys, [*SCHEDULE, "--principal", "0"])


def test_help_without_a_command(capsys: Shell) -> None:
    assert run([]) == 0
    assert "simulate" in capsys.readouterr().out
