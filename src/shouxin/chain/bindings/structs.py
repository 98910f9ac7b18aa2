# SPDX-License-Identifier: Apache-2.0
"""The contracts' structs, generated: run `make artifacts`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from shouxin.chain.abi import Address, checksummed


@dataclass(frozen=True, slots=True)
class Link:
    """The contracts' struct ``Link``."""

    source: Address
    loan: bytes
    entry: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            source=checksummed(raw[0]),
            loan=bytes(raw[1]),
            entry=int(raw[2]),
        )


@dataclass(frozen=True, slots=True)
class Citation:
    """The contracts' struct ``Citation``."""

    index: int
    head_before: bytes
    links: tuple[Link, ...]

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            index=int(raw[0]),
            head_before=bytes(raw[1]),
            links=tuple(Link.of(item) for item in raw[2]),
        )


@dataclass(frozen=True, slots=True)
class Record:
    """The contracts' struct ``Record``."""

    head: bytes
    counts: int
    marks: int
    statements: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            head=bytes(raw[0]),
            counts=int(raw[1]),
            marks=int(raw[2]),
            statements=int(raw[3]),
        )


@dataclass(frozen=True, slots=True)
class Mark:
    """The contracts' struct ``Mark``."""

    count: int
    ended_day: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            count=int(raw[0]),
            ended_day=int(raw[1]),
        )


@dataclass(frozen=True, slots=True)
class Aggregates:
    """The contracts' struct ``Aggregates``."""

    entry_count: int
    exposure: int
    open_count: int
    closed_count: int
    open_licensed_count: int
    closed_licensed_count: int
    on_time_count: int
    on_time_licensed_count: int
    on_time_last_day: int
    open_dispute_count: int
    corrected_count: int
    hard_inquiry_count: int
    hard_inquiry_last_day: int
    furnished_negative_count: int
    furnished_last: int
    merged_last: int
    marks: tuple[Mark, ...]

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            entry_count=int(raw[0]),
            exposure=int(raw[1]),
            open_count=int(raw[2]),
            closed_count=int(raw[3]),
            open_licensed_count=int(raw[4]),
            closed_licensed_count=int(raw[5]),
            on_time_count=int(raw[6]),
            on_time_licensed_count=int(raw[7]),
            on_time_last_day=int(raw[8]),
            open_dispute_count=int(raw[9]),
            corrected_count=int(raw[10]),
            hard_inquiry_count=int(raw[11]),
            hard_inquiry_last_day=int(raw[12]),
            furnished_negative_count=int(raw[13]),
            furnished_last=int(raw[14]),
            merged_last=int(raw[15]),
            marks=tuple(Mark.of(item) for item in raw[16]),
        )


@dataclass(frozen=True, slots=True)
class Contest:
    """The contracts' struct ``Contest``."""

    status: int
    last_day: int
    source: Address
    entry: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            status=int(raw[0]),
            last_day=int(raw[1]),
            source=checksummed(raw[2]),
            entry=int(raw[3]),
        )


@dataclass(frozen=True, slots=True)
class Repayment:
    """The contracts' struct ``Repayment``."""

    currency: Address
    principal: int
    quantum: int
    rate_ppm: int
    penalty_margin_ppm: int
    overdue_rate_ppm: int
    method: int
    instalments: int
    interest_only_periods: int
    period_days: int
    due_day: int
    start_day: int
    first_due_day: int
    day_count: int
    instalment: int
    grace_days: int
    tolerance: int
    payment_order: int
    counting: int
    default_days: int
    utc_offset_minutes: int
    cooling_off_days: int
    withdrawal_pay_days: int
    exposure: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            currency=checksummed(raw[0]),
            principal=int(raw[1]),
            quantum=int(raw[2]),
            rate_ppm=int(raw[3]),
            penalty_margin_ppm=int(raw[4]),
            overdue_rate_ppm=int(raw[5]),
            method=int(raw[6]),
            instalments=int(raw[7]),
            interest_only_periods=int(raw[8]),
            period_days=int(raw[9]),
            due_day=int(raw[10]),
            start_day=int(raw[11]),
            first_due_day=int(raw[12]),
            day_count=int(raw[13]),
            instalment=int(raw[14]),
            grace_days=int(raw[15]),
            tolerance=int(raw[16]),
            payment_order=int(raw[17]),
            counting=int(raw[18]),
            default_days=int(raw[19]),
            utc_offset_minutes=int(raw[20]),
            cooling_off_days=int(raw[21]),
            withdrawal_pay_days=int(raw[22]),
            exposure=int(raw[23]),
        )


