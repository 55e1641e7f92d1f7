"""What a page as a whole tells of the dates of its stories."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.dates import Dating
from tests.dates.pages import TODAY, date_page


def shown(datings: tuple[Dating, ...]) -> list[tuple[str | None, str]]:
    return [(dating.date, dating.source) for dating in datings]


def test_a_year_left_unsaid_follows_from_the_dated_neighbours():
    datings = date_page("""
# One
The guild met on Thursday, March 16, 2023, in Oran.
# Two
The guild received on March 15 an envoy.
# Three
The guild received yesterday, Monday, March 13, an envoy.
""")
    assert shown(datings) == [
        ("2023-03-16", "text"),
        ("2023-03-15", "text_no_year"),
        ("2023-03-13", "text_no_year"),
    ]


def test_going_down_a_page_from_january_to_december_goes_back_a_year():
    datings = date_page("""
# One
La guilde a reçu le 5 janvier 2021 un envoyé.
# Two
La guilde a reçu le 28 décembre un envoyé.
# Three
La guilde a reçu le 3 décembre un envoyé.
""")
    assert [dating.date for dating in datings] == ["2021-01-05", "2020-12-28", "2020-12-03"]


def test_a_year_left_unsaid_on_top_of_a_page_may_be_the_next_one():
    datings = date_page("""
# One
The guild received on January 5 an envoy.
# Two
28 December 2020
The guild has a new roof.
""")
    assert shown(datings) == [("2021-01-05", "text_no_year"), ("2020-12-28", "dateline")]


def test_a_date_line_without_its_year_takes_it_from_the_page():
    datings = date_page("""
# One
16 July 2019
The roof is new.
# Two
Friday, 12 July
The floor is new.
""")
    assert datings[1].date == "2019-07-12"


# stories of one page without any year beside their day, and the year that follows
YEARS = [
    # a weekday fits few years, and what the page mentions as going on is of one of them
    ("The guild met on Wednesday, October 23. The prize was announced in September 2019.", 2019),
    ("The guild met yesterday, Thursday, September 10, over the floods of August 2020.", 2020),
    ("La guilde s’est réunie le mercredi 23 octobre. Le prix date de septembre 2019.", 2019),
    ("اجتمعت الجمعية يوم الأربعاء 23 أكتوبر. وكانت الجائزة قد أعلنت في شتنبر 2019.", 2019),
    # the pandemic leaves three years, the weekday one of them
    ("The guild met on Wednesday, September 9, on schools during COVID-19.", 2020),
    ("La guilde s’est réunie le mardi 14 septembre, malgré la Covid-19.", 2021),
    # without a weekday a month of the same year has to be named
    ("The guild met on September 9. It follows a meeting held in July 2020.", 2020),
    # a weekday and the year in the page's footer agree
    ("The guild met on Wednesday, October 23.\n\n© 2019 The Guild", 2019),
    ("The guild met on October 23.\n\n© 2019 The Guild", None),
    # a date of this year: all later ones are still to come
    ("The guild met on Thursday, 12 March. Since 2021 it has had a new seat.", 2026),
    # nothing tells the year
    ("The guild met on Wednesday, October 23.", None),
    ("The guild met on October 23. It was founded in 1982.", None),
    ("The guild met on October 23. The site was listed in 2010.", None),
    ("The guild met on October 23. It works towards the Agenda 2030.", None),
    ("The guild met on October 23 on schools during COVID-19.", None),
    ("La guilde s’est réunie le 23 octobre. Elle existe depuis 1982.", None),
    ("اجتمعت الجمعية يوم 23 أكتوبر. تأسست عام 1982.", None),
]


@pytest.mark.parametrize(("text", "year"), YEARS)
def test_a_year_is_inferred_where_the_page_gives_it_and_never_invented(text: str, year: int | None):
    (dating,) = date_page(text)
    assert (dating.date[:4] if dating.date else None) == (str(year) if year else None)
    assert dating.source == ("text_no_year" if year else "none")


def test_the_words_that_gave_the_year_are_told():
    (dating,) = date_page(
        "The guild met on Wednesday, October 23. The prize was announced in September 2019."
    )
    assert [(why.field, why.rule, why.words) for why in dating.provenance] == [
        ("date", "text_no_year", "Wednesday, October 23"),
        ("date", "year_clue", "September 2019"),
        ("event_date", "event", "Wednesday, October 23"),
    ]


def test_a_weekday_between_neighbours_of_one_week_is_that_day():
    datings = date_page("""
