# SPDX-License-Identifier: Apache-2.0
"""Each refusal of amending is tested by the same text."""

import re
from pathlib import Path

from tests.contracts.compiler import find


def test_every_refusal_has_a_test_with_its_text() -> None:
    texts = set(re.findall(r'"(amending: [^"]+)"', find("LoanAmending").read_text()))
    tests = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    signature = re.compile(r"amending: (borrower|servicer)'s signature is not valid")
    assert len(texts) > 15
    assert {text for text in texts if text not in tests and not signature.match(text)} == set()
