"""A day is read in the months, scripts and calendars of languages without rules of their own."""

from __future__ import annotations

import pytest

from indexer.dates import read_dateline
from indexer.dates.mentions import find_mentions


@pytest.mark.parametrize(
    "line",
    [
        "4 मई 2021", "प्रकाशित: ४ मई २०२१, १०:३०", "मंगलवार, 4 मई 2021", "৪ মে ২০২১",
        "প্রকাশ: ০৪ মে ২০২১, ১০:৩০", "மே 4, 2021", "4 మే 2021", "4 ಮೇ 2021", "4 മേയ് 2021", "4 મે 2021",
        "4 ਮਈ 2021", "4 พฤษภาคม 2564", "เผยแพร่: 4 พ.ค. 2564 10:30 น.", "4 tháng 5, 2021",
        "ngày 4 tháng 5 năm 2021", "utorak, 4. svibnja 2021.", "4 мај 2021", "4. maj 2021",
        "2021. május 4.", "2021 m. gegužės 4 d.", "2021. gada 4. maijs", "4 V 2021", "4. V. 2021",
        "4.V.2021", "04 | 05 | 2021", "04 • 05 • 2021",
    ],
)  # fmt: skip
def test_a_line_with_the_day_dates_a_story(line: str) -> None:
    read = read_dateline(line)
    assert read is not None
    assert (str(read.mention.full), read.modified) == ("2021-05-04", False)


def test_a_line_of_a_change_says_so_in_these_languages_too() -> None:
    for line in ("अपडेटेड 4 मई 2021", "সর্বশেষ আপডেট: ৪ মে ২০২১", "อัปเดต 4 พ.ค. 2564"):
        read = read_dateline(line)
        assert read is not None, line
        assert read.modified, line


@pytest.mark.parametrize(
    ("line", "month"),
    [("4. listopada 2021.", 10), ("4 listopada 2021", 11), ("10 फरवरी 2021", 2),
     ("10 फ़रवरी 2021", 2), ("7 ফেব্রুয়ারি 2021", 2), ("7 ফেব্রুয়ারী 2021", 2)],
)  # fmt: skip
def test_a_month_is_told_by_its_spelling(line: str, month: int) -> None:
    assert [one.month for one in find_mentions(line)] == [month]


@pytest.mark.parametrize(
    "text",
    ["4 में 2021 लोग", "see 4 v 2021 in the table", "pages 1 | 2 | 2021", "King Henry IV 1405"],
)
def test_what_only_looks_so_is_no_day(text: str) -> None:
    assert not any(one.full for one in find_mentions(text))
