# SPDX-License-Identifier: Apache-2.0
"""What relaying for others may cost in a day: reserved when asked for, settled by the receipt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from shouxin.outbox.settings import SpendingLimits
from shouxin.outbox.tables import spending
from shouxin.primitives.errors import Refused

DAY_SECONDS = 86_400
EVERYBODY = "everybody"
"""The row of all users together; no user is called so, for users have addresses or ids."""


class SpentError(Refused):
    """The day's coins are spent; tomorrow there are others."""

    status = 429


def reserve(
    connection: Connection, subject: str, day: int, wei: int, limits: SpendingLimits
) -> None:
    """Set coins aside for a transaction.

    Raises:
        SpentError: ``outbox.user_limit``, ``outbox.service_limit``.
    """
    by_user = _spent(connection, day, subject) + wei
    if by_user > limits.user_day_wei:
        raise SpentError(
            "outbox.user_limit",
            f"relaying for you has cost its {limits.user_day_wei} wei of today (UTC): try again "
            "tomorrow, or send the transaction yourself",
            f"今日（UTC）为您代付的 {limits.user_day_wei} wei 已用完：请明日再试，或自行发送交易",
        )
    by_all = _spent(connection, day, EVERYBODY) + wei
    if by_all > limits.service_day_wei:
        raise SpentError(
            "outbox.service_limit",
            f"this service has spent its {limits.service_day_wei} wei of today (UTC) on relaying: "
            "try again tomorrow, or send the transaction yourself",
            f"本服务今日（UTC）代付的 {limits.service_day_wei} wei 已用完："
            "请明日再试，或自行发送交易",
        )
    _write(connection, day, subject, by_user)
    _write(connection, day, EVERYBODY, by_all)


def adjust(connection: Connection, changes: Sequence[tuple[Mapping[str, Any], int]]) -> None:
    """Count transactions as other amounts than were reserved, each in its own day.

    Args:
        connection: a transaction.
        changes: rows as they were, each with the wei that it counts as now.
    """
    added: dict[tuple[bool, str, int], int] = defaultdict(int)
    for row, wei in changes:
        if row["spending_day"] is not None:
            for name in (row["subject"], EVERYBODY):
                added[name == EVERYBODY, name, row["spending_day"]] += wei - row["reserved_wei"]
    for (_, name, day), wei in sorted(added.items()):  # everybody's last, so that none wait in turn
        if wei:
            _add(connection, day, name, wei)


def _spent(connection: Connection, day: int, subject: str) -> int:
    """A row's amount, the row locked until the transaction ends."""
    wanted = select(spending.c.wei).where(spending.c.day == day, spending.c.subject == subject)
    found = connection.execute(wanted.with_for_update()).scalar_one_or_none()
    if found is not None:
        return int(found)
    try:
        with connection.begin_nested():
            connection.execute(insert(spending).values(day=day, subject=subject, wei=0))
    except IntegrityError:  # another made it just now
        return int(connection.execute(wanted.with_for_update()).scalar_one())
    return 0


def _add(connection: Connection, day: int, subject: str, wei: int) -> None:
    _write(connection, day, subject, max(0, _spent(connection, day, subject) + wei))


def _write(connection: Connection, day: int, subject: str, wei: int) -> None:
    connection.execute(
        update(spending).where(spending.c.day == day, spending.c.subject == subject).values(wei=wei)
    )
