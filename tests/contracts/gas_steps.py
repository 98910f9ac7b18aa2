# SPDX-License-Identifier: Apache-2.0
"""Steps one after the other, and the gas of each as a transaction."""

from collections.abc import Callable, Mapping

from tests.contracts.evm import Chain


def measured(chain: Chain, steps: Mapping[str, Callable[[], object]]) -> dict[str, int]:
    """Each step's gas by its name; a step's last call is what counts."""
    found = {}
    with chain.metered():
        for name, step in steps.items():
            step()
            found[name] = chain.gas
    return found
