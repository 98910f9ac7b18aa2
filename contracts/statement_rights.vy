# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Who may furnish, inquire and answer, and within how many days
@dev Checks of the caller are the ledger's: governance alone sets any of it.
"""


event AnswererSet:
    book: indexed(address)
    answerer: indexed(address)


event FurnisherAccredited:
    furnisher: indexed(address)
    is_accredited: bool


event ReportUserAccredited:
    user: indexed(address)
    purposes: uint256


event AnswerDaysSet:
    days: uint256


PURPOSE_MAX: constant(uint256) = 31
ANSWER_DAYS: constant(uint256) = 20  # at deployment: China's limit for answering a dispute
ANSWER_DAYS_MAX: constant(uint256) = 90


# Who answers disputes of a book's entries, empty if nobody; set by governance.
answerer_of: public(HashMap[address, address])
# Whether a furnisher is accredited; set by governance.
is_furnisher: public(HashMap[address, bool])
# A report user's purposes, bit n for purpose n; set by governance.
purposes_of: public(HashMap[address, uint256])
# The days in which a dispute of a furnished entry is to be answered; set by governance.
answer_days: public(uint256)


@deploy
def __init__():
    self.answer_days = ANSWER_DAYS
    log AnswerDaysSet(days=ANSWER_DAYS)


@internal
def _set_answerer(book: address, answerer: address):
    self.answerer_of[book] = answerer
    log AnswererSet(book=book, answerer=answerer)


@internal
def _accredit_furnisher(furnisher: address, is_accredited: bool):
    assert furnisher != empty(address), "ledger: furnisher is empty"
    self.is_furnisher[furnisher] = is_accredited
    log FurnisherAccredited(furnisher=furnisher, is_accredited=is_accredited)


@internal
def _accredit_report_user(user: address, purposes: uint256):
    assert user != empty(address), "ledger: report user is empty"
    assert (
        purposes & 1 == 0 and purposes >> (PURPOSE_MAX + 1) == 0
    ), "ledger: purpose is out of range"
    self.purposes_of[user] = purposes
    log ReportUserAccredited(user=user, purposes=purposes)


@internal
def _set_answer_days(days: uint256):
    assert days != 0 and days <= ANSWER_DAYS_MAX, "ledger: answer days are out of range"
    self.answer_days = days
    log AnswerDaysSet(days=days)


@internal
@view
def _check_purpose(user: address, purpose: uint256):
    """
    @notice A report user may inquire for this purpose.
    """
    assert purpose != 0 and purpose <= PURPOSE_MAX, "ledger: purpose is out of range"
    assert (
        self.purposes_of[user] & (1 << purpose) != 0
    ), "ledger: caller is not accredited for the purpose"


@internal
@view
def _check_furnisher(furnisher: address):
    assert self.is_furnisher[furnisher], "ledger: caller is no accredited furnisher"
