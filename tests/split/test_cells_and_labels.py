"""Cells of tables, names of offices, last sentences: what is of a story and what is not."""

from __future__ import annotations

import datetime

import pytest

from indexer.page import Line, Page
from indexer.split.tables import without_tables
from indexer.study import study

TODAY = datetime.date(2026, 1, 1)


def read(*lines: str) -> list[tuple[str, str]]:
    page = Page(name="page.txt", text="\n\n".join(lines), digest="")
    drafts = study(page, (), today=TODAY).drafts
    return [(draft.article.title, draft.article.body) for draft in drafts]


def lines(*texts: str, marker: str = "") -> list[Line]:
    return [Line(text, 0, len(text), marker=marker) for text in texts]


FIRST = "Barley rose for the third day as the ships that were to bring it lay off the bar in fog."
LAST = "Brokers expect the ships on Friday, and lower prices soon after they are unloaded."
CELLS = ("Barley", "212.40", "Oats", "187.10", "Rye", "no trade")


def test_the_cells_of_a_table_are_no_paragraphs() -> None:
    kept = without_tables(lines(FIRST, *CELLS, LAST))
    assert [line.text for line in kept] == [FIRST, LAST]


@pytest.mark.parametrize(
    "within",
    [
        ("Three ships of 1904", "A pilot remembers"),
        ("Barley", "Oats", "Rye", "Wheat"),
        ("12 ships were seen.", "9 came in.", "2 turned back.", "1 sank."),
    ],
)
def test_sub_headings_lists_of_words_and_short_sentences_are(within: tuple[str, ...]) -> None:
    assert without_tables(lines(FIRST, *within, LAST)) == lines(FIRST, *within, LAST)


def test_items_of_a_list_are_paragraphs_though_they_have_numbers() -> None:
    items = lines("barley 212", "oats 187", "rye 150", "wheat 240", marker="-")
    assert without_tables([*lines(FIRST), *items]) == [*lines(FIRST), *items]


STORIES = (
    (
        "وزير الموانئ يبحث توسعة رصيف الرملة",
        "بحث وزير الموانئ في مدينة الرملة اليوم خطة لتوسعة الرصيف الشمالي خلال العامين المقبلين، "
        "بحضور ممثلين عن شركات النقل البحري والصيادين.",
        "وقال الوزير إن الكلفة لن تتجاوز ما رصد في الميزانية، وإن العمل سيبدأ في الربيع.",
    ),
    (
        "مكتبة متنقلة في قرى وادي السدر",
        "افتتحت بلدية وادي السدر مكتبة متنقلة تزور القرى البعيدة مرتين في الأسبوع، وعلى متنها "
        "ثلاثة آلاف كتاب للأطفال والكبار.",
        "ويقود المكتبة معلم متقاعد تبرع بشاحنته القديمة.",
    ),
)
OFFICES = ("مكتب الرملة", "مكتب وادي السدر")


@pytest.mark.parametrize("foot", ["المزيد", "مشاركة", ""])
def test_the_name_of_an_office_above_each_headline_is_none(foot: str) -> None:
    page = ["قناة الساحل", "الرئيسية", "الفروع", "البث المباشر", "برامج", "أخبار الفروع"]
    for office, story in zip(OFFICES, STORIES, strict=True):
        page += [office, *story, *([foot] if foot else [])]
    page += ["تواصل معنا", "جميع الحقوق محفوظة"]
    text = "\n".join(page)
    drafts = study(Page(name="page.txt", text=text, digest=""), (), today=TODAY).drafts
    assert [draft.article.title for draft in drafts] == [story[0] for story in STORIES]


def test_a_short_last_sentence_is_of_the_story() -> None:
    title = "Faut-il saler la soupe avant de la goûter ?"
    body = (
        "Bonjour chef, ma mère sale la soupe avant de la goûter et mon père après. Qui des deux a "
        "raison ? (Lise, Figeac)",
        "Le sel tire le goût des légumes tant qu'ils cuisent : une pincée au début, et le reste "
        "quand la soupe est dans l'assiette.",
        "Goûtez toujours, votre père a raison.",
    )
    page = ("Cuisine pratique", "Accueil", "Questions", "Forum", title, "4 mai 2018", *body)
    assert read(*page, "Cette réponse vous a-t-elle aidé ?", "Oui", "Mentions légales") == [
        (title, "\n\n".join(body))
    ]
