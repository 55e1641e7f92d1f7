"""Lines such as "3 days ago" in the head of a story, and the day of the page they count from."""

import datetime

import pytest

from indexer.dates import read_age
from indexer.page import Page
from indexer.sources.plain import plain
from indexer.study import study
from tests.dates.pages import TODAY

_READ = datetime.date(2020, 6, 15)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("3 days ago", "2020-06-12"),
        ("two weeks ago", "2020-06-01"),
        ("an hour ago", "2020-06-15"),
        ("4d ago", "2020-06-11"),
        ("30 hrs ago", "2020-06-14"),
        ("Harbour · 6 days ago · 2 min read · by Staff", "2020-06-09"),
        ("Posted 2 days ago by Ann Oduya", "2020-06-13"),
        ("Yesterday at 5 pm", "2020-06-14"),
        ("2 months ago", "2020-04"),
        ("3 years ago", "2017"),
        ("il y a 3 jours - 98 vues", "2020-06-12"),
        ("Il y a une semaine", "2020-06-08"),
        ("Publié il y a 5 h", "2020-06-15"),
        ("hier à 14h", "2020-06-14"),
        ("Avant-hier", "2020-06-13"),
        ("منذ يومين", "2020-06-13"),
        ("منذ يوم واحد", "2020-06-14"),
        ("قبل ٣ أيام | 220 مشاهدة", "2020-06-12"),
        ("منذ 11 يومًا", "2020-06-04"),
        ("منذ أسبوعين", "2020-06-01"),
        ("أمس", "2020-06-14"),
        ("أول أمس", "2020-06-13"),
        ("vor 3 Tagen", "2020-06-12"),
        ("hace 2 días", "2020-06-13"),
        ("3 giorni fa", "2020-06-12"),
        ("há 3 dias", "2020-06-12"),
        ("3 dagen geleden", "2020-06-12"),
        ("2 часа назад", "2020-06-15"),
        ("3 gün önce", "2020-06-12"),
        ("۳ روز پیش", "2020-06-12"),
        ("3 dni temu", "2020-06-12"),
        ("för 2 dagar sedan", "2020-06-13"),
        ("3 hari lalu", "2020-06-12"),
        ("вчера, 10:20", "2020-06-14"),
        ("Gestern, 18:20 Uhr", "2020-06-14"),
    ],
)
def test_a_line_of_age_gives_its_day(line: str, day: str) -> None:
    age = read_age(line)
    assert age is not None
    assert age.before(_READ) == day


@pytest.mark.parametrize(
    "line",
    [
        "Ten years ago, the bridge fell",
        "Vor 20 Jahren fiel die Mauer",
        "Il fa la spesa",
        "The harbour 100 years ago",
        "Today | Opinion | Sport | Culture",
        "Today in history",
        "Yesterday's papers",
        "Il y a 3 ans, la ville",
        "Aujourd'hui à Tunis",
        "قبل 3 أيام من انطلاق البطولة",
        "منذ عامين وهو ينتظر",
        "Not long ago",
    ],
)
def test_a_headline_that_looks_back_is_no_line_of_age(line: str) -> None:
    assert read_age(line) is None


def test_an_age_beyond_all_calendars_gives_no_day() -> None:
    age = read_age("900 years ago")
    assert age is not None
    assert age.before(_READ) is None


_BODIES = (
    "The mayor opened the new pier of the fishing port in the presence of boat owners and "
    "thanked the masons who had worked through the winter on its stones.",
    "The bakers of the old town won the prize for the best loaf, which a jury of twelve "
    "grandmothers gave them after tasting all morning long.",
)


def _list(header: str, ages: tuple[str, str], *, above: bool) -> Page:
    lines = [header, "Home | News | Contact", "Latest news"]
    for title, age, body in zip(
        ("New pier for the fishing port", "Bakers win the prize"), ages, _BODIES, strict=True
    ):
        lines += [age, title] if above else [title, age]
        lines += [body, "Readers may write to the editor of this page with what they know of it."]
    return Page(name="p", text=plain("\n".join([*lines, "Load more"])), digest="0")


@pytest.mark.parametrize("above", [False, True])
@pytest.mark.parametrize(
    ("header", "ages", "days"),
    [
        ("Monday, 15 June 2020", ("3 hours ago", "1 week ago"), ["2020-06-15", "2020-06-08"]),
        ("15 June 2020", ("Yesterday", "3 days ago · 9 views"), ["2020-06-14", "2020-06-12"]),
        (
            "Aujourd'hui : lundi 15 juin 2020",
            ("hier à 14h", "il y a 3 jours - 98 vues"),
            ["2020-06-14", "2020-06-12"],
        ),
        ("اليوم: الإثنين 15 يونيو 2020", ("أمس", "منذ يومين"), ["2020-06-14", "2020-06-13"]),
    ],
)
def test_the_stories_of_a_list_count_back_from_the_day_of_their_page(
    header: str, ages: tuple[str, str], days: list[str], above: bool
) -> None:
    found = [
        draft.article for draft in study(_list(header, ages, above=above), (), today=TODAY).drafts
    ]
    assert [article.title for article in found] == [
        "New pier for the fishing port",
        "Bakers win the prize",
    ]
    assert [article.date for article in found] == days
    assert {article.date_source for article in found} == {"text_relative"}
    assert all(article.date_confidence < 0.7 for article in found)
    assert not any(age in article.body for article in found for age in ages)


def test_without_a_day_to_count_from_no_age_gives_a_date() -> None:
    page = _list("The Pier Gazette", ("3 hours ago", "1 week ago"), above=False)
    assert [draft.article.date for draft in study(page, (), today=TODAY).drafts] == [None, None]


def test_a_line_of_change_without_its_day_does_not_hide_the_day_of_the_story() -> None:
    text = "\n".join(
        [
            "New pier for the fishing port",
            "By Ann Oduya",
            "March 4, 2021",
            "9:12 AM UTC",
            "Updated 2 years ago",
            *_BODIES,
        ]
    )
    (draft,) = study(Page(name="p", text=text, digest="0"), (), today=TODAY).drafts
    assert (draft.article.date, draft.article.date_source) == ("2021-03-04", "dateline")
