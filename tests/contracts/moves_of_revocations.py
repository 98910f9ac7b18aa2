# SPDX-License-Identifier: Apache-2.0
"""The table's rows about signatures taken back, and about a servicer's answer to a dispute."""

from typing import Any

from tests.contracts import moves_statements as statements
from tests.contracts.joint import revocation
from tests.contracts.moves_stage import Scene
from tests.contracts.moves_table import ANYONE, Row, only

DIGEST = b"\x0d" * 32


def _revoked(scene: Scene, contract: str) -> tuple[Any, ...]:
    lender = scene.world.lender
    signature = revocation(getattr(scene.world, contract), lender, DIGEST)
    return (lender, DIGEST, signature)


REVOCATIONS = [
    Row("amending", "revoke", lambda _: (DIGEST,), ANYONE),
    Row("amending", "revoke_signed", lambda s: _revoked(s, "amending"), ANYONE),
    Row("rollover", "revoke", lambda _: (DIGEST,), ANYONE),
    Row("rollover", "revoke_signed", lambda s: _revoked(s, "rollover"), ANYONE),
    Row("answering", "answer", statements.answer, only("servicer")),
]
