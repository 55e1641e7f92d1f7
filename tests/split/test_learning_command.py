"""One command learns all that pages are split by, and tells later what was changed since."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

pytest.importorskip("lightgbm")
pytest.importorskip("jax")

from corpus import collections
from indexer.split.label import learned
from training import split
from training.pages.samples import TOOLS

PAGE = '{"name": "a", "text": "Title\\nText.\\n", "rejected": "no story", "articles": []}\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one annotated page and one real one, whose learners write a line."""
    for name in ("html", *TOOLS):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.txt").write_text("A page.")
    (tmp_path / "truth.json").write_text("{}")
    (tmp_path / "own.jsonl").write_text(PAGE)
    weights, trees = tmp_path / "weights.npz", tmp_path / "trees.npz"

    def learn_weights(places: tuple[Path, ...], out: Path) -> None:
        learned()
        out.write_text(f"weights of {[place.name for place in places]}")

    def learn_trees(pages: Path, dumps: Path, places: tuple[Path, ...], out: Path) -> None:
        assert learned.cache_info().currsize == 0, "trees are learned by weights of before"
        out.write_text(f"trees by {weights.read_text()}")

    monkeypatch.setattr(split.weights, "WEIGHTS", weights)
    monkeypatch.setattr(split.trees, "TREES", trees)
    monkeypatch.setattr(split.weights, "learn_weights", learn_weights)
    monkeypatch.setattr(split.trees, "learn_trees", learn_trees)
    monkeypatch.setattr(split, "COLLECTIONS", (tmp_path / "own.jsonl",))
    monkeypatch.setattr(split, "RECORD", tmp_path / "split.json")
    return tmp_path


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> int:
    monkeypatch.setattr(sys, "argv", ["split", str(folder), str(folder), *options])
    return split.main()


def test_weights_are_learned_first_and_trees_by_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(folder, monkeypatch) == 0
    assert (folder / "trees.npz").read_text() == "trees by weights of ['own.jsonl']"
    assert run(folder, monkeypatch, "--check") == 0


@pytest.mark.parametrize(
    ("file", "text", "named"),
    [
        ("trees.npz", "others", ["learned: trees.npz"]),
        ("w3m/page.txt", "Another page.", ["real pages: w3m"]),
        ("own.jsonl", PAGE.replace("Text", "Word"), ["learned from: own.jsonl"]),
        (
            "own.jsonl",
            PAGE.replace("Title", "Title by Ann"),
            ["learned from: own.jsonl", "seen of pages: own"],
        ),
    ],
)
def test_what_was_changed_since_is_named(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    file: str,
    text: str,
    named: list[str],
) -> None:
    run(folder, monkeypatch)
    (folder / file).write_text(text)
    assert run(folder, monkeypatch, "--check") == 1
    assert capsys.readouterr().out.splitlines() == named


def test_without_a_record_it_is_said_that_the_files_are_not_of_the_command(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, monkeypatch, "--check") == 1
    assert "not learned by this command" in capsys.readouterr().out


def test_nothing_is_learned_where_the_dumps_of_a_tool_are_missing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / TOOLS[0] / "page.txt").unlink()
    assert run(folder, monkeypatch) == 2
    assert f"no dumps of {TOOLS[0]}:" in capsys.readouterr().err
    assert not (folder / "trees.npz").exists()


def test_no_annotated_page_for_learning_is_left_out() -> None:
    assert set(split.COLLECTIONS) == {
        place for place in collections() if place.parent.name == "train"
    }


def test_what_is_shipped_is_what_the_command_gave_from_the_pages_of_now() -> None:
    record = json.loads(split.RECORD.read_text("utf-8"))
    assert record["learned"] == split.digests((split.weights.WEIGHTS, split.trees.TREES))
    assert record["learned from"] == split.digests(split.COLLECTIONS)
