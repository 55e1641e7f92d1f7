"""The yardstick of quotations compares as it says, and says aloud where it cannot."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.quality.quoted.stories import TextMissing, load
from benchmarks.quality.quotes import main, pairs


def test_each_quotation_is_compared_with_the_mark_that_it_is_most_like() -> None:
    marked, found = [(0, 100), (200, 300)], [(0, 40), (10, 100), (190, 300)]

    assert sorted(pairs(marked, found, 0.3)) == [(0, 1), (1, 2)]
    assert sorted(pairs(marked, found, 0.95)) == []


def test_a_stretch_is_not_found_where_it_covers_too_little_of_the_longer_one() -> None:
    assert pairs([(0, 100)], [(0, 29)], 0.3) == []
    assert pairs([(0, 100)], [(0, 30)], 0.3) == [(0, 0)]


def test_without_the_texts_nothing_is_measured_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(TextMissing, match="there is no folder"):
        load(tmp_path)

    monkeypatch.setattr(sys, "argv", ["quality_quotes", "--shared", str(tmp_path)])

    assert main() == 2
    assert "quotations are not measured" in capsys.readouterr().err
