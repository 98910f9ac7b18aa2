# SPDX-License-Identifier: Apache-2.0
"""What the timelock refuses, the library's texts for it included."""

from shouxin.chain.revert_texts.text import RevertText

TEXTS = {
    "timelock: no proposer": RevertText(
        "timelock.no_proposer",
        "no proposer is given: name at least one",
        "未指定提案人：请至少指定一名",
    ),
    "timelock: no executor": RevertText(
        "timelock.no_executor",
        "no executor is given: name at least one, the zero address for anyone",
        "未指定执行人：请至少指定一名，零地址表示任何人均可执行",
    ),
    "timelock_controller: caller must be timelock": RevertText(
        "timelock_controller.caller",
        "the delay is changed by the timelock alone: schedule the change in it",
        "仅时间锁自身可修改等待时间：请将该修改提交时间锁",
    ),
    "timelock_controller: insufficient delay": RevertText(
        "timelock_controller.delay",
        "the delay is below the timelock's minimum: schedule with at least the minimum",
        "等待时间短于时间锁的最短时间：请按不短于最短时间提交",
    ),
    "timelock_controller: length mismatch": RevertText(
        "timelock_controller.lengths",
        "targets, amounts and payloads differ in number: give as many of each",
        "目标、金额与调用数据的数量不一致：请逐项对应填写",
    ),
    "timelock_controller: missing dependency": RevertText(
        "timelock_controller.predecessor",
        "the operation that must come first is not done: execute that one before",
        "前置操作尚未执行：请先执行前置操作",
    ),
    "timelock_controller: operation already scheduled": RevertText(
        "timelock_controller.scheduled",
        "the very operation is scheduled already: execute it, or change the salt",
        "相同操作已提交：请直接执行，或更换盐值",
    ),
    "timelock_controller: operation cannot be cancelled": RevertText(
        "timelock_controller.not_pending",
        "the operation is not pending, it was done or never scheduled: check its id",
        "该操作不在等待中，已执行或从未提交：请核对操作编号",
    ),
    "timelock_controller: operation is not ready": RevertText(
        "timelock_controller.not_ready",
        "the operation is not ready, its delay is not over or it is done or unknown: "
        "execute it once the delay is over",
        "该操作尚不可执行，等待时间未满、已执行或不存在：请待等待时间届满后执行",
    ),
    "timelock_controller: underlying transaction reverted": RevertText(
        "timelock_controller.call_failed",
        "the scheduled call failed and gave no reason: "
        "check its target and data, and schedule it corrected",
        "所提交的调用失败且未说明原因：请核对目标和调用数据，更正后重新提交",
    ),
    "access_control: account is missing role": RevertText(
        "access_control.missing_role",
        "the caller lacks the role that the call needs: "
        "have an account with the role make it, or have the timelock grant it",
        "调用方缺少所需角色：请由具备该角色的账户办理，或由时间锁授予角色",
    ),
    "access_control: can only renounce roles for itself": RevertText(
        "access_control.renounce_other",
        "an account renounces only its own roles: give the caller's own address",
        "账户只能放弃自身的角色：请填写调用方本人的地址",
    ),
}
