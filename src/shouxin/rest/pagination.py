# SPDX-License-Identifier: Apache-2.0
"""Lists in pages: ``?limit=50&cursor=…`` in, ``{"items": […], "next_cursor": …}`` out.

A cursor holds the sort key of the last item that was seen, so that nothing is skipped or seen twice
while rows come and go, and the name of the list and of its filters, so that it fits nowhere else.

    page: Annotated[PageRequest, Depends(page_request)]
    after = page.after("loans", int)                    # None at the first page
    rows = … .where(loans.c.number > after).order_by(loans.c.number).limit(page.limit + 1)
    return page.answer("loans", rows, lambda row: (row.number,))
"""

from __future__ import annotations

import base64
import json
from binascii import Error as BadBase64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field

from shouxin.primitives.errors import BadInput
from shouxin.primitives.hexadecimal import shown

LIMIT, LIMIT_MAX = 50, 200
CURSOR_CHARACTERS_MAX = 512
NUMBER_LIMIT = 2**63

Item = TypeVar("Item")
Row = TypeVar("Row")


class Page(BaseModel, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next_cursor: str | None = Field(
        description="Give it as `cursor` for what follows; null at the end."
    )


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page is asked for."""

    limit: int
    cursor: str | None

    def after(self, name: str, *kinds: type) -> tuple[Any, ...] | None:
        """The sort key to go on after; None at the beginning.

        Args:
            name: of the list and its filters, the same as given to ``answer``.
            kinds: what the key is made of, ``int`` or ``str`` each.

        Raises:
            BadInput: ``page.bad_cursor``.
        """
        if self.cursor is None:
            return None
        try:
            found = json.loads(base64.urlsafe_b64decode(self.cursor.encode("ascii") + b"=="))
        except (BadBase64, ValueError, RecursionError):
            found = None
        if not _is_key(found, name, kinds):
            raise _bad_cursor(self.cursor)
        return tuple(found[1:])

    def answer(
        self, name: str, rows: Sequence[Row], key: Callable[[Row], tuple[int | str, ...]]
    ) -> tuple[Sequence[Row], str | None]:
        """The page's rows and the cursor to the next; give one row more than the limit."""
        shown_rows = rows[: self.limit]
        if len(rows) <= self.limit:
            return shown_rows, None
        packed = json.dumps([name, *key(shown_rows[-1])], separators=(",", ":")).encode()
        return shown_rows, base64.urlsafe_b64encode(packed).decode().rstrip("=")


async def page_request(
    limit: Annotated[int, Query(ge=1, le=LIMIT_MAX, description="Items a page.")] = LIMIT,
    cursor: Annotated[
        str | None,
        Query(
            max_length=CURSOR_CHARACTERS_MAX,
            description="`next_cursor` of the page before; none for the first.",
        ),
    ] = None,
) -> PageRequest:
    """The page that a request asks for."""
    return PageRequest(limit, cursor)


def _is_key(found: object, name: str, kinds: Sequence[type]) -> bool:
    if not isinstance(found, list) or len(found) != len(kinds) + 1 or found[0] != name:
        return False
    return all(_is_part(part, kind) for part, kind in zip(found[1:], kinds, strict=True))


def _is_part(part: object, kind: type) -> bool:
    """Whether a database can compare with it."""
    if isinstance(part, int) and abs(part) >= NUMBER_LIMIT:
        return False
    return type(part) is kind and "\0" not in str(part) and str(part).isprintable()


def _bad_cursor(cursor: str) -> BadInput:
    return BadInput(
        "page.bad_cursor",
        f"cursor {shown(cursor)} is not one of this list: give the next_cursor of its page "
        "before with the same filters, or none to begin anew",
        f"cursor 的值 {shown(cursor)} 不属于本列表：请在筛选条件不变时使用上一页的 next_cursor，"
        "或不填以从头开始",
    )
