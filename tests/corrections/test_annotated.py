"""Corrected pages come out as annotated pages, which measure the reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.quality.pages import measure
from corpus.pages import load
from indexer.__main__ import main
from tests.corrections.archive import Archive


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path)
    archive.run()
    return archive


def test_corrected_pages_are_annotated_pages_and_the_others_are_left_out(archive, tmp_path):
    line = archive.of("looms.txt").body.split("\n\n")[1]
    archive.correct("ferry.txt", "date", "1999-12")
    archive.correct("looms.txt", "line", "removed", line=line)
    archive.run()
    target = tmp_path / "own.jsonl"
    place = [str(archive.pages), "--index-dir", str(archive.settings.index_dir), "--quiet"]
    assert main([*place, "--corrections", f"pages={target}"]) == 0
    ferry, looms = load(target)
    assert (ferry.name, looms.name) == ("ferry.txt", "looms.txt")
    assert ferry.text == (archive.pages / "ferry.txt").read_text("utf-8")
    [wanted] = ferry.articles
    assert (wanted["date"], wanted["corrected"]) == ("1999-12", ["date"])
    assert looms.boilerplate == (line,)
    scores = measure([ferry, looms])
    assert (scores["date"].right, scores["date"].wanted) == (0, 1)
    assert scores["articles"].wanted == 2


def test_a_page_without_an_article_is_one_that_should_be_rejected(archive, tmp_path):
    archive.correct("ferry.txt", "is_article", False)
    archive.run()
    target = tmp_path / "own.jsonl"
    place = [str(archive.pages), "--index-dir", str(archive.settings.index_dir), "--quiet"]
    assert main([*place, "--corrections", f"pages={target}"]) == 0
    [ferry] = load(target)
    assert (ferry.rejected, ferry.articles) == ("a person says that there is no article", ())