# One
Friday, 11 September 2015
The roof is new.
# Two
A jury tasted dates at Thursday’s session in Al Ain.
# Three
Bees have come back.
# Four
Wednesday, 9 September 2015
The floor is new.
""")
    assert shown(datings)[1:3] == [
        ("2015-09-10", "inferred_weekday"),
        ("2015-09", "inferred_neighbours"),
    ]
    assert datings[1].event_date == "2015-09-10"


def test_a_weekday_between_neighbours_weeks_apart_pins_no_day():
    datings = date_page("""
# One
25 September 2015
The roof is new.
# Two
A jury tasted dates at Thursday’s session in Al Ain.
# Three
2 September 2015
The floor is new.
""")
    assert shown(datings)[1] == ("2015-09", "inferred_neighbours")


@pytest.mark.parametrize(
    ("above", "below", "between"),
    [
        ("20 June 2016", "15 June 2016", "2016-06"),
        ("July 2018", "July 2018", "2018-07"),
        ("July 2018", "14 June 2018", "2018"),
        ("9 March 2023", "27 February 2023", "2023"),
        ("5 January 2021", "16 December 2020", None),
    ],
)
def test_an_undated_story_has_what_its_neighbours_agree_on(
    above: str, below: str, between: str | None
):
    datings = date_page(f"""
# One
{above}
The roof is new.
# Two
Turtles have come back to the shore.
# Three
{below}
The floor is new.
""")
    assert datings[1].date == between
    assert datings[1].precision == {None: None, 4: "year", 7: "month"}[between and len(between)]
    assert datings[1].source == ("inferred_neighbours" if between else "none")


def test_an_undated_story_beside_a_single_dated_one_stays_undated():
    datings = date_page("""
# One
Turtles have come back to the shore.
# Two
15 June 2016
The floor is new.
""")
    assert shown(datings)[0] == (None, "none")


def test_a_page_without_dates_has_no_dated_story():
    datings = date_page("# One\nTurtles have come back.\n# Two\nThe floor is new.")
    assert shown(datings) == [(None, "none"), (None, "none")]


def test_a_day_months_away_from_the_neighbours_is_one_looked_back_upon():
    datings = date_page("""
# One
16 July 2024
The roof is new.
# Two
The guild showed the letters that it received on 12 August 2003 from Fez.
# Three
2 July 2024
The floor is new.
""")
    assert shown(datings)[1] == ("2024-07", "inferred_neighbours")


def test_place_and_day_under_a_statement_date_it():
    (dating,) = date_page("""
# A headline
The council calls for calm.

Every voice shall be heard.

Done at Oran on 4 October 2021
""")
    assert (dating.date, dating.source) == ("2021-10-04", "dateline")


def test_one_numeric_date_with_the_month_first_settles_the_others_of_its_page():
    datings = date_page("""
