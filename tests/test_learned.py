"""Lines that recur over an archive are boilerplate only where no story can lose by it."""

from __future__ import annotations

import numpy as np

from indexer.clean import Kind, learn, line_hash, mark_learned, marks_of
from indexer.lines import lines_of

TITLE = "Harbour School Opens Its Doors to Forty Pupils"
STORY = (
    "The harbour school of Port Lumen opened its doors to forty pupils on Monday, after two "
    "years in which they had been taught on a ferry that never left the quay."
)
STORIES = (
    STORY,
    "Ferrymen of the upper river found an anchor that no chart of the delta mentions, and asked "
    "the museum whether anybody had been missing one for the last two hundred years or so.",
    "Bakers want cheaper flour before winter, said their guild after a long night, while millers "
    "answered that wheat had never cost them more than during this dry and windy summer.",
    "A comet passed so near that astronomers could photograph its tail from a kitchen window; "
    "clouds came up only towards morning, when everybody had gone to sleep already.",
    "Cyclists crossed seven bridges without once putting a foot down, although the last of them "
    "was being painted and its wardens let nobody pass before noon on ordinary weekdays.",
    "Firefighters carried eleven goats out of a flooded cellar, where the animals had taken "
    "shelter against the rain and then forgotten by which door they had entered.",
)
CREED = "The council has never asked a fee of anybody, and it does not mean to begin now."


def never(text):
    return False


def marked(*texts, recurring, known=()):
    lines = lines_of("\n".join(texts))
    kinds = [Kind.END if text in known else None for text in texts]
    recurs = [text in recurring for text in texts]
    dated = [text == "3 May 2021" for text in texts]
    result = mark_learned(lines, kinds, dated, recurs)
    return [text for text, kind in zip(texts, result, strict=True) if kind is Kind.LEARNED]


def test_recurring_lines_above_the_title_and_below_the_story_are_marked():
    found = marked(
        "Wharf cams",
        TITLE,
        "3 May 2021",
        STORY,
        "North quay",
        recurring=("Wharf cams", "North quay"),
    )
    assert found == ["Wharf cams", "North quay"]


def test_a_recurring_line_between_two_paragraphs_is_not_marked():
    assert marked(TITLE, STORY, "North quay", STORY, recurring=("North quay",)) == []


def test_a_recurring_sentence_right_below_a_story_is_not_marked():
    assert marked(TITLE, STORY, CREED, recurring=(CREED,)) == []


def test_a_recurring_sentence_that_a_frame_parts_from_the_story_is_marked():
    assert marked(TITLE, STORY, "Share", CREED, recurring=(CREED,), known=("Share",)) == [CREED]


def test_a_recurring_sentence_above_the_title_is_marked():
    assert marked(CREED, TITLE, STORY, recurring=(CREED,)) == [CREED]


def test_the_last_line_that_could_be_the_title_is_never_marked():
    found = marked(
        "Wharf cams",
        "Weekly letter",
        "3 May 2021",
        STORY,
        recurring=("Wharf cams", "Weekly letter"),
    )
    assert found == ["Wharf cams"]


def learned(pages):
    marks = [marks_of(lines_of(page), "", skip=never) for page in pages]
    return set(learn(np.concatenate(marks), len(pages)).tolist())


def test_a_line_beside_many_different_stories_is_learned_and_their_titles_are_not():
    pages = [f"Wharf cams\n{TITLE} {'abcdef'[n]}\n{STORIES[n]}" for n in range(6)]
    found = learned(pages)
    assert line_hash("WHARF  cams", "") in found
    assert not any(line_hash(f"{TITLE} {letter}", "") in found for letter in "abcdef")


def test_the_lines_of_one_story_that_stands_on_many_pages_are_not_learned():
    assert learned([f"{TITLE}\n{STORY}"] * 20) == set()


def test_a_story_shown_again_with_other_dates_and_names_teaches_nothing():
    towns = ("Asima", "Belloc", "Corvera", "Dunmarsh", "Elverum", "Fennaville")
    pages = [
        f"{TITLE}\n{STORY.replace('Port Lumen', town)} {town}, 201{n}"
        for n, town in enumerate(towns)
    ]
    assert learned(pages) == set()


def test_few_pages_teach_nothing():
    assert learned([f"Wharf cams\n{STORY} {letter}" for letter in "abc"]) == set()


def test_sites_are_told_apart():
    marks = marks_of(lines_of(f"Wharf cams\n{STORY}"), "one.example", skip=never)
    assert line_hash("Wharf cams", "one.example") in marks[:, 0]
    assert line_hash("Wharf cams", "two.example") not in marks[:, 0]