@dataclass(frozen=True, slots=True)
class Agreement:
    """The contracts' struct ``Agreement``."""

    borrower: Address
    payee: Address
    borrower_kind: int
    purpose: int
    lender: Address
    servicer: Address
    desk: Address
    instalment_multiple: int
    acceleration_days: int
    notice_days: int
    last_payment: int
    all_in_rate_ppm: int
    fee: int
    fee_receiver: Address
    jurisdiction: int
    product: int
    security_hash: bytes
    documents_hash: bytes
    salt: bytes
    deadline: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            borrower=checksummed(raw[0]),
            payee=checksummed(raw[1]),
            borrower_kind=int(raw[2]),
            purpose=int(raw[3]),
            lender=checksummed(raw[4]),
            servicer=checksummed(raw[5]),
            desk=checksummed(raw[6]),
            instalment_multiple=int(raw[7]),
            acceleration_days=int(raw[8]),
            notice_days=int(raw[9]),
            last_payment=int(raw[10]),
            all_in_rate_ppm=int(raw[11]),
            fee=int(raw[12]),
            fee_receiver=checksummed(raw[13]),
            jurisdiction=int(raw[14]),
            product=int(raw[15]),
            security_hash=bytes(raw[16]),
            documents_hash=bytes(raw[17]),
            salt=bytes(raw[18]),
            deadline=int(raw[19]),
        )


@dataclass(frozen=True, slots=True)
class Terms:
    """The contracts' struct ``Terms``."""

    borrower: bytes
    repayment: Repayment
    agreement: Agreement

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            borrower=bytes(raw[0]),
            repayment=Repayment.of(raw[1]),
            agreement=Agreement.of(raw[2]),
        )


@dataclass(frozen=True, slots=True)
class Amendment:
    """The contracts' struct ``Amendment``."""

    book: Address
    loan: bytes
    terms_hash: bytes
    kind: int
    taken_back: int
    salt: bytes
    deadline: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            book=checksummed(raw[0]),
            loan=bytes(raw[1]),
            terms_hash=bytes(raw[2]),
            kind=int(raw[3]),
            taken_back=int(raw[4]),
            salt=bytes(raw[5]),
            deadline=int(raw[6]),
        )


@dataclass(frozen=True, slots=True)
class Consent:
    """The contracts' struct ``Consent``."""

    holder: Address
    signature: bytes

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            holder=checksummed(raw[0]),
            signature=bytes(raw[1]),
        )


@dataclass(frozen=True, slots=True)
class Agreed:
    """The contracts' struct ``Agreed``."""

    borrower: bytes
    servicer: bytes
    holders: tuple[Consent, ...]

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            borrower=bytes(raw[0]),
            servicer=bytes(raw[1]),
            holders=tuple(Consent.of(item) for item in raw[2]),
        )


@dataclass(frozen=True, slots=True)
class Replacement:
    """The contracts' struct ``Replacement``."""

    book: Address
    loan: bytes
    present: Address
    servicer: Address
    salt: bytes
    deadline: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            book=checksummed(raw[0]),
            loan=bytes(raw[1]),
            present=checksummed(raw[2]),
            servicer=checksummed(raw[3]),
            salt=bytes(raw[4]),
            deadline=int(raw[5]),
        )


@dataclass(frozen=True, slots=True)
class Note:
    """The contracts' struct ``Note``."""

    lender: Address
    units: int
    currency_index: int
    jurisdiction: int
    product: int
    is_licensed: bool

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            lender=checksummed(raw[0]),
            units=int(raw[1]),
            currency_index=int(raw[2]),
            jurisdiction=int(raw[3]),
            product=int(raw[4]),
            is_licensed=bool(raw[5]),
        )


