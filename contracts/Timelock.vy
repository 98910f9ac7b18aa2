# pragma version 0.4.3
# pragma evm-version cancun
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The timelock that governs: what is decided waits in the open before it happens
@notice Who may do what:
        - A proposer schedules calls, with at least the minimum delay, and cancels them.
        - An executor makes a scheduled call once its delay is over; if the empty address is an
          executor, anyone does.
        - The timelock alone changes its delay and roles, by calls that waited like any other.
          There is no other admin.
@dev snekmate's timelock controller. It receives no coins but with a call to execute.
"""

from snekmate.auth import access_control
from snekmate.governance import timelock_controller

initializes: access_control
initializes: timelock_controller[access_control := access_control]

exports: (
    # scheduling
    timelock_controller.schedule,
    timelock_controller.schedule_batch,
    timelock_controller.cancel,
    timelock_controller.execute,
    timelock_controller.execute_batch,
    timelock_controller.update_delay,
    # reading
    timelock_controller.get_minimum_delay,
    timelock_controller.get_timestamp,
    timelock_controller.get_operation_state,
    timelock_controller.is_operation,
    timelock_controller.is_operation_pending,
    timelock_controller.is_operation_ready,
    timelock_controller.is_operation_done,
    timelock_controller.hash_operation,
    timelock_controller.hash_operation_batch,
    timelock_controller.supportsInterface,
    # roles
    timelock_controller.PROPOSER_ROLE,
    timelock_controller.EXECUTOR_ROLE,
    timelock_controller.CANCELLER_ROLE,
    access_control.DEFAULT_ADMIN_ROLE,
    access_control.hasRole,
    access_control.getRoleAdmin,
    access_control.grantRole,
    access_control.revokeRole,
    access_control.renounceRole,
)


@deploy
def __init__(
    minimum_delay: uint256,
    proposers: DynArray[address, 16],
    executors: DynArray[address, 16],
):
    """
    @param minimum_delay Seconds that a scheduled call waits at least; 48 hours by default.
    """
    assert len(proposers) != 0, "timelock: no proposer"
    assert len(executors) != 0, "timelock: no executor"
    access_control.__init__()
    timelock_controller.__init__(minimum_delay, proposers, executors, empty(address))
