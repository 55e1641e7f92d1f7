"""The only story of a page begins where its head is, whatever of the frame is like a text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.split.looks import look_twice
from indexer.split.measures import look_at
from indexer.split.observe import observe
from indexer.split.prepare import prepare
from indexer.split.single import SingleStory, single_story

MENU = [f"Ressort {letter}" for letter in "ABCDEFGHIJKLMNOPQRST"]
HEADS = {
    "a day of its own": ["Neue Brücke über den Fluss", "Linz", "Mittwoch, 02.02.2022, 11:17 Uhr"],
    "a day behind a name": ["La digue est rouverte", "Par la rédaction | 4 mars 2021"],
    "no day": ["Harbour opens a second quay", "Photo: the harbour office"],
}
TEXT = [
    "The town has waited eleven years for what was opened on the river bank this morning.",
    "Some four hundred people came, and the oldest of them was the first to walk across it.",
]


def story(notes: list[str], head: list[str]) -> SingleStory:
    """What is found where notes of the frame and the text are taken for the body."""
    page = prepare("\n\n".join([*notes, *MENU, *head, *TEXT]))
    kinds = [None] * len(page)
    looked = look_twice(page, kinds, look_at(page, kinds), observe(page, kinds))
    chances = looked.chances.copy()
    chances[:] = [0.9 if line.text in (*notes, *TEXT) else 0.1 for line in page]
    found = single_story(page, replace(looked, chances=chances))
    assert found
    return found


@pytest.mark.parametrize("head", ["a day of its own", "a day behind a name"])
@pytest.mark.parametrize("notes", [1, 2, 3])
def test_notes_of_the_frame_far_above_the_day_of_a_story_are_not_its_text(
    head: str, notes: int
) -> None:
    above = [f"You have to be logged in to follow topic {n}." for n in range(notes)]
    found = story(above, HEADS[head])
    assert [line.text for line in found.paragraphs] == TEXT
    assert found.dateline is not None


def test_a_first_paragraph_far_above_the_others_stays_where_no_day_is_below_it() -> None:
    lead = ["The mayor opened a second quay in the old harbour on the first day of spring."]
    found = story(lead, HEADS["no day"])
    assert [line.text for line in found.paragraphs] == [*lead, *TEXT]


def test_a_day_below_the_greater_part_of_a_text_is_not_above_it() -> None:
    text = [" ".join(TEXT * 3), " ".join(reversed(TEXT * 3))]
    found = story(text, HEADS["a day of its own"])
    assert [line.text for line in found.paragraphs][:2] == text
