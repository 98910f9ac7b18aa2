# SPDX-License-Identifier: Apache-2.0
"""The tables of revert texts against the contracts' own sources, read by the compiler."""

import re
import sysconfig
import warnings
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from vyper import ast as vyper_ast
from vyper.ast.parse import parse_to_ast
from vyper.compiler.input_bundle import FilesystemInputBundle
from vyper.compiler.phases import CompilerData

from shouxin.chain.revert_texts import REVERT_TEXTS
from shouxin.chain.revert_texts.text import RevertText
from tools.contracts import CONTRACTS, ROOT, deployable

REVERT_TEXT = re.compile(r"[a-z][a-z0-9_]*: \S.*\S")
CODE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
ASCII_PUNCTUATION = re.compile(r"[,;:!?()]|\.(?!\d)")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _texts_of(node: Any) -> Iterator[str | None]:
    """The text of each assertion and raise below a node; None where there is none."""
    for refusal in node.get_descendants((vyper_ast.Assert, vyper_ast.Raise)):
        text = refusal.msg if isinstance(refusal, vyper_ast.Assert) else refusal.exc
        yield getattr(text, "value", None)


@cache
def _texts_by_source() -> dict[str, list[str | None]]:
    """All that each of our own files says, whether a contract reaches it or not."""
    return {
        path.name: list(_texts_of(parse_to_ast(path.read_text())))
        for path in sorted(CONTRACTS.glob("*.vy"))
    }


@cache
def _reachable_texts() -> frozenset[str]:
    """What a caller of the contracts can meet, the library's modules included."""
    bundle = FilesystemInputBundle([Path(sysconfig.get_paths()["purelib"]), CONTRACTS, ROOT])
    texts: set[str] = set()
    for source in deployable():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the compiler advises is a check of its own
            module = CompilerData(bundle.load_file(source), input_bundle=bundle).global_ctx
        entries = [*module.exposed_functions]
        if module.init_function is not None:
            entries.append(module.init_function)
        for entry in entries:
            for function in (entry, *entry.reachable_internal_functions):
                texts.update(text for text in _texts_of(function.decl_node) if text is not None)
    return frozenset(texts)


def _own_texts() -> set[str]:
    return {text for texts in _texts_by_source().values() for text in texts if text is not None}


def test_every_assertion_of_the_contracts_says_why_in_the_one_form() -> None:
    assert "OfferDesk.vy" in _texts_by_source()
    malformed = [
        (source, text)
        for source, texts in _texts_by_source().items()
        for text in texts
        if text is None or REVERT_TEXT.fullmatch(text) is None or not text[0].islower()
    ]
    assert malformed == []


def test_the_contracts_texts_begin_in_lower_case_and_name_their_module() -> None:
    modules = {text.partition(": ")[0] for text in _own_texts()}
    assert modules == {
        "amending",
        "answering",
        "book",
        "desk",
        "ledger",
        "registry",
        "relay",
        "rollover",
        "rulebook",
        "servicing",
        "signature",
        "timelock",
        "token",
    }
    words = {word for text in _own_texts() for word in text.split() if word != word.lower()}
    assert words == {"UTC"}


def test_every_text_that_a_caller_can_meet_has_an_entry() -> None:
    assert "erc20: transfer amount exceeds balance" in _reachable_texts()
    assert sorted((_own_texts() | _reachable_texts()) - REVERT_TEXTS.keys()) == []


def test_no_entry_is_without_a_text() -> None:
    assert sorted(REVERT_TEXTS.keys() - (_own_texts() | _reachable_texts())) == []


def test_codes_are_unique() -> None:
    counts = Counter(text.code for text in REVERT_TEXTS.values())
    assert [code for code, count in counts.items() if count > 1] == []


def test_no_table_hides_another_ones_entry() -> None:
    folder = ROOT / "src" / "shouxin" / "chain" / "revert_texts"
    written = [
        key
        for path in folder.glob("*.py")
        for key in re.findall(r'^    "(.+: .+)": RevertText\($', path.read_text(), re.MULTILINE)
    ]
    assert sorted(written) == sorted(REVERT_TEXTS)


@pytest.mark.parametrize("reason", sorted(REVERT_TEXTS))
def test_an_entry_has_its_modules_code_and_a_remedy_in_both_languages(reason: str) -> None:
    text = REVERT_TEXTS[reason]
    assert CODE.fullmatch(text.code)
    assert text.code.partition(".")[0] == reason.partition(": ")[0]
    _check_english(text)
    _check_chinese(text)


def _check_english(text: RevertText) -> None:
    problem, colon, remedy = text.message.partition(": ")
    assert colon
    assert problem
    assert remedy
    assert text.message.isascii()
    assert text.message[0].islower()
    assert text.message == " ".join(text.message.split())
    assert not text.message.endswith(".")


def _check_chinese(text: RevertText) -> None:
    problem, colon, remedy = text.message_zh.partition("：")
    assert colon
    assert CHINESE.search(problem)
    assert CHINESE.search(remedy)
    assert ASCII_PUNCTUATION.search(text.message_zh) is None
    assert not text.message_zh.endswith("。")
