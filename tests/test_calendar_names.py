"""The names of months and weekdays that are read are those of Babel's tables."""

from __future__ import annotations

from indexer.language import calendar
from training import calendar_names


def test_the_file_of_names_is_what_babel_gives_and_what_is_added_to_it() -> None:
    assert calendar_names.FILE.read_text("utf-8") == calendar_names.text()


def test_every_name_is_read_with_its_number() -> None:
    assert calendar.months() == calendar_names.months()
    assert calendar.weekdays() == calendar_names.weekdays()
    assert calendar.weekday_names() == calendar_names.weekday_names()
    assert calendar.months()["février".replace("é", "e")] == 2
    assert calendar.weekdays()["الجمعه"] == 4
