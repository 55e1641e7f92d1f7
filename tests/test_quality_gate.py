"""What `make quality` measures besides held-out pages, and which of its floors the suite holds."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.quality import ranking as quality_ranking
from benchmarks.quality import real as quality_real
from benchmarks.quality.real_pages import (
    DOCUMENTS,
    LANGUAGES,
    MODES,
    SHARES,
    Figures,
    checkout,
    figures_of,
    kept,
    some_of,
    with_tables,
)

ROOT = Path(__file__).parents[1]
COLLECTION = Path(os.environ.get("CLIPPINGS_SHARED", ROOT.parent / "shared")) / "data/ir/time"
GOOD = Figures(pages=10, one=0.9, best=0.9, segments=0.9, title=0.9, date=0.9)


@pytest.mark.skipif(
    not COLLECTION.is_dir(), reason=f"no judged queries in {COLLECTION} (set CLIPPINGS_SHARED)"
)
def test_news_is_ranked_no_worse_than_by_bm25_and_by_default_no_worse_than_by_any_word() -> None:
    judged, floor = quality_ranking.judge(COLLECTION), quality_ranking.FLOORS["time"]
    scores = judged.any_word
    assert not judged.default_is_worse
    assert scores.average_precision >= floor.average_precision
    assert scores.ndcg_10 >= floor.ndcg_10


@pytest.mark.parametrize("measure", [quality_real.main, quality_ranking.main])
def test_where_the_real_texts_are_missing_that_is_said(
    measure: Callable[[], int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CLIPPINGS_SHARED", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["quality"])
    assert measure() == 0
    said = capsys.readouterr().out
    assert said.startswith("Skipped: ")
    assert str(tmp_path) in said
    assert "CLIPPINGS_SHARED" in said


def test_figures_are_those_of_the_articles_that_were_read() -> None:
    rows = [
        {"page": "a", "articles": 1, "best": [1.0, 0.5], "title": True, "date": True},
        {"page": "b", "articles": 3, "best": [0.5, 0.5], "title": False},
        {"page": "c", "articles": 1, "segments": [3, 1, 4], "title": True, "date": False},
        {"page": "d", "articles": 0, "segments": [0, 0, 2], "title": False},
    ]
    found = figures_of(rows)
    assert found == Figures(
        pages=4, one=0.5, best=2 * 0.75 * 0.5 / 1.25, segments=0.6, title=0.5, date=0.5
    )


@pytest.mark.parametrize("share", SHARES)
def test_a_figure_that_falls_below_its_floor_is_named(share: str) -> None:
    reached = {"all": {"lynx": GOOD}}
    fallen = {"all": {"lynx": replace(GOOD, **{share: 0.87})}}
    assert quality_real.below(fallen, reached) == [f"{share} of lynx (all)"]
    assert quality_real.below({"all": {"lynx": replace(GOOD, **{share: 0.89})}}, reached) == []


def test_every_tool_and_language_has_its_floors_and_its_cross_validated_figure() -> None:
    reached, cross_validated = kept("training"), kept("cross_validated")
    assert {(languages, mode) for languages in reached for mode in reached[languages]} == {
        (languages, mode) for languages in LANGUAGES for mode in MODES
    }
    assert set(cross_validated) <= set(LANGUAGES)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_documents_show_the_figures_that_were_measured(document: Path) -> None:
    text = document.read_text("utf-8")
    assert "<!-- real pages, en,fr,ar -->" in text
    assert with_tables(text) == text


def test_other_trees_are_read_by_in_a_place_of_their_own(tmp_path: Path) -> None:
    shipped = ROOT / "indexer" / "split" / "trees.npz"
    trees, page = tmp_path / "trees.npz", tmp_path / "page.txt"
    shutil.copy(shipped, trees)
    page.write_text("Ferry Opens Again\n\n3 March 2021\n\n" + "The ferry sails again today. " * 9)
    with checkout(trees) as clone:
        command = [clone / ".venv/bin/python", "-m", "indexer", page, "--dry-run", "--quiet"]
        run = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=True)
    assert json.loads(run.stdout)["title"] == "Ferry Opens Again"


def test_a_share_of_the_dumps_is_always_of_the_same_pages(tmp_path: Path) -> None:
    for tool in ("bs4", "w3m"):
        (tmp_path / tool).mkdir()
        for number in range(100):
            (tmp_path / tool / f"page-{number}.txt").write_text("A page.")
    chosen = []
    for tool in ("bs4", "w3m", "bs4"):
        with some_of(tmp_path, tool, 5) as folder:
            chosen.append({path.name for path in (folder / tool).iterdir()})
    assert chosen[0] == chosen[1] == chosen[2]
    assert 10 <= len(chosen[0]) <= 30
