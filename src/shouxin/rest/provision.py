# SPDX-License-Identifier: Apache-2.0
"""How an endpoint gets what it works with: by its type, from the application that it is in.

router.get("/loans")
async def loans(database: Annotated[Database, Depends(provided(Database))]): ...
"""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from fastapi import Request
from starlette.applications import Starlette

T = TypeVar("T")


def provide(app: Starlette, instance: object, kind: type | None = None) -> None:
    """Give an application the one instance of a type; ``kind`` where it stands for another."""
    if not hasattr(app.state, "provided"):
        app.state.provided = {}
    app.state.provided[kind or type(instance)] = instance


def provided(kind: type[T]) -> Callable[[Request], Awaitable[T]]:
    """A dependency that is the application's instance of a type.

    It waits for nothing; but what is no coroutine, FastAPI runs in a thread.
    """

    async def find(request: Request) -> T:
        known: dict[type, Any] = request.app.state.provided
        found: T = known[kind]
        return found

    return find
