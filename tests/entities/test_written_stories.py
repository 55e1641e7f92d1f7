"""Invented stories with their names marked: some are learned from, others measure."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.names.stories import (
    NEWSROOM,
    NEWSWIRE,
    TO_LEARN_FROM,
    is_to_measure_with,
    written_documents,
)

ROOT = Path(__file__).parents[2]
STORIES = ROOT / "benchmarks" / "quality" / "names_stories"
DRAWN = (NEWSROOM, NEWSWIRE)
LEARNED = (TO_LEARN_FROM, *DRAWN)
MEASURED = (STORIES, *(STORIES / folder.name for folder in DRAWN))


def test_a_marked_name_has_its_kind_and_offsets(tmp_path: Path) -> None:
    (tmp_path / "en.txt").write_text(
        "# a comment\n\n[p Ada Flint] left [l Oslo].\n[o Lamp Co] paid.\n\nNobody came.\n", "utf-8"
    )
    first, second = written_documents("en", tmp_path)
    assert first.text == "Ada Flint left Oslo.\nLamp Co paid."
    assert [(kind, first.text[start:end]) for kind, start, end in first.spans] == [
        ("person", "Ada Flint"),
        ("place", "Oslo"),
        ("organization", "Lamp Co"),
    ]
    assert (second.text, second.spans) == ("Nobody came.", ())


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_no_mark_is_left_open(language: str) -> None:
    for folder in (*LEARNED, *MEASURED):
        for document in written_documents(language, folder):
            assert document.spans, document.id
            assert "[" not in document.text, document.text


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_no_line_is_both_learned_from_and_measured_with(language: str) -> None:
    learned, measured = (
        {
            line
            for folder in folders
            for one in written_documents(language, folder)
            for line in one.text.splitlines()
        }
        for folders in (LEARNED, MEASURED)
    )
    # the heads and columns of tables are everybody's
    assert all(len(line.split()) < 6 for line in learned & measured)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_stories_that_measure_are_drawn_by_their_first_line(language: str) -> None:
    for folder in DRAWN:
        for document in written_documents(language, folder):
            assert not is_to_measure_with(document.text), document.text[:60]
        for document in written_documents(language, STORIES / folder.name):
            assert is_to_measure_with(document.text), document.text[:60]
