"""Days that a story names by their distance, and the days of the page that they count from."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from indexer.dates import Dating, date_stories
from indexer.dates.relative import find_relative
from indexer.language.calendar import weekday_names
from tests.dates.pages import TODAY, page_of, stories_on


def _datings(text: str, **facts: str) -> tuple[Dating, ...]:
    page = page_of(text, **facts)
    return date_stories(page, stories_on(page), today=TODAY)


_LISTED = """# Ferry back in service
4 March 2021

The ferry was repaired.

# {title}

{body}

# Bakers win a prize
{below}

The bakers of the port won.
"""


def test_yesterday_between_stories_of_one_day_is_the_day_before_it() -> None:
    text = _LISTED.format(
        title="Pier opens", body="The pier was opened yesterday.", below="4 March 2021"
    )
    pier = _datings(text)[1]
    assert (pier.date, pier.precision, pier.source) == ("2021-03-03", "day", "text_relative")
    assert 0 < pier.confidence < 0.7
    assert pier.provenance[0].words == "yesterday"


def test_yesterday_between_stories_of_two_days_pins_no_day() -> None:
    text = _LISTED.format(
        title="Pier opens", body="The pier was opened yesterday.", below="20 February 2021"
    )
    assert _datings(text)[1].source != "text_relative"


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ("The pier was opened yesterday by the mayor.", "2021-03-09"),
        ("The pier was opened on Sunday by the mayor.", "2021-03-07"),
        ("The pier was opened today by the mayor.", "2021-03-10"),
        ("Le quai a été inauguré hier par le maire de la ville.", "2021-03-09"),
        ("افتتح رئيس البلدية الرصيف أمس بحضور سكان الحي.", "2021-03-09"),
    ],
)
def test_the_line_of_the_last_change_of_a_page_tells_what_yesterday_was(
    body: str, day: str
) -> None:
    text = f"# Pier\n\n{body}\n\nhttp://x.example\n"
    page = page_of(text + "Last updated: 10 March 2021")
    (story,) = stories_on(page_of(text))
    (dating,) = date_stories(page, [replace(story, page=page)], today=TODAY)
    assert (dating.date, dating.source) == (day, "text_relative")
    assert [why.rule for why in dating.provenance[:2]] == ["text_relative", "anchor"]


def test_the_stamp_of_a_page_of_several_stories_tells_what_yesterday_was() -> None:
    text = "# Pier\n\nThe pier was opened yesterday.\n\n# Bakers\n\nThe bakers are many.\n"
    pier, bakers = _datings(text, published="2021-03-10T08:00:00Z")
    assert (pier.date, pier.source) == ("2021-03-09", "text_relative")
    assert (bakers.date, bakers.source) == (None, "none")


@pytest.mark.parametrize(
    "body",
    [
        "The pier was opened yesterday.",
        "The meeting was held on Thursday.",
        "Le quai a été inauguré hier.",
    ],
)
def test_without_a_day_to_count_from_yesterday_stays_undated(body: str) -> None:
    (dating,) = _datings(f"# Pier\n\n{body}\n")
    assert (dating.date, dating.source) == (None, "none")


def test_today_in_the_sense_of_nowadays_dates_nothing() -> None:
    text = "# Pier\n\nThe port today has nine piers.\n\n# Bakers\n\nThe bakers are many.\n"
    assert [one.date for one in _datings(text, published="2021-03-10")] == [None, None]


def test_a_stamp_in_the_future_is_no_day_to_count_from() -> None:
    text = "# Pier\n\nThe pier was opened yesterday.\n\n# Bakers\n\nThe bakers are many.\n"
    late = (TODAY + datetime.timedelta(days=3)).isoformat()
    assert [one.date for one in _datings(text, published=late)] == [None, None]


@pytest.mark.parametrize("name", sorted(filter(str.isascii, weekday_names())))
def test_weekdays_of_every_language_are_seen_in_plain_text_as_in_any_other(name: str) -> None:
    for text in (f"the council met on {name}'s session", f"the council met on {name}s morning"):
        plain = [(day.start, day.weekday) for day in find_relative(text)]
        other = [(day.start, day.weekday) for day in find_relative(f"{text} – الى")]
        assert plain == other
    assert find_relative(f"the council met on {name}'s session")
    assert not find_relative(f"the council met on x{name}'s session")