@dataclass(frozen=True, slots=True)
class Issuance:
    """The contracts' struct ``Issuance``."""

    loan: bytes
    borrower: bytes
    lender: bytes
    note: Note
    exposure: int
    start_day: int
    desk: Address
    currency: Address
    payee: Address
    payout: int
    fee: int
    terms: tuple[int, ...]

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            loan=bytes(raw[0]),
            borrower=bytes(raw[1]),
            lender=bytes(raw[2]),
            note=Note.of(raw[3]),
            exposure=int(raw[4]),
            start_day=int(raw[5]),
            desk=checksummed(raw[6]),
            currency=checksummed(raw[7]),
            payee=checksummed(raw[8]),
            payout=int(raw[9]),
            fee=int(raw[10]),
            terms=tuple(raw[11]),
        )


@dataclass(frozen=True, slots=True)
class Loan:
    """The contracts' struct ``Loan``."""

    borrower: bytes
    repayment: Repayment
    agreement_hash: bytes

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            borrower=bytes(raw[0]),
            repayment=Repayment.of(raw[1]),
            agreement_hash=bytes(raw[2]),
        )


@dataclass(frozen=True, slots=True)
class Missed:
    """The contracts' struct ``Missed``."""

    count: int
    words: tuple[int, ...]

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            count=int(raw[0]),
            words=tuple(raw[1]),
        )


@dataclass(frozen=True, slots=True)
class State:
    """The contracts' struct ``State``."""

    balance: int
    accrued: int
    period: int
    day: int
    status: int
    flags: int
    severity: int
    notice_day: int
    withdrawal_day: int
    interest_due: int
    principal_due: int
    paid: int
    paid_interest: int
    since: int
    penalty: int
    provisional: int
    missed: Missed

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            balance=int(raw[0]),
            accrued=int(raw[1]),
            period=int(raw[2]),
            day=int(raw[3]),
            status=int(raw[4]),
            flags=int(raw[5]),
            severity=int(raw[6]),
            notice_day=int(raw[7]),
            withdrawal_day=int(raw[8]),
            interest_due=int(raw[9]),
            principal_due=int(raw[10]),
            paid=int(raw[11]),
            paid_interest=int(raw[12]),
            since=int(raw[13]),
            penalty=int(raw[14]),
            provisional=int(raw[15]),
            missed=Missed.of(raw[16]),
        )


@dataclass(frozen=True, slots=True)
class Found:
    """The contracts' struct ``Found``."""

    loan: bytes
    units: int
    first_day: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            loan=bytes(raw[0]),
            units=int(raw[1]),
            first_day=int(raw[2]),
        )


@dataclass(frozen=True, slots=True)
class Issue:
    """The contracts' struct ``Issue``."""

    note: Note
    received: int
    claimed: int
    is_split: bool

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            note=Note.of(raw[0]),
            received=int(raw[1]),
            claimed=int(raw[2]),
            is_split=bool(raw[3]),
        )


@dataclass(frozen=True, slots=True)
class Holding:
    """The contracts' struct ``Holding``."""

    units: int
    settled: int
    owed: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            units=int(raw[0]),
            settled=int(raw[1]),
            owed=int(raw[2]),
        )


@dataclass(frozen=True, slots=True)
class Cancellation:
    """The contracts' struct ``Cancellation``."""

    signer: Address
    nonce: int
    deadline: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            signer=checksummed(raw[0]),
            nonce=int(raw[1]),
            deadline=int(raw[2]),
        )


@dataclass(frozen=True, slots=True)
class Payment:
    """The contracts' struct ``Payment``."""

    loan: bytes
    book: Address
    payer: Address
    amount: int
    payer_party: bytes
    reference: bytes
    first_day: int
    last_day: int
    nonce: int
    deadline: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            loan=bytes(raw[0]),
            book=checksummed(raw[1]),
            payer=checksummed(raw[2]),
            amount=int(raw[3]),
            payer_party=bytes(raw[4]),
            reference=bytes(raw[5]),
            first_day=int(raw[6]),
            last_day=int(raw[7]),
            nonce=int(raw[8]),
            deadline=int(raw[9]),
        )


