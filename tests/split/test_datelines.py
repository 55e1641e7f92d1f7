"""The date line of a story is found wherever its site puts it."""

import datetime

import pytest

from indexer.page import Page
from indexer.study import study

TODAY = datetime.date(2026, 11, 22)
WELLS = (
    "New wells open in the hill villages\n"
    "{0}"
    "The water council opened four new wells on the northern hills, where people had carried\u0020"
    "their water home for years.\n"
    "Each well serves about sixty families, the council said, and is looked after by two of them."
)
SCHOOL = (
    "School of masons takes its first pupils\n"
    "{0}"
    "Twenty-two pupils began a course in dry stone walling, which had not been taught in the\u0020"
    "district since the quarry closed.\n"
    "The course lasts nine months and ends with a wall that each pupil builds alone."
)
SEEDS = (
    "Seed bank lends its oldest barley\n"
    "{0}"
    "A farmer in the valley has sown barley that had been kept in the seed bank for half a\u0020"
    "century, and most of it has come up.\n"
    "He will give back twice the amount after the harvest, as every borrower does."
)


def dates(text: str) -> list[str | None]:
    found = study(Page(name="page.txt", text=text, digest=""), [], today=TODAY)
    return [draft.article.date for draft in found.drafts]


def test_dates_below_titles_are_those_of_the_stories_under_them() -> None:
    page = "\n\n".join(
        story.format(f"{day} May 2021\n")
        for story, day in zip((WELLS, SCHOOL, SEEDS), (9, 6, 2), strict=True)
    )
    assert dates(page) == ["2021-05-09", "2021-05-06", "2021-05-02"]


@pytest.mark.parametrize(
    ("changed", "published"),
    [
        ("Updated 9 May 2021", "Published 6 May 2021"),
        ("Mis à jour le 9 mai 2021 à 09h12", "Publié le 6 mai 2021 à 18h40"),
        ("Aktualisiert am 09.05.2021 - 07:15", "Veröffentlicht am 06.05.2021"),
        ("تم التحديث في 9 مايو 2021", "نشر في 6 مايو 2021"),
    ],
)
def test_the_day_on_which_a_story_came_out_counts_also_below_that_of_its_change(
    changed: str, published: str
) -> None:
    both = WELLS.format(f"By Ama Sow\n{changed}\n{published}\n")
    assert dates(both) == ["2021-05-06"]
    assert dates(WELLS.format(f"By Ama Sow\n{published}\n{changed}\n")) == ["2021-05-06"]


def test_dates_above_titles_are_those_of_the_stories_below_them() -> None:
    page = "\n\n".join(
        f"{day} May 2021\n\n{story.format('')}"
        for story, day in zip((WELLS, SCHOOL, SEEDS), (9, 6, 2), strict=True)
    )
    assert dates(page) == ["2021-05-09", "2021-05-06", "2021-05-02"]


def test_dates_behind_stories_are_those_of_the_stories_before_them() -> None:
    page = "\n\n".join(
        f"{story.format('')}\n\nPosted {day} May 2021 by admin | 0 comments\n\nMore..."
        for story, day in zip((WELLS, SCHOOL, SEEDS), (9, 6, 2), strict=True)
    )
    assert dates(page) == ["2021-05-09", "2021-05-06", "2021-05-02"]


def test_a_date_over_several_stories_is_that_of_them_all() -> None:
    page = (
        f"9 May 2021\n\n{WELLS.format('')}\n\n{SCHOOL.format('')}\n\n"
        f"2 May 2021\n\n{SEEDS.format('')}"
    )
    assert dates(page) == ["2021-05-09", "2021-05-09", "2021-05-02"]


@pytest.mark.parametrize(
    "line",
    [
        "(9 May 2021)",
        "published on 09/05/2021",
        "News | 9 May 2021 | Reading time: 2 min",
        "30 Sha'ban 1442 AH, 9 May 2021",
    ],
)
def test_a_story_alone_on_its_page_finds_its_date_line(line: str) -> None:
    assert dates(WELLS.format(f"{line}\n")) == ["2021-05-09"]


def test_a_header_of_fields_gives_the_date_as_metadata() -> None:
    page = (
        f"author: Press Office\narticle:published_time: 2021-05-09T07:45:00Z\n\n{WELLS.format('')}"
    )
    found = study(Page(name="page.txt", text=page, digest=""), [], today=TODAY)
    (article,) = (draft.article for draft in found.drafts)
    assert (article.date, article.date_source) == ("2021-05-09", "metadata")


def test_the_address_of_the_story_among_the_links_gives_its_date() -> None:
    links = (
        "References\n\n1. https://council.example/news/2021/05/09/new-wells-open-in-hill-villages/"
        "\n2. https://council.example/2019/01/01/about-us/"
    )
    found = study(
        Page(name="page.txt", text=f"{WELLS.format('')}\n\n{links}", digest=""), [], today=TODAY
    )
    assert [draft.article.date for draft in found.drafts] == ["2021-05-09"]
    assert found.drafts[0].article.date_source == "url"
