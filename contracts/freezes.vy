# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Freezes: legal orders that hold a party still for a while
@notice An order has a reference, the hash of its document with a secret salt, and an end. A freeze
        ends by itself: the guardian's after 30 days at most, governance's with the order. The
        guardian uses an order once, and after a freeze of its own rests for 7 days with that
        party, so that a chain of freezes needs governance.
"""

from . import parties

uses: parties


event PartyFrozen:
    party: indexed(bytes32)
    caller: indexed(address)
    reference: bytes32
    order_ends_at: uint256
    ends_at: uint256


event FreezeLifted:
    party: indexed(bytes32)
    caller: indexed(address)


# A party's latest freeze.
struct Freeze:
    reference: bytes32  # of the order; empty if none is on file
    order_ends_at: uint256  # Unix seconds; no freeze by this order lasts longer
    ends_at: uint256  # Unix seconds; from then on the party is free
    guardian_rests_until: uint256  # Unix seconds; before that the guardian freezes it no more


GUARDIAN_FREEZE_SECONDS_MAX: constant(uint256) = 30 * 86_400
GUARDIAN_REST_SECONDS: constant(uint256) = 7 * 86_400
# The longest order, three years: what courts order for longer they order again.
ORDER_SECONDS_MAX: constant(uint256) = 1_096 * 86_400


# Party -> its latest freeze; set by guardian and governance.
_freezes: HashMap[bytes32, Freeze]
# Party -> an order's reference -> whether it was used; set for ever.
_used: HashMap[bytes32, HashMap[bytes32, bool]]


@external
@nonreentrant
def freeze(party: bytes32, reference: bytes32, order_ends_at: uint256):
    """
    @notice Freezes a party on a legal order, at once. For the guardian, once an order, for at most
            30 days, not while it is frozen and not within 7 days after; for governance, until the
            order's end, in place of any other.
    @param reference Hash of the order with a secret salt.
    @param order_ends_at Unix seconds.
    """
    parties._check_guardian_or_governance()
    word: uint256 = parties._check_party(party)
    ends_at: uint256 = self._freeze(
        party, reference, order_ends_at, msg.sender != parties.governance
    )
    parties.words[party] = word | parties.FREEZE_ON_FILE
    log PartyFrozen(
        party=party,
        caller=msg.sender,
        reference=reference,
        order_ends_at=order_ends_at,
        ends_at=ends_at,
    )


@external
@nonreentrant
def renew_freeze(party: bytes32, ends_at: uint256):
    """
    @notice Sets when a party's freeze ends, at most with the order on file. For governance.
    """
    parties._check_governance()
    renewed: Freeze = self._renew(party, ends_at)
    log PartyFrozen(
        party=party,
        caller=msg.sender,
        reference=renewed.reference,
        order_ends_at=renewed.order_ends_at,
        ends_at=ends_at,
    )


@external
@nonreentrant
def lift_freeze(party: bytes32):
    """
    @notice Ends a party's freeze. For the guardian and governance.
    """
    parties._check_guardian_or_governance()
    self._lift(party)
    parties.words[party] &= ~parties.FREEZE_ON_FILE
    log FreezeLifted(party=party, caller=msg.sender)


@view
@external
def freeze_of(party: bytes32) -> Freeze:
    """
    @notice A party's latest freeze, which may have ended.
    """
    return self._freezes[party]


@internal
def _freeze(
    party: bytes32, reference: bytes32, order_ends_at: uint256, is_guardian: bool
) -> uint256:
    """
    @notice Freezes a party and returns until when.
    """
    freeze: Freeze = self._freezes[party]
    assert reference != empty(bytes32), "registry: order has no reference"
    assert (
        order_ends_at > block.timestamp
        and order_ends_at <= block.timestamp + ORDER_SECONDS_MAX
    ), "registry: order's end is out of range"
    ends_at: uint256 = order_ends_at
    if is_guardian:
        assert freeze.ends_at <= block.timestamp, "registry: party is frozen"
        assert not self._used[party][reference], "registry: order was used before"
        assert (
            freeze.guardian_rests_until <= block.timestamp
        ), "registry: guardian rests with this party"
        ends_at = min(order_ends_at, block.timestamp + GUARDIAN_FREEZE_SECONDS_MAX)
        freeze.guardian_rests_until = ends_at + GUARDIAN_REST_SECONDS
    self._used[party][reference] = True
    self._freezes[party] = Freeze(
        reference=reference,
        order_ends_at=order_ends_at,
        ends_at=ends_at,
        guardian_rests_until=freeze.guardian_rests_until,
    )
    return ends_at


@internal
def _renew(party: bytes32, ends_at: uint256) -> Freeze:
    """
    @notice Sets the end of the freeze by the order on file, at most the order's own, and returns
            the freeze. One that has expired meanwhile takes effect again.
    """
    freeze: Freeze = self._freezes[party]
    assert freeze.reference != empty(bytes32), "registry: no order is on file"
    assert (
        ends_at > block.timestamp and ends_at <= freeze.order_ends_at
    ), "registry: freeze would end in the past or after its order"
    freeze.ends_at = ends_at
    self._freezes[party] = freeze
    return freeze


@internal
def _lift(party: bytes32):
    """
    @notice Ends a freeze now; its order is on file no more.
    """
    freeze: Freeze = self._freezes[party]
    assert freeze.ends_at > block.timestamp, "registry: party is not frozen"
    freeze.reference = empty(bytes32)
    freeze.order_ends_at = 0
    freeze.ends_at = 0
    freeze.guardian_rests_until = min(
        freeze.guardian_rests_until, block.timestamp + GUARDIAN_REST_SECONDS
    )
    self._freezes[party] = freeze


@internal
@view
def _is_frozen(party: bytes32) -> bool:
    """
    @notice Whether a party is frozen now.
    """
    return (
        parties.words[party] & parties.FREEZE_ON_FILE != 0
        and block.timestamp < self._freezes[party].ends_at
    )


@internal
@view
def _check_unfrozen(party: bytes32):
    assert not self._is_frozen(party), "registry: party is frozen"
