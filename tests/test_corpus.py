"""Annotated pages lie where they belong, and people can look at them and add to them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus import HELD_OUT, TRAIN, collections, load
from corpus.__main__ import main
from corpus.pages import AnnotatedPage

ROOT = Path(__file__).parents[1]
LONG = 75
"""Shorter ones are also forms that every site has: “Required fields are marked”."""


def long_lines(side: Path) -> dict[str, str]:
    return {
        " ".join(line.split()): page.name
        for place in side.glob("*.jsonl")
        for page in load(place)
        for line in page.text.splitlines()
        if len(line) > LONG and any(map(str.isalpha, line))  # a ruled line is no sentence
    }


def test_no_sentence_of_a_held_out_page_is_on_a_page_that_is_learned_from() -> None:
    learned, held_out = long_lines(TRAIN), long_lines(HELD_OUT)
    assert len(learned) > 1000
    assert len(held_out) > 200
    assert sorted(learned.keys() & held_out.keys()) == []


def test_every_annotated_page_lies_in_the_corpus() -> None:
    """Where training does not read it and no test measures it, it is of no use."""
    folders = (ROOT / "tests", ROOT / "benchmarks", ROOT / "training")
    assert [path for folder in folders for path in folder.rglob("expected.json")] == []


def test_no_code_but_training_and_its_regression_tests_reads_pages_that_are_learned_from() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for folder in ("tests", "benchmarks", "scripts")
        for path in (ROOT / folder).rglob("*.py")
        if "import TRAIN" in (text := path.read_text("utf-8")) or ", TRAIN" in text
    }
    assert readers == {
        "benchmarks/quality/pages.py",
        "benchmarks/quality/meaning.py",  # questions with which it was chosen, reported as such
        "tests/test_corpus.py",
        "tests/split/test_wrapped_headlines.py",  # whether they can be learned from, not how read
    }


def test_a_page_is_shown_as_it_was_dumped_with_what_is_on_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = next(load(HELD_OUT / "unseen.jsonl"))
    assert main(["show", f"held_out/unseen/{page.name}"]) == 0
    shown = capsys.readouterr().out
    assert page.text in shown
    assert all(article["title"] in shown for article in page.articles)


def test_a_word_that_is_in_several_names_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "held_out/"]) == 1
    shown = capsys.readouterr()
    pages = [page for place in HELD_OUT.glob("*.jsonl") for page in load(place)]
    assert len(shown.out.splitlines()) == len(pages)
    assert "say which" in shown.err
    assert main(["show", "no-such-page"]) == 1
    assert "no-such-page" in capsys.readouterr().err


@pytest.mark.parametrize("place", collections(), ids=lambda place: place.stem)
def test_what_is_unpacked_and_packed_again_is_the_same_to_the_byte(
    place: Path, tmp_path: Path
) -> None:
    main(["unpack", str(place), str(tmp_path / "pages")])
    main(["pack", str(tmp_path / "pages"), str(tmp_path / "again.jsonl")])
    assert (tmp_path / "again.jsonl").read_bytes() == place.read_bytes()


def test_a_line_that_is_not_a_page_is_named(tmp_path: Path) -> None:
    good = AnnotatedPage(name="a", text="A", rejected="no story", articles=())
    line = json.dumps({"name": good.name, "text": good.text, **good.annotation})
    (tmp_path / "bad.jsonl").write_text(f'{line}\n{{"name": "b"}}\n')
    with pytest.raises(ValueError, match=r"bad\.jsonl:2 is not an annotated page"):
        list(load(tmp_path / "bad.jsonl"))
