"""Date lines as the tools that turn web pages into text leave them, in more languages."""

from __future__ import annotations

import datetime

import pytest

from indexer.dates import read_dateline
from indexer.dates.mentions import find_mentions
from indexer.language.calendar import from_solar


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("* Nov 18, 2019", "2019-11-18"),
        ("2019-11-19T12:48:14Z", "2019-11-19"),
        ("2019-11-19T12:48:14.123+01:00", "2019-11-19"),
        ("11.18.19", "2019-11-18"),
        ("4.5.21", "2021-05-04"),
        ("5:45 AM PST 11/19/2019", "2019-11-19"),
        ("By Anna Moor • Published: 4 May 2021 • 4 min read", "2021-05-04"),
        ("May 4, 2021 / 2:22 PM / 2 months ago", "2021-05-04"),
        ("4 mai 2021 / 14:22 / il y a 2 mois", "2021-05-04"),
        ("4. Mai 2021 · vor 2 Monaten", "2021-05-04"),
        ("4 مايو 2021 | منذ 3 أيام", "2021-05-04"),
        ("Created: 4 May 2021 Hits: 1204", "2021-05-04"),
        ("Erstellt: 04. Mai 2021 Zugriffe: 1204", "2021-05-04"),
        ("Créé : 4 mai 2021 Affichages : 1204", "2021-05-04"),
        ("Anna Moor @anna | 4 May 2021", "2021-05-04"),
        ("Anna Moor, Senior Reporter · 4 May 2021", "2021-05-04"),
        ("By A. Miller | 4 March 2021 | 5 min read", "2021-03-04"),
        ("1 er mai 2021", "2021-05-01"),
        ("Von Anna Muster, 04.05.2021, 12:30 Uhr", "2021-05-04"),
        ("Veröffentlicht am 4. Mai 2021 um 12.30 Uhr", "2021-05-04"),
        ("Dienstag, 4. Mai 2021", "2021-05-04"),
        ("Anna Muster 04.05.2021, 12:30 Uhr", "2021-05-04"),
        ("Publicado el 4 de mayo de 2021 a las 12:30", "2021-05-04"),
        ("4 maggio 2021", "2021-05-04"),
        ("Publicado em 4 de maio de 2021", "2021-05-04"),
        ("۱۴ اردیبهشت ۱۴۰۰", "2021-05-04"),
        ("سه شنبه ۱۴ اردیبهشت ۱۴۰۰ ساعت ۱۲:۳۰", "2021-05-04"),
        ("1400/02/14", "2021-05-04"),
        ("12 كانون 2 2021", "2021-01-12"),
    ],
)
def test_a_line_that_a_dump_leaves_of_a_date_is_a_date_line(line: str, day: str) -> None:
    read = read_dateline(line)
    assert read is not None
    assert str(read.mention.full) == day
    assert not read.modified


@pytest.mark.parametrize(
    "line",
    [
        "Updated 0339 GMT (1139 HKT) November 19, 2019",
        "Aktualisiert: 19.11.2019, 12:30",
        "Actualizado el 19 de noviembre de 2019",
    ],
)
def test_a_line_that_tells_of_a_change_says_so(line: str) -> None:
    read = read_dateline(line)
    assert read is not None
    assert str(read.mention.full) == "2019-11-19"
    assert read.modified


@pytest.mark.parametrize(
    "line",
    [
        "Version 4.5.21",
        "v. 10.12.13 is out",
        "on March 12",
        "Council visits 4 May 2021 harbour",
        "* 9 mai",
        "Anna Miller left 4 May 2021",
    ],
)
def test_numbers_of_versions_and_pieces_of_sentences_are_no_date_lines(line: str) -> None:
    assert read_dateline(line) is None


def test_published_is_believed_before_updated_on_one_line() -> None:
    read = read_dateline(
        "Published: Nov 8, 2023 / 04:43 PM CST / Updated: Nov 9, 2023 / 09:00 AM CST"
    )
    assert read is not None
    assert (str(read.mention.full), read.modified) == ("2023-11-08", False)


@pytest.mark.parametrize("text", ["12 ago", "out 20 2020", "set 5 goals in 2021", "gen 3 of 2020"])
def test_words_that_other_languages_shorten_months_to_are_no_months_of_english(text: str) -> None:
    assert find_mentions(text) == []


@pytest.mark.parametrize(
    ("solar", "day"),
    [
        ((1357, 11, 22), datetime.date(1979, 2, 11)),
        ((1399, 12, 30), datetime.date(2021, 3, 20)),
        ((1400, 1, 1), datetime.date(2021, 3, 21)),
        ((1403, 1, 1), datetime.date(2024, 3, 20)),
        ((1400, 12, 30), None),
        ((1400, 7, 31), None),
    ],
)
def test_persian_days_are_those_of_our_calendar(
    solar: tuple[int, int, int], day: datetime.date | None
) -> None:
    assert from_solar(*solar) == day