# One
03/02/2019
The roof is new.
# Two
02/25/2019
The floor is new.
""")
    assert [dating.date for dating in datings] == ["2019-03-02", "2019-02-25"]


@pytest.mark.parametrize("time", ["5:45 AM PST", "9 p.m. ET,", "11:20 pm (EDT)"])
def test_a_time_of_north_america_says_that_the_month_is_first(time: str) -> None:
    page = f"\n# One\n{time} 11/12/2019\nThe roof is new.\n"
    assert [dating.date for dating in date_page(page)] == ["2019-11-12"]
    [dating] = date_page(f"{page}The floor was laid on 23/10/2019.\n")
    assert dating.date == "2019-12-11"


@pytest.mark.parametrize(
    ("line", "text", "day"),
    [
        ("02/03/2019", "The roof is new.", "2019-03-02"),
        ("Sunday, 02/03/2019", "The roof is new.", "2019-02-03"),
        ("03/02/2019", "The guild met on Saturday, March 2, 2019.", "2019-03-02"),
        ("06/12/2026", "The roof is new.", "2026-06-12"),
    ],
)
def test_a_numeric_date_is_read_day_first_unless_something_speaks_against_it(
    line: str, text: str, day: str
):
    (dating,) = date_page(f"# One\n{line}\n{text}")
    assert (dating.date, dating.source) == (day, "dateline")


def test_the_file_itself_dates_its_single_story():
    (dating,) = date_page("The guild met on 4 October 2021.", published="2021-10-06T08:00:00+01:00")
    assert (dating.date, dating.source, dating.event_date) == (
        "2021-10-06",
        "metadata",
        "2021-10-04",
    )


@pytest.mark.parametrize("stamp", ["1970-01-01T00:00:00Z", "2093-01-01", "yesterday", ""])
def test_a_stamp_that_cannot_be_is_not_believed(stamp: str):
    (dating,) = date_page("The guild met on 4 October 2021.", published=stamp)
    assert (dating.date, dating.source) == ("2021-10-04", "text")


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://guild.example/2021/05/04/new-roof/", "2021-05-04"),
        ("https://guild.example/news/2021-05-04-new-roof.html", "2021-05-04"),
        ("https://guild.example/news/20210504/new-roof", "2021-05-04"),
        ("https://guild.example/2021/may/4/new-roof", "2021-05-04"),
        ("https://guild.example/2021/05/new-roof", "2021-05"),
        ("https://guild.example/2021/13/45/new-roof", None),
        ("https://guild.example/item/000_20210504abc", None),
        ("https://guild.example/item/12345678", None),
        ("https://guild.example/1970/01/01/new-roof", None),
    ],
)
def test_the_address_dates_a_story_that_has_no_surer_date(url: str, day: str | None):
    (dating,) = date_page("The roof is new.", url=url)
    assert dating.date == day
    assert dating.source == ("url" if day else "none")


def test_an_address_that_stands_on_the_page_is_read_like_that_of_the_page():
    (dating,) = date_page(
        "https://guild.example/en/2021/05/12/new-roof/\n\n# A headline\n\nThe roof is new."
    )
    assert (dating.date, dating.source) == ("2021-05-12", "url")
    assert dating.provenance[0].words == "2021/05/12"


def test_a_day_in_the_text_refines_the_month_of_the_address():
    (dating,) = date_page(
        "The guild met on 4 May 2021 in Oran.", url="https://guild.example/2021/05/new-roof"
    )
    assert (dating.date, dating.source) == ("2021-05-04", "text")


def test_the_address_of_a_page_of_several_stories_dates_none_of_them():
    datings = date_page(
        "# One\nThe roof is new.\n# Two\nThe floor is new.",
        url="https://guild.example/2021/05/04/",
    )
    assert shown(datings) == [(None, "none"), (None, "none")]


def test_a_line_that_tells_a_late_change_gives_way_to_the_day_told():
    (dating,) = date_page(
        "# One\nUpdated on 11 November 2023\nThe guild met on Monday, 4 October 2021, in Oran."
    )
    assert (dating.date, dating.source) == ("2021-10-04", "text")


PIECES = st.sampled_from(
    [
        "# A headline",
        "16 July 2024",
        "July 2018",
        "Tuesday, 16 July",
        "32 March 2021",
        "02/03/2019",
        "12 رجب 1442هـ",
        "The guild met on Thursday, March 12.",
        "It met yesterday, on Monday’s invitation.",
        "Cairo, October 23 – The guild met in 2019.",
        "Il se tiendra du 28 décembre 2098 au 3 janvier.",
        "انعقد الاجتماع أمس الخميس 29 فبراير 2021.",
        "COVID-19 since 0001 and until 9999",
        "https://guild.example/2021/02/31/x",
    ]
)


@settings(max_examples=150)
@given(st.lists(st.one_of(PIECES, st.text(max_size=40)), max_size=14), st.dates(max_value=TODAY))
def test_no_page_breaks_the_dating_and_no_date_lies_in_the_future(
    lines: list[str], today: datetime.date
):
    text = "\n".join(lines)
    for dating in date_page(text, today=today):
        assert (dating.date is None) == (dating.source == "none") == (dating.confidence == 0.0)
        assert dating.date is None or dating.date <= today.isoformat()
        for why in dating.provenance:
            if why.start is not None:
                assert text[why.start : why.end] == why.words
