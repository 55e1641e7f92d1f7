"""A name that goes on and on takes no more time than its length."""

from __future__ import annotations

import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.reliability.fuzz import read
from indexer.entities.recognize.agreement import agree
from indexer.entities.recognize.candidates import Candidate
from indexer.entities.recognize.features import Context
from indexer.entities.recognize.find import mentions_in
from indexer.entities.resolve import spelling
from indexer.language.tokens import Tokens


def test_an_endless_chain_of_forefathers_is_looked_at_in_a_moment() -> None:
    words = ["بن", "محمد"] * 15_000
    scan: Any = SimpleNamespace(tokens=SimpleNamespace(fold=words))
    span = Candidate("person", 0, len(words), (1.0, 0.0, 0.0))
    started = time.process_time()
    agree(scan, [span])
    assert time.process_time() - started < 1, "parts of a name of 30,000 words take half a minute"
    assert span.kind == "person"


def test_an_endless_list_of_names_without_an_end_is_read_in_a_moment(tmp_path: Path) -> None:
    prose = "The harbour school opened its doors to forty pupils after two years on a ferry. " * 4
    text = f"Harbour school opens\n\n{prose}\n\nBy {'Ines Calder, ' * 2_500}\n\n{prose}\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    started = time.process_time()
    read(tmp_path, "a.txt")
    assert time.process_time() - started < 5, "each name looks through all that follow"


def test_a_word_that_recurs_ten_thousand_times_is_looked_up_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("(RECAO) " * 10_000, "utf-8")
    started = time.process_time()
    read(tmp_path, "a.txt")
    assert time.process_time() - started < 3, "each place of the name looks at all the others"


def test_dots_of_a_hundred_thousand_initials_are_joined_in_one_pass() -> None:
    """Taking them out of the lists one by one moved all that follow: minutes, not a moment."""
    tokens = Tokens("M. no x. " * 100_000)
    assert tokens.words[:5] == ["M.", "no", "x", ".", "M."]
    assert len(tokens) == len(tokens.fold) == len(tokens.kind) == len(tokens.end) == 400_000
    assert tokens.slice(399_996, 400_000) == "M. no x."


def test_what_a_word_is_elsewhere_is_asked_once_for_each_run_of_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []

    def elsewhere(_: object, number: int, places: object) -> list[str]:
        asked.append(number)
        return []

    monkeypatch.setattr(Context, "_elsewhere", elsewhere)
    mentions_in("", "M. " * 400 + "ran.\n\n" + "M. Nu " * 200, "en")
    assert 1 <= len(asked) <= 6


def test_what_is_longer_than_a_word_is_aligned_with_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spelling, "aligned", lambda *_: pytest.fail("it takes the product"))
    assert spelling.distance("ab" * 500, "ba" * 500) == spelling.NO_LIMIT
    assert spelling.distance("ab" * 500, "ab" * 500) == 0
