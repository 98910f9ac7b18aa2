# SPDX-License-Identifier: Apache-2.0
"""``LoanAnswering``, typed; generated: run `make artifacts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from shouxin.chain.abi import Address, Contract, Function, checksummed
from shouxin.chain.bindings import structs

if TYPE_CHECKING:
    from shouxin.chain.sender import Receipt, Sender


@dataclass(frozen=True, slots=True)
class DisputeAnswered:
    """The event ``DisputeAnswered``."""

    NAME: ClassVar[str] = "DisputeAnswered"
    TOPIC: ClassVar[bytes] = bytes.fromhex(
        "11c4cba1673999c2eac003adc708f53b2c536640e0344b04c3907286ab185a8f"
    )
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]] = (
        ("address", True),
        ("bytes32", True),
        ("address", True),
        ("bytes32", False),
        ("uint256", False),
        ("bool", False),
        ("bytes32", False),
    )

    book: Address
    loan: bytes
    servicer: Address
    party: bytes
    index: int
    is_upheld: bool
    evidence: bytes

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        return cls(
            book=checksummed(values[0]),
            loan=bytes(values[1]),
            servicer=checksummed(values[2]),
            party=bytes(values[3]),
            index=int(values[4]),
            is_upheld=bool(values[5]),
            evidence=bytes(values[6]),
        )


_ANSWER = Function(
    "answer",
    (
        "(bytes32,(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,int256,uint256,uint256,uint256),(address,address,uint256,uint256,address,address,address,uint256,uint256,uint256,uint256,uint256,uint256,address,uint256,uint256,bytes32,bytes32,bytes32,uint256))",
        "(uint256,bytes32,(address,bytes32,uint256)[])",
        "bool",
        "bytes32",
    ),
    (),
)


class LoanAnswering(Contract):
    """The contract ``LoanAnswering``."""

    NAME = "LoanAnswering"
    CONSTRUCTOR: ClassVar[tuple[str, ...]] = ("address", "address", "address")

    def answer(
        self,
        given: structs.Terms,
        citation: structs.Citation,
        is_upheld: bool,
        evidence: bytes,
        *,
        sender: Sender,
    ) -> Receipt:
        """Answers a dispute of an entry about a loan, living or ended. For its servicer, a party neither linked to the borrower nor frozen, by a wallet that is not being replaced."""
        return self._send(_ANSWER, given, citation, is_upheld, evidence, sender=sender)
