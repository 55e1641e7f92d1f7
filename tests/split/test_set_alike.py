"""Pages whose stories are set one like the other, and pages that are set as one line."""

from __future__ import annotations

import datetime

import pytest

from indexer.page import Page
from indexer.study import study

TODAY = datetime.date(2026, 1, 1)


def read(text: str) -> list[tuple[str, str | None, str]]:
    drafts = study(Page(name="page.txt", text=text, digest=""), (), today=TODAY).drafts
    return [(draft.article.title, draft.article.date, draft.article.body) for draft in drafts]


MILL = (
    "The old mill gets a new wheel after forty years",
    "The carpenters of the lower village have set the last of the forty oak boards into the "
    "wheel, and on Sunday the water of the brook will be let in again.",
)
BRIDGE = (
    "Bridge over the Lerne closed for one more month",
    "Rust in two of the bearings is worse than the engineers had thought, and the county says "
    "that lorries must take the road by the quarry until April.",
)
MARKET = (
    "Le marché couvert rouvre ses portes après les travaux",
    "Les commerçants ont retrouvé leurs étals samedi matin sous la nouvelle charpente de bois, et "
    "la foule était au rendez-vous malgré la pluie qui tombait depuis la veille.",
)
FIREMEN = (
    "Les pompiers cherchent de nouveaux volontaires pour l'été",
    "Il manque une dizaine de bras à la caserne, et le capitaine invite tous ceux qui ont plus de "
    "dix-huit ans à venir essayer une manœuvre dimanche prochain dans la cour.",
)


@pytest.mark.parametrize(
    ("first", "day", "between", "second", "other"),
    [
        (MILL, "March 4, 2019", "the wheel 2\n\nClick to enlarge", BRIDGE, "February 27, 2019"),
        (MARKET, "4 mars 2019", "marché 3\n\n(Cliquez pour agrandir)", FIREMEN, "27 février 2019"),
    ],
)
def test_captions_do_not_hide_that_the_next_story_is_set_as_the_first_is(
    first: tuple[str, str],
    day: str,
    between: str,
    second: tuple[str, str],
    other: str,
) -> None:
    found = read(
        f"{day}\n\n{first[0]}\n\n{first[1]}\n\n{between}\n\nPublicité\n{other}\n\n"
        f"{second[0]}\n\n{second[1]}\n"
    )
    assert found == [
        (first[0], "2019-03-04", first[1]),
        (second[0], "2019-02-27", second[1]),
    ]


def test_a_day_within_a_story_begins_no_other_one() -> None:
    found = read(
        "3 June 2019\n\nHow the dam was built in three bad years\n\n"
        "The first stones were laid in the spring, when the river was low and the carts could "
        "still cross by the ford below the village, as the oldest of the masons remembers.\n\n"
        "4 May 1961\n\n"
        "The first flood came on that night, and by the morning the scaffolds were gone with all "
        "that had been built since Easter; nobody was hurt, but the money was lost.\n\n"
        "The work went on in the summer with men from three valleys, who slept in the school and "
        "were paid in flour and oil until the ministry sent the first of its payments.\n"
    )
    assert [title for title, _, _ in found] == ["How the dam was built in three bad years"]


MENU = (
    "Home News Sport Culture Opinion Weather Jobs Cars Houses Videos Podcasts Newsletters Events "
    "Shop Log in Register Subscribe My account Contact us Advertise with us About us "
) * 2
LEGAL = " Privacy policy Terms of use Cookies Share on Facebook Share by e-mail Follow us"
LONG_STORY = " ".join(
    f"The {man} of the cape, who has lived below the tower for longer than anybody can say, "
    f"remembers the night of the {night} and the boats that came home by the light of it."
    for man in ("baker", "teacher", "pilot")
    for night in ("fire", "great storm", "two wrecks")
)


def test_a_page_on_one_line_is_refused_with_the_reason() -> None:
    text = f"{MENU}{MILL[0]} {LONG_STORY}{LEGAL}"
    result = study(Page(name="page.txt", text=text, digest=""), (), today=TODAY)
    assert not result.drafts
    assert result.reason is not None
    assert "are one line" in result.reason


def test_a_story_in_one_long_paragraph_is_no_page_on_one_line() -> None:
    assert read(f"{MILL[0]}\n\n{LONG_STORY}\n") == [(MILL[0], None, LONG_STORY)]


@pytest.mark.parametrize("mark", ["**", "__"])
def test_half_of_a_mark_of_bold_text_is_no_part_of_a_line(mark: str) -> None:
    title, *_ = read(f"{mark}{MILL[0]}\n\n{MILL[1]}\n\n{BRIDGE[1]}{mark}\n")[0]
    assert title == MILL[0]
    assert mark not in read(f"{MILL[0]}\n\n{MILL[1]}\n\n{mark}{BRIDGE[1]}\n")[0][2]


@pytest.mark.parametrize("menu", ["Home\nNews\nSport\nContact\n", "Accueil\nActualités\n"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_headline_with_a_full_stop_above_its_day_begins_a_story_as_others_do(
    menu: str, gap: str
) -> None:
    last = ("Swans may stay on the Lerne.", "9 May 2016")
    story = (
        "The county has withdrawn its plan to move the swans of the Lerne to a lake in the hills, "
        "after the anglers had counted only forty of them.",
        "They will be fed by the school until the ice is gone.",
    )
    text = f"Lerne Courier\n{menu}" + "\n".join(
        gap.join(lines)
        for lines in (
            (MILL[0], "12 May 2016", MILL[1], "The miller has bought new sacks."),
            (BRIDGE[0], "11 May 2016", BRIDGE[1], "The ferry sails twice an hour until then."),
            (*last, *story),
        )
    )
    assert [(title, day) for title, day, _ in read(text)] == [
        (MILL[0], "2016-05-12"),
        (BRIDGE[0], "2016-05-11"),
        (last[0], "2016-05-09"),
    ]