@dataclass(frozen=True, slots=True)
class NoteTransfer:
    """The contracts' struct ``NoteTransfer``."""

    book: Address
    holder: Address
    receiver: Address
    loan: bytes
    units: int
    nonce: int
    deadline: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            book=checksummed(raw[0]),
            holder=checksummed(raw[1]),
            receiver=checksummed(raw[2]),
            loan=bytes(raw[3]),
            units=int(raw[4]),
            nonce=int(raw[5]),
            deadline=int(raw[6]),
        )


@dataclass(frozen=True, slots=True)
class WithdrawalNotice:
    """The contracts' struct ``WithdrawalNotice``."""

    loan: bytes
    book: Address
    servicing: Address
    nonce: int
    deadline: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            loan=bytes(raw[0]),
            book=checksummed(raw[1]),
            servicing=checksummed(raw[2]),
            nonce=int(raw[3]),
            deadline=int(raw[4]),
        )


@dataclass(frozen=True, slots=True)
class Waiver:
    """The contracts' struct ``Waiver``."""

    book: Address
    loan: bytes
    penalty: int
    interest: int
    principal: int
    salt: bytes
    deadline: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            book=checksummed(raw[0]),
            loan=bytes(raw[1]),
            penalty=int(raw[2]),
            interest=int(raw[3]),
            principal=int(raw[4]),
            salt=bytes(raw[5]),
            deadline=int(raw[6]),
        )


@dataclass(frozen=True, slots=True)
class Position:
    """The contracts' struct ``Position``."""

    state: State
    closing_amount: int
    days_past_due: int
    days_past_due_unbroken: int
    days_past_due_oldest: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            state=State.of(raw[0]),
            closing_amount=int(raw[1]),
            days_past_due=int(raw[2]),
            days_past_due_unbroken=int(raw[3]),
            days_past_due_oldest=int(raw[4]),
        )


@dataclass(frozen=True, slots=True)
class Deposit:
    """The contracts' struct ``Deposit``."""

    lender: Address
    currency: Address
    amount: int
    nonce: int
    deadline: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            lender=checksummed(raw[0]),
            currency=checksummed(raw[1]),
            amount=int(raw[2]),
            nonce=int(raw[3]),
            deadline=int(raw[4]),
        )


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The contracts' struct ``Withdrawal``."""

    lender: Address
    currency: Address
    amount: int
    nonce: int
    deadline: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            lender=checksummed(raw[0]),
            currency=checksummed(raw[1]),
            amount=int(raw[2]),
            nonce=int(raw[3]),
            deadline=int(raw[4]),
        )


@dataclass(frozen=True, slots=True)
class Conditions:
    """The contracts' struct ``Conditions``."""

    currency: Address
    quantum: int
    rate_ppm: int
    penalty_margin_ppm: int
    overdue_rate_ppm: int
    method: int
    instalments: int
    interest_only_periods: int
    period_days: int
    due_day: int
    day_count: int
    instalment_multiple: int
    grace_days: int
    tolerance: int
    payment_order: int
    counting: int
    default_days: int
    acceleration_days: int
    notice_days: int
    cooling_off_days: int
    withdrawal_pay_days: int
    utc_offset_minutes: int
    fee_ppm: int
    fee_receiver: Address
    all_in_rate_ppm_max: int
    servicer: Address
    borrower_kind: int
    purpose: int
    jurisdiction: int
    product: int
    security_hash: bytes
    documents_hash: bytes

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            currency=checksummed(raw[0]),
            quantum=int(raw[1]),
            rate_ppm=int(raw[2]),
            penalty_margin_ppm=int(raw[3]),
            overdue_rate_ppm=int(raw[4]),
            method=int(raw[5]),
            instalments=int(raw[6]),
            interest_only_periods=int(raw[7]),
            period_days=int(raw[8]),
            due_day=int(raw[9]),
            day_count=int(raw[10]),
            instalment_multiple=int(raw[11]),
            grace_days=int(raw[12]),
            tolerance=int(raw[13]),
            payment_order=int(raw[14]),
            counting=int(raw[15]),
            default_days=int(raw[16]),
            acceleration_days=int(raw[17]),
            notice_days=int(raw[18]),
            cooling_off_days=int(raw[19]),
            withdrawal_pay_days=int(raw[20]),
            utc_offset_minutes=int(raw[21]),
            fee_ppm=int(raw[22]),
            fee_receiver=checksummed(raw[23]),
            all_in_rate_ppm_max=int(raw[24]),
            servicer=checksummed(raw[25]),
            borrower_kind=int(raw[26]),
            purpose=int(raw[27]),
            jurisdiction=int(raw[28]),
            product=int(raw[29]),
            security_hash=bytes(raw[30]),
            documents_hash=bytes(raw[31]),
        )


