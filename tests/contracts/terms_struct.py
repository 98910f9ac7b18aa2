# SPDX-License-Identifier: Apache-2.0
"""Single fields of the ``Terms`` struct changed by name."""

from typing import Any

from tests.contracts.compiler import compiled, find

Complete = tuple[bytes, tuple[Any, ...], tuple[Any, ...]]


def _names() -> tuple[list[str], list[str]]:
    abi = compiled(find("LoanOpening")).abi
    hashes_of = next(item for item in abi if item.get("name") == "hashes_of")
    _, repayment, agreement = hashes_of["inputs"][0]["components"]
    return (
        [field["name"] for field in repayment["components"]],
        [field["name"] for field in agreement["components"]],
    )


def changed(complete: Complete, **changes: Any) -> Complete:
    """The same terms but for some fields; what follows from them is not reckoned anew.

    ``party`` is the borrower's, for ``borrower`` names its wallet.
    """
    party, repayment, agreement = complete
    party = changes.pop("party", party)
    parts = []
    for names, values in zip(_names(), (repayment, agreement), strict=True):
        fields = dict(zip(names, values, strict=True))
        for name in names:
            if name in changes:
                fields[name] = changes.pop(name)
        parts.append(tuple(fields.values()))
    assert not changes, f"terms have no {', '.join(changes)}"
    return party, parts[0], parts[1]


def field(complete: Complete, name: str) -> Any:
    """A field of the terms by its name."""
    for names, values in zip(_names(), complete[1:], strict=True):
        if name in names:
            return values[names.index(name)]
    raise KeyError(name)
