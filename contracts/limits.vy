# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A jurisdiction's limits, packed into a word
@notice Low bits first: known 1 | open transfers 1 | rate 24 | rate and margin 24 | overdue 24 |
        all-in 24 | fee 24 | exposure 56; all ones in a field is no limit; 78 bits are empty
        (totals, cohorts).
"""


# A jurisdiction's limits; NO_LIMIT in a field is none.
struct Limits:
    rate_ppm_max: uint256  # interest a year
    rate_and_margin_ppm_max: uint256  # interest and penalty margin a year
    overdue_rate_ppm_max: uint256  # interest on overdue interest a year
    all_in_rate_ppm_max: uint256
    fee_ppm_max: uint256  # of principal
    exposure_max: uint256  # reference units a borrower, over its group
    has_open_transfers: bool  # whether notes may go to wallets that are no party


# No limit, as callers write it.
NO_LIMIT: constant(uint256) = max_value(uint256)

KNOWN: constant(uint256) = 1
OPEN_TRANSFERS: constant(uint256) = 1 << 1
RATE_SHIFT: constant(uint256) = 2
RATE_AND_MARGIN_SHIFT: constant(uint256) = 26
OVERDUE_SHIFT: constant(uint256) = 50
ALL_IN_SHIFT: constant(uint256) = 74
FEE_SHIFT: constant(uint256) = 98
EXPOSURE_SHIFT: constant(uint256) = 122

MASK_24: constant(uint256) = 2**24 - 1
MASK_56: constant(uint256) = 2**56 - 1


@internal
@pure
def _packed(l: Limits) -> uint256:
    """
    @notice The word of a jurisdiction that is known from now on.
    """
    word: uint256 = KNOWN | (OPEN_TRANSFERS if l.has_open_transfers else 0)
    word |= self._field(l.rate_ppm_max, MASK_24) << RATE_SHIFT
    word |= self._field(l.rate_and_margin_ppm_max, MASK_24) << RATE_AND_MARGIN_SHIFT
    word |= self._field(l.overdue_rate_ppm_max, MASK_24) << OVERDUE_SHIFT
    word |= self._field(l.all_in_rate_ppm_max, MASK_24) << ALL_IN_SHIFT
    word |= self._field(l.fee_ppm_max, MASK_24) << FEE_SHIFT
    word |= self._field(l.exposure_max, MASK_56) << EXPOSURE_SHIFT
    return word


@internal
@pure
def _unpacked(word: uint256) -> Limits:
    """
    @notice The limits in a word, all zero for an unknown jurisdiction.
    """
    exposure_max: uint256 = (word >> EXPOSURE_SHIFT) & MASK_56
    return Limits(
        rate_ppm_max=self._limit(word, RATE_SHIFT),
        rate_and_margin_ppm_max=self._limit(word, RATE_AND_MARGIN_SHIFT),
        overdue_rate_ppm_max=self._limit(word, OVERDUE_SHIFT),
        all_in_rate_ppm_max=self._limit(word, ALL_IN_SHIFT),
        fee_ppm_max=self._limit(word, FEE_SHIFT),
        exposure_max=NO_LIMIT if exposure_max == MASK_56 else exposure_max,
        has_open_transfers=word & OPEN_TRANSFERS != 0,
    )


@internal
@pure
def _limit(word: uint256, place: uint256) -> uint256:
    """
    @dev One 24-bit limit of a jurisdiction's word, NO_LIMIT for all ones.
    """
    limit: uint256 = (word >> place) & MASK_24
    if limit == MASK_24:
        return NO_LIMIT
    return limit


@internal
@pure
def _field(limit: uint256, mask: uint256) -> uint256:
    """
    @dev A limit as stored: all ones for none.
    """
    if limit == NO_LIMIT:
        return mask
    assert limit < mask, "rulebook: limit is out of range"
    return limit
