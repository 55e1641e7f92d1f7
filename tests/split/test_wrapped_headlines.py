"""On a page that is wrapped at a width, headlines and what stands below them stay apart."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from corpus import TRAIN
from indexer.sources.plain import plain
from training.splitter.labels import load

PROSE = (
    "The harbour council let the ferry sail at night again, after eleven weeks of talks with the "
    "bakers, the fishermen and the keeper of the lighthouse on the larger of the islands.",
    "It carries forty people and six bicycles, and the crossing takes an hour when the tide is "
    "with it, as nobody on the quay forgets to say to those who ask for the timetable.",
)


def lines_of(*blocks: str, width: int = 70) -> list[str]:
    text = "\n\n".join("\n".join(textwrap.wrap(block, width)) for block in blocks)
    return [line for line in plain(text).split("\n") if line]


@pytest.mark.parametrize(
    ("headline", "day"),
    [
        ("Harbour council approves a night ferry to the three Salt Islands", "9 June 2021"),
        ("Hafenrat genehmigt die Nachtfähre zu den drei Inseln im Salzsee", "9. Juni 2021"),
        ("Le conseil du port approuve un bac de nuit vers les îles du Sel", "9 juin 2021"),
        ("El consejo del puerto aprueba un transbordador nocturno a la sal", "9 de junio de 2021"),
        ("Harbour council approves a night ferry to the islands of salt", "Jun 9, 2021"),
    ],
)
def test_a_headline_as_wide_as_its_page_does_not_go_on_in_the_day_below(
    headline: str, day: str
) -> None:
    found = lines_of(*PROSE)
    text = "\n\n".join(["\n".join(textwrap.wrap(block, 70)) for block in PROSE])
    assert [line for line in plain(f"{headline}\n{day}\n\n{text}").split("\n") if line] == [
        headline,
        day,
        *found,
    ]


def test_a_headline_of_two_lines_is_still_one() -> None:
    headline = (
        "Harbour council approves a night ferry to the three Salt Islands and asks for two "
        "more boats"
    )
    assert lines_of(headline, *PROSE) == [headline, *PROSE]


def test_members_of_the_head_of_a_page_are_no_sentence_that_was_wrapped() -> None:
    lines = [
        "og:site_name The Archive of the Lighthouse Keepers of Melan",
        "article:published_time 2018-08-21T10:04:00+01:00",
        "article:author The keepers of the lighthouse of Melan and of Salt",
        "Tides | Letters",
        "Home / News / Night ferry sails again",
        "Night ferry sails again",
    ]
    assert plain("\n".join(lines)).split("\n") == lines


def test_what_a_site_says_below_a_teaser_without_a_full_stop_is_no_part_of_it() -> None:
    teaser = "The keeper carried all nine thousand letters of the lighthouse up the stairs one by a"
    assert plain(f"{teaser}\nRead more →").split("\n") == [teaser, "Read more →"]


@pytest.mark.parametrize(
    ("collection", "page"),
    [
        ("composed", "046_fr_oig_cat6"),
        ("composed", "058_en_igo_feedback_cat10"),
        ("composed", "153_en_foundation_cookie_cat2"),
        ("manners", "en07_hospital_news"),
        ("manners", "fr05_commune_suisse"),
    ],
)
def test_a_page_whose_stories_are_read_apart_from_their_frame_is_learned_from(
    collection: str, page: str, tmp_path: Path
) -> None:
    pages = (TRAIN / f"{collection}.jsonl").read_text("utf-8").splitlines(keepends=True)
    one = tmp_path / "one.jsonl"
    one.write_text(next(line for line in pages if f'"{page}"' in line), "utf-8")
    assert [learned.slug for learned in load(one)] == [page]
