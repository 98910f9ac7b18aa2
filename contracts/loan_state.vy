# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A loan's state, unpacked in memory and packed by hand in storage
@notice Word 0 is there from a loan's first move on; before that its state follows from its terms,
        and `day` 0 stands for the start day. The words of dues, of penalty and of missed bills exist only while
        they are not nil, so that a loan paid on time lives in one word. Amounts are in quanta of
        the loan, save `accrued`, `penalty` and `provisional`, which are 10**9 times finer than a
        base unit. `docs/contracts.md` has the layouts and the bounds.
"""


# Unpaid bills, oldest first, three a word.
struct Missed:
    count: uint256
    words: uint256[6]


struct State:
    balance: uint256  # B, principal outstanding, quanta
    accrued: uint256  # a, interest accrued and not billed, 1e-9 base unit
    period: uint256  # k, the current period, from 1
    day: uint256  # the last day reckoned
    status: uint256  # one of the statuses below
    flags: uint256  # the flags below
    severity: uint256  # of the present arrears as last recorded, 0 to 4
    notice_day: uint256  # of the standing acceleration notice, 0 if none
    withdrawal_day: uint256  # of the notice of withdrawal as start day + this - 1, 0 if none
    interest_due: uint256  # O_i, quanta
    principal_due: uint256  # O_p, quanta, part of `balance`
    paid: uint256  # u, paid in the current period beyond bills, quanta
    paid_interest: uint256  # u_i, as interest
    since: uint256  # the day the present arrears began, 0 if none
    penalty: uint256  # pen, 1e-9 base unit
    provisional: uint256  # prov, 1e-9 base unit
    missed: Missed  # unpaid bills of the present arrears


# Statuses.
ABSENT: constant(uint256) = 0
OPEN: constant(uint256) = 1
REPAID: constant(uint256) = 2
WITHDRAWN: constant(uint256) = 3
SETTLED: constant(uint256) = 4
ROLLED_OVER: constant(uint256) = 5

# Flags.
DEFAULTED: constant(uint256) = 1
ACCELERATED: constant(uint256) = 2
WRITTEN_OFF: constant(uint256) = 4
AMENDED: constant(uint256) = 8
LICENSED: constant(uint256) = 16
BARRED: constant(uint256) = 32  # was defaulted or accelerated: closing is no withdrawal
FEE_RELEASED: constant(uint256) = 64  # the origination fee was paid out

# Widths of word 0, low bits first: balance 56, accrued 120, period 10, day 20, status 3, flags 7,
# severity 3, missed count 5, notice day 20, withdrawal 8, has dues 1, has penalty 1: 254.
MAX_56: constant(uint256) = 2**56 - 1
MAX_120: constant(uint256) = 2**120 - 1
MAX_20: constant(uint256) = 2**20 - 1

# A missed bill: quanta 60, day 20; three a word, the oldest in the lowest bits of the first.
BILL_BITS: constant(uint256) = 80
BILL: constant(uint256) = 2**80 - 1
BILL_QUANTA: constant(uint256) = 2**60 - 1
BILL_DAY_SHIFT: constant(uint256) = 60
MISSED_MAX: constant(uint256) = 16

# Loan id -> word 0; written by the book's moves, never deleted.
_core: HashMap[bytes32, uint256]
# Loan id -> bills: interest due 56, principal due 56, paid 56, paid interest 56, since 20.
_dues: HashMap[bytes32, uint256]
# Loan id -> penalty 120, provisional 120.
_penalties: HashMap[bytes32, uint256]
# Loan id -> missed bills, as in the state.
_missed: HashMap[bytes32, uint256[6]]


@internal
@view
def _load(loan: bytes32) -> State:
    """
    @dev The stored state; status `ABSENT` if the loan has not moved.
    """
    state: State = empty(State)
    word: uint256 = self._core[loan]
    state.balance = word & MAX_56
    state.accrued = (word >> 56) & MAX_120
    state.period = (word >> 176) & 1023
    state.day = (word >> 186) & MAX_20
    state.status = (word >> 206) & 7
    state.flags = (word >> 209) & 127
    state.severity = (word >> 216) & 7
    state.missed.count = (word >> 219) & 31
    state.notice_day = (word >> 224) & MAX_20
    state.withdrawal_day = (word >> 244) & 255
    if (word >> 252) & 1 != 0:
        dues: uint256 = self._dues[loan]
        state.interest_due = dues & MAX_56
        state.principal_due = (dues >> 56) & MAX_56
        state.paid = (dues >> 112) & MAX_56
        state.paid_interest = (dues >> 168) & MAX_56
        state.since = dues >> 224
    if (word >> 253) & 1 != 0:
        penalties: uint256 = self._penalties[loan]
        state.penalty = penalties & MAX_120
        state.provisional = penalties >> 120
    for i: uint256 in range(self._missed_words(state.missed.count), bound=6):
        state.missed.words[i] = self._missed[loan][i]
    return state


@internal
def _store(loan: bytes32, state: State, was: State):
    """
    @dev Writes a state over the one it came from. The amounts saturate at their width, which the
         bounds of the terms keep out of reach, so that no loan can ever fail to be written.
    """
    dues: uint256 = self._packed_dues(
        state.interest_due,
        state.principal_due,
        state.paid,
        state.paid_interest,
        state.since,
    )
    if dues != self._packed_dues(
        was.interest_due, was.principal_due, was.paid, was.paid_interest, was.since
    ):
        self._dues[loan] = dues
    penalties: uint256 = self._packed_penalties(state.penalty, state.provisional)
    if penalties != self._packed_penalties(was.penalty, was.provisional):
        self._penalties[loan] = penalties
    for i: uint256 in range(self._missed_words(state.missed.count), bound=6):
        if state.missed.words[i] != was.missed.words[i]:
            self._missed[loan][i] = state.missed.words[i]
    self._core[loan] = (
        state.balance
        | (min(state.accrued, MAX_120) << 56)
        | (state.period << 176)
        | (state.day << 186)
        | (state.status << 206)
        | (state.flags << 209)
        | (state.severity << 216)
        | (state.missed.count << 219)
        | (state.notice_day << 224)
        | (state.withdrawal_day << 244)
        | (convert(dues != 0, uint256) << 252)
        | (convert(penalties != 0, uint256) << 253)
    )


@internal
@pure
def _missed_words(count: uint256) -> uint256:
    return unsafe_div(unsafe_add(count, 2), 3)


@internal
@pure
def _packed_dues(
    interest_due: uint256,
    principal_due: uint256,
    paid: uint256,
    paid_interest: uint256,
    since: uint256,
) -> uint256:
    return (
        min(interest_due, MAX_56)
        | (principal_due << 56)
        | (min(paid, MAX_56) << 112)
        | (min(paid_interest, MAX_56) << 168)
        | (since << 224)
    )


@internal
@pure
def _packed_penalties(penalty: uint256, provisional: uint256) -> uint256:
    return min(penalty, MAX_120) | (min(provisional, MAX_120) << 120)
