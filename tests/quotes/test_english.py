"""Who says what in English stories."""

from __future__ import annotations

import pytest

from tests.quotes.stories import said


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "“The ferry is late again,” said Nora Quill, who runs the café on the pier.",
            [("Nora Quill", "The ferry is late again")],
        ),
        (
            '"We sold every loaf," the baker said on Friday. "We will bake more."',
            [("the baker", "We sold every loaf"), ("the baker", "We will bake more.")],
        ),
        (
            "“Nobody,” Mr. Orme told reporters in Hull, “has seen the map.”",
            [("Mr. Orme", "Nobody"), ("Mr. Orme", "has seen the map.")],
        ),
        (
            "Asked about the fire, Chief Dana Holt said: “The roof fell in two minutes.”",
            [("Chief Dana Holt", "The roof fell in two minutes.")],
        ),
        (
            "‘We can’t wait,’ she said. ‘The farmers’ barns are full.’",
            [("she", "We can’t wait"), ("she", "The farmers’ barns are full.")],
        ),
        (
            "\"Rubbish!\" snapped the umpire, an old man from Leeds.",
            [("the umpire", "Rubbish!")],
        ),
        (
            "She described the ruling as “a slap in the face for every victim”.",
            [("She", "a slap in the face for every victim")],
        ),
        (
            "“Not in my lifetime,” opined Smith.",
            [("Smith", "Not in my lifetime")],
        ),
    ],
)  # fmt: skip
def test_words_between_marks_belong_to_who_stands_next_to_them(
    body: str, expected: list[tuple[str, str]]
) -> None:
    assert said(body, "en") == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "The council said that the library would open on Sundays.",
            [("The council", "the library would open on Sundays")],
        ),
        (
            "Halden Foods said on Monday it would close two mills.",
            [("Halden Foods", "it would close two mills")],
        ),
        (
            "The lake has lost a third of its water, the institute said.",
            [("the institute", "The lake has lost a third of its water")],
        ),
        (
            "In a letter to members, the union warned that pay talks had failed.",
            [("the union", "pay talks had failed")],
        ),
        (
            "According to the harbour master, three boats broke loose.",
            [("the harbour master", "three boats broke loose")],
        ),
        (
            "Three boats broke loose, according to Ivo Lund, the harbour master.",
            [("Ivo Lund", "Three boats broke loose")],
        ),
        (
            "The team will leave in May, coach Rui Sands said, adding that two players were ill.",
            [
                ("coach Rui Sands", "The team will leave in May"),
                ("coach Rui Sands", "two players were ill"),
            ],
        ),
        (
            "The minister, a former judge, told parliament that the law was clear.",
            [("The minister", "the law was clear")],
        ),
        (
            "Lowe, who left the board last year, was quoted as saying the accounts were wrong.",
            [("Lowe", "the accounts were wrong")],
        ),
        (
            "Prices rose again. That official said the rise was small.",
            [("That official", "the rise was small")],
        ),
        (
            "The bank, which says it has three million clients, fell by a tenth.",
            [("The bank", "it has three million clients")],
        ),
        (
            "The stock was cut to neutral, said Hale and Co analyst Bo Stern.",
            [("Hale and Co analyst Bo Stern", "The stock was cut to neutral")],
        ),
        (
            "Activists have seen no progress and say it is getting worse.",
            [("Activists", "it is getting worse")],
        ),
        (
            "Omi said this move would help.",
            [("Omi", "this move would help")],
        ),
        (
            "The minister insisted there was no crisis.",
            [("The minister", "there was no crisis")],
        ),
        (
            "ROME (AP) — The museum will reopen in spring, its director said.",
            [("its director", "The museum will reopen in spring")],
        ),
    ],
)
def test_a_clause_is_what_its_speaker_says(body: str, expected: list[tuple[str, str]]) -> None:
    assert said(body, "en") == expected


def test_a_clause_that_is_quoted_in_part_is_one_quotation() -> None:
    body = "He said the plan was “a gift to the banks” and would fail."

    assert said(body, "en") == [("He", "the plan was “a gift to the banks” and would fail")]


@pytest.mark.parametrize(
    "body",
    [
        "The band will play “Salt on the Road” and “Night Bus” on Saturday.",
        "The so-called “smart meter” has cost more than it saved.",
        "Her novel “The Clockmaker of Bath” has sold well, and a film is planned.",
        "The mayor did not say whether the bridge would open.",
        "The company declined to say how many people had left.",
        "She would say that, wouldn't she.",
        "Residents were told that the water was safe.",
        "The ship sails according to schedule.",
        "He announced plans that would double the fleet.",
        "The press reports critical of the farm were withdrawn.",
        "A continued rise in wages could undo the gains.",
        "They flew to the United States in June and will return.",
        "At one point, the bank said in its letter.",
        "Neither regulator estimated how much might be needed.",
        "The firm told its owners not to sell.",
        "The farm pledged to sell the land that it had bought.",
    ],
)
def test_titles_names_plans_and_what_was_not_said_are_no_quotations(body: str) -> None:
    assert said(body, "en") == []


def test_each_paragraph_of_a_long_speech_belongs_to_its_speaker() -> None:
    body = (
        "“We began with nine goats,” said Ada Finch. “They ate the hedge.\n\n"
        "“Then came the winter of the long snow.\n\n"
        "“In spring we had fourteen.”"
    )

    assert [speaker for speaker, _ in said(body, "en")] == ["Ada Finch"] * 4
