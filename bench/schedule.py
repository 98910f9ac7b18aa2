# SPDX-License-Identifier: Apache-2.0
"""Times a schedule of 360 rows, equal instalment and rows together: ``--json`` for programs."""

import argparse
import json
import platform
from statistics import median
from time import perf_counter

from shouxin.lending.model import DayCount, Method, Terms, schedule, with_instalment
from shouxin.primitives.dates import parse_day

ROWS = 360
RUNS = 500

NAMES = {
    DayCount.THIRTY_360: "30/360",
    DayCount.ACTUAL_360: "actual/360",
    DayCount.ACTUAL_365: "actual/365",
    DayCount.ACTUAL_ACTUAL: "actual/actual",
}


def mortgage(day_count: DayCount) -> Terms:
    """One million at 4.5 % over thirty years, from a month's end."""
    return Terms(
        principal=100_000_000,
        rate_ppm=45_000,
        method=Method.EQUAL_INSTALMENT,
        instalments=ROWS,
        due_day=31,
        start_day=parse_day("2026-01-31"),
        first_due_day=parse_day("2026-02-28"),
        day_count=day_count,
    )


def milliseconds(day_count: DayCount) -> dict[str, float]:
    """The median time of the rows, and of the rows with their equal instalment."""
    terms = mortgage(day_count)
    priced = with_instalment(terms)
    rows, whole = [], []
    for _ in range(RUNS):
        start = perf_counter()
        schedule(priced)
        rows.append(perf_counter() - start)
        start = perf_counter()
        schedule(with_instalment(terms))
        whole.append(perf_counter() - start)
    return {
        "rows_ms": round(median(rows) * 1_000, 3),
        "with_instalment_ms": round(median(whole) * 1_000, 3),
    }


def main() -> None:
    """Prints the times of every day count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON value")
    as_json: bool = parser.parse_args().json
    times = {NAMES[day_count]: milliseconds(day_count) for day_count in DayCount}
    if as_json:
        figures = {"rows": ROWS, "runs": RUNS, "python": platform.python_version(), "times": times}
        print(json.dumps(figures))
        return
    print(f"A schedule of {ROWS} rows, median of {RUNS}, Python {platform.python_version()}:")
    for name, figures_of in times.items():
        rows, whole = figures_of["rows_ms"], figures_of["with_instalment_ms"]
        print(f"  {name:14} {rows:.3f} ms; with its equal instalment {whole:.3f} ms")


if __name__ == "__main__":
    main()