@dataclass(frozen=True, slots=True)
class Offer:
    """The contracts' struct ``Offer``."""

    side: int
    maker: Address
    taker: bytes
    payee: Address
    amount: int
    fill_min: int
    nonce: int
    epoch: int
    expiry: int
    conditions: Conditions

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            side=int(raw[0]),
            maker=checksummed(raw[1]),
            taker=bytes(raw[2]),
            payee=checksummed(raw[3]),
            amount=int(raw[4]),
            fill_min=int(raw[5]),
            nonce=int(raw[6]),
            epoch=int(raw[7]),
            expiry=int(raw[8]),
            conditions=Conditions.of(raw[9]),
        )


@dataclass(frozen=True, slots=True)
class Fill:
    """The contracts' struct ``Fill``."""

    borrower: bytes
    payee: Address
    principal: int
    instalment: int
    last_payment: int
    all_in_rate_ppm: int
    exposure: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            borrower=bytes(raw[0]),
            payee=checksummed(raw[1]),
            principal=int(raw[2]),
            instalment=int(raw[3]),
            last_payment=int(raw[4]),
            all_in_rate_ppm=int(raw[5]),
            exposure=int(raw[6]),
        )


@dataclass(frozen=True, slots=True)
class Take:
    """The contracts' struct ``Take``."""

    taker: Address
    loan: bytes
    nonce: int
    deadline: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            taker=checksummed(raw[0]),
            loan=bytes(raw[1]),
            nonce=int(raw[2]),
            deadline=int(raw[3]),
        )


@dataclass(frozen=True, slots=True)
class EpochCancellation:
    """The contracts' struct ``EpochCancellation``."""

    signer: Address
    epoch: int
    deadline: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            signer=checksummed(raw[0]),
            epoch=int(raw[1]),
            deadline=int(raw[2]),
        )


@dataclass(frozen=True, slots=True)
class Freeze:
    """The contracts' struct ``Freeze``."""

    reference: bytes
    order_ends_at: int
    ends_at: int
    guardian_rests_until: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            reference=bytes(raw[0]),
            order_ends_at=int(raw[1]),
            ends_at=int(raw[2]),
            guardian_rests_until=int(raw[3]),
        )


@dataclass(frozen=True, slots=True)
class RecoveryRule:
    """The contracts' struct ``RecoveryRule``."""

    providers: tuple[Address, ...]
    delay_days: int
    salt: bytes

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            providers=tuple(checksummed(item) for item in raw[0]),
            delay_days=int(raw[1]),
            salt=bytes(raw[2]),
        )


@dataclass(frozen=True, slots=True)
class Recovery:
    """The contracts' struct ``Recovery``."""

    lost: Address
    wallet: Address
    provider: Address
    second: Address
    started_at: int
    due_at: int
    is_contested: bool

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            lost=checksummed(raw[0]),
            wallet=checksummed(raw[1]),
            provider=checksummed(raw[2]),
            second=checksummed(raw[3]),
            started_at=int(raw[4]),
            due_at=int(raw[5]),
            is_contested=bool(raw[6]),
        )


@dataclass(frozen=True, slots=True)
class TransferParties:
    """The contracts' struct ``TransferParties``."""

    sender: bytes
    receiver: bytes

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            sender=bytes(raw[0]),
            receiver=bytes(raw[1]),
        )


