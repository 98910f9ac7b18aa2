# SPDX-License-Identifier: Apache-2.0
import re
from pathlib import Path

from tests.contracts.compiler import find


def test_every_refusal_of_the_book_has_a_test_with_its_text() -> None:
    sources = [find(name).read_text() for name in ("LoanBook", "notes", "moves")]
    texts = {text for source in sources for text in re.findall(r'"(book: [^"]+)"', source)}
    tests = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    assert len(texts) > 20
    assert {text for text in texts if f'"{text}"' not in tests} == set()
