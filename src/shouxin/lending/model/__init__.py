# SPDX-License-Identifier: Apache-2.0
"""The loan model: pure functions over integers, equal to the contract's to the smallest unit.

``open_loan`` gives a loan's first state, ``reckon`` brings a state to a day, and each move takes
a state and gives the next one; none changes what it is given. Money is base units, rates are
parts per million a year, days are civil day numbers.
"""

from shouxin.lending.model.amendment import AmendmentKind, amend, amendable_principal
from shouxin.lending.model.moves import (
    FeeOwner,
    accelerate,
    fee_owner,
    give_notice,
    mark_default,
    open_loan,
    with_default_reached,
    withdraw,
    write_off,
)
from shouxin.lending.model.opening import check_opening, check_schedule_terms, check_terms
from shouxin.lending.model.payments import Applied, pay, roll_over, waive
from shouxin.lending.model.pricing import (
    all_in_rate_ppm,
    equal_instalment,
    is_all_in_rate,
    is_equal_instalment,
    last_payment,
    with_instalment,
)
from shouxin.lending.model.reckoning import closing_amount, days_past_due, reckon
from shouxin.lending.model.schedule import Row, schedule
from shouxin.lending.model.state import Bill, PastDue, State, Status, severity, status_name
from shouxin.lending.model.terms import Counting, DayCount, Method, PaymentOrder, Terms

__all__ = [
    "AmendmentKind",
    "Applied",
    "Bill",
    "Counting",
    "DayCount",
    "FeeOwner",
    "Method",
    "PastDue",
    "PaymentOrder",
    "Row",
    "State",
    "Status",
    "Terms",
    "accelerate",
    "all_in_rate_ppm",
    "amend",
    "amendable_principal",
    "check_opening",
    "check_schedule_terms",
    "check_terms",
    "closing_amount",
    "days_past_due",
    "equal_instalment",
    "fee_owner",
    "give_notice",
    "is_all_in_rate",
    "is_equal_instalment",
    "last_payment",
    "mark_default",
    "open_loan",
    "pay",
    "reckon",
    "roll_over",
    "schedule",
    "severity",
    "status_name",
    "waive",
    "with_default_reached",
    "with_instalment",
    "withdraw",
    "write_off",
]