@dataclass(frozen=True, slots=True)
class OpeningParties:
    """The contracts' struct ``OpeningParties``."""

    borrower: bytes
    lender: bytes
    servicer: bytes
    borrower_group: bytes
    borrower_kind: int
    borrower_jurisdiction: int
    lender_jurisdiction: int
    lender_licensed: bool
    is_conflicted: bool
    is_barred: bool

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            borrower=bytes(raw[0]),
            lender=bytes(raw[1]),
            servicer=bytes(raw[2]),
            borrower_group=bytes(raw[3]),
            borrower_kind=int(raw[4]),
            borrower_jurisdiction=int(raw[5]),
            lender_jurisdiction=int(raw[6]),
            lender_licensed=bool(raw[7]),
            is_conflicted=bool(raw[8]),
            is_barred=bool(raw[9]),
        )


@dataclass(frozen=True, slots=True)
class Party:
    """The contracts' struct ``Party``."""

    jurisdiction: int
    kind: int
    is_licensed: bool
    is_grouped: bool
    provider: Address

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            jurisdiction=int(raw[0]),
            kind=int(raw[1]),
            is_licensed=bool(raw[2]),
            is_grouped=bool(raw[3]),
            provider=checksummed(raw[4]),
        )


@dataclass(frozen=True, slots=True)
class Succession:
    """The contracts' struct ``Succession``."""

    book: Address
    loan: bytes
    successor: bytes
    deadline: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            book=checksummed(raw[0]),
            loan=bytes(raw[1]),
            successor=bytes(raw[2]),
            deadline=int(raw[3]),
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """The contracts' struct ``Limits``."""

    rate_ppm_max: int
    rate_and_margin_ppm_max: int
    overdue_rate_ppm_max: int
    all_in_rate_ppm_max: int
    fee_ppm_max: int
    exposure_max: int
    has_open_transfers: bool

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            rate_ppm_max=int(raw[0]),
            rate_and_margin_ppm_max=int(raw[1]),
            overdue_rate_ppm_max=int(raw[2]),
            all_in_rate_ppm_max=int(raw[3]),
            fee_ppm_max=int(raw[4]),
            exposure_max=int(raw[5]),
            has_open_transfers=bool(raw[6]),
        )


@dataclass(frozen=True, slots=True)
class LoanRequest:
    """The contracts' struct ``LoanRequest``."""

    borrower: bytes
    lender: bytes
    borrower_group: bytes
    desk: Address
    currency: Address
    principal: int
    rate_ppm: int
    penalty_margin_ppm: int
    overdue_rate_ppm: int
    all_in_rate_ppm: int
    fee: int
    tenor_days: int
    product: int
    borrower_kind: int
    jurisdiction: int
    lender_jurisdiction: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            borrower=bytes(raw[0]),
            lender=bytes(raw[1]),
            borrower_group=bytes(raw[2]),
            desk=checksummed(raw[3]),
            currency=checksummed(raw[4]),
            principal=int(raw[5]),
            rate_ppm=int(raw[6]),
            penalty_margin_ppm=int(raw[7]),
            overdue_rate_ppm=int(raw[8]),
            all_in_rate_ppm=int(raw[9]),
            fee=int(raw[10]),
            tenor_days=int(raw[11]),
            product=int(raw[12]),
            borrower_kind=int(raw[13]),
            jurisdiction=int(raw[14]),
            lender_jurisdiction=int(raw[15]),
        )


@dataclass(frozen=True, slots=True)
class LoanAdmission:
    """The contracts' struct ``LoanAdmission``."""

    currency_index: int
    exposure: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            currency_index=int(raw[0]),
            exposure=int(raw[1]),
        )


@dataclass(frozen=True, slots=True)
class TransferRequest:
    """The contracts' struct ``TransferRequest``."""

    token: Address
    id: int
    units: int
    sender: bytes
    receiver: bytes
    jurisdiction: int
    product: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            token=checksummed(raw[0]),
            id=int(raw[1]),
            units=int(raw[2]),
            sender=bytes(raw[3]),
            receiver=bytes(raw[4]),
            jurisdiction=int(raw[5]),
            product=int(raw[6]),
        )


@dataclass(frozen=True, slots=True)
class Currency:
    """The contracts' struct ``Currency``."""

    index: int
    is_allowed: bool
    rate: int
    exponent: int

    @classmethod
    def of(cls, raw: Any) -> Self:
        """The struct from its decoded values."""
        return cls(
            index=int(raw[0]),
            is_allowed=bool(raw[1]),
            rate=int(raw[2]),
            exponent=int(raw[3]),
        )
