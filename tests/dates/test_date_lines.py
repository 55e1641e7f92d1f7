"""Which lines are date lines, and which day they name."""

import pytest

from indexer.dates import read_dateline

DATE_LINES = [
    ("16 July 2024", (2024, 7, 16)),
    ("April 2, 2020 0", (2020, 4, 2)),
    ("Published on: 16 July 2024", (2024, 7, 16)),
    ("Posted: Tuesday, 2 April 2019, 10:15", (2019, 4, 2)),
    ("٢٦ نوفمبر ٢٠٢٢", (2022, 11, 26)),
    ("Rabat, 12/03/2021", (2021, 3, 12)),
    ("2021-05-04T10:22", (2021, 5, 4)),
    ("July 2018", (2018, 7, None)),
    ("الثلاثاء 16 يوليو 2024 - 10:30", (2024, 7, 16)),
    ("Publié le 12 mars 2021 à 14h30", (2021, 3, 12)),
    ("نشر في: 12 مارس 2021 م", (2021, 3, 12)),
    ("Cairo, October 23", (None, 10, 23)),
    ("16/07/24", (2024, 7, 16)),
]


@pytest.mark.parametrize(("line", "day"), DATE_LINES)
def test_a_date_line_gives_its_day(line: str, day: tuple[int | None, int, int | None]):
    read = read_dateline(line)
    assert read is not None
    assert (read.mention.year, read.mention.month, read.mention.day) == day


@pytest.mark.parametrize(
    "line",
    [
        "World Book Day, 23 April 2021",
        "Statement of 12 March 2021",
        "The congress will open on 12 May 2023 in Kuala Lumpur",
        "Annual Report 2021",
        "Next",
        "",
    ],
)
def test_a_headline_or_a_sentence_is_no_date_line(line: str):
    assert read_dateline(line) is None


def test_an_impossible_day_is_still_a_date_line_but_gives_no_day():
    read = read_dateline("32 March 2021")
    assert read is not None
    assert read.mention.full is None
