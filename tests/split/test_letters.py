"""Newsletters and pages with pictures: what introduces, parts and captions their stories."""

from __future__ import annotations

import pytest

from indexer.split.pointers import is_more
from tests.split.hives import HIVES, JARS, TRAPS, read, whole


@pytest.mark.parametrize(
    "more", ["Read more", "Lire la suite", "READ MORE >", "المزيد", "Leer más"]
)
def test_what_says_that_a_story_goes_on_elsewhere_parts_it_from_the_next(more: str) -> None:
    assert is_more(more)
    found = read(
        "Union of the hives of the south - no 133\nTuesday, 4 July 2023\n\nIn this issue: lime, "
        "hornets, fair, small ads\n\nhive\n\n"
        + "\n\n".join(f"{title}\n\n{one}\n\n{two}\n\n{more}" for title, one, two in (HIVES, TRAPS))
        + "\n\n"
        + "\n\n".join(JARS)
        + "\n\nSmall ads\n\n* Twelve hives for sale, 06 55 50 01 14\n"
    )
    assert found == [whole(HIVES), whole(TRAPS), whole(JARS)]


@pytest.mark.parametrize("greeting", ["Dear friend,", "Chers amis,", "Liebe Freunde,"])
def test_the_greeting_of_a_newsletter_is_no_story_of_it(greeting: str) -> None:
    found = read(
        f"# The Smoker\n\nOur monthly letter to friends | March 2020\n\n{greeting} spring is late "
        "this year, but the post is not. Here is what your gifts have done since the snow.\n\n"
        + "\n\n".join(f"## {title}\n\n{one}\n\n{two}" for title, one, two in (HIVES, TRAPS, JARS))
    )
    assert found == [whole(HIVES), whole(TRAPS), whole(JARS)]


def test_a_caption_right_below_the_mark_of_a_picture_is_no_headline_nor_of_the_body() -> None:
    found = read(
        f"{HIVES[0]}\n\nPosted on July 9, 2018 by office\n\n{HIVES[1]}\n\n"
        f"[Photo]\nWith keeper Gethin Amsler at the press\n\n{HIVES[2]}\n\n─────────\n\n"
        f"{TRAPS[0]}\n\nPosted on July 2, 2018 by office\n\n{TRAPS[1]}\n\n"
        f"[Photo]\nThe nest below the bridge of the quarry\n\n{TRAPS[2]}\n\n─────────\n\n"
        "← Older posts\n"
    )
    assert found == [whole(HIVES), whole(TRAPS)]


def test_the_buttons_for_readers_do_not_open_a_story() -> None:
    found = read(
        f"{HIVES[0]}\n\nMis en ligne le 19 juin 2018 par Direction des ruches\n\n"
        f"Écouter Imprimer A- A+\n\n{HIVES[1]}\n\n{HIVES[2]}\n\n"
        "Référence : P. Amsler et al., Limes and bees, Hive Studies, 12 (2018), p. 44-61\n"
    )
    assert found == [whole(HIVES)]


@pytest.mark.parametrize(
    "address",
    [
        "Union of the hives, BP 114, Lower Quarry. The office is open on Tuesdays, two to five.",
        "Imkerbund am Steinbruch, Postfach 114. Das Büro ist dienstags von zwei bis fünf geöffnet.",
        "Union des ruches, route du Moulin. Tél. 06 55 50 01 14, le mardi de deux heures à cinq.",
    ],
)
def test_the_address_below_the_last_story_is_no_story(address: str) -> None:
    found = read(
        "".join(
            f"{day}\n{title}\n{one}\n{two}\n\n\n"
            for day, (title, one, two) in (
                ("9 July 2018", HIVES),
                ("2 July 2018", TRAPS),
                ("21 June 2018", JARS),
            )
        )
        + f"Partners\nLake Brewery, Mahery Press, Central Ironmonger\n\n\n{address}\nSite map\n"
    )
    assert found == [whole(HIVES), whole(TRAPS), whole(JARS)]
