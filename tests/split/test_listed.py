"""Teasers with captions, each set like the others, are an article each."""

from __future__ import annotations

import datetime

import pytest

from indexer.clean import known_kinds
from indexer.lines import lines_of
from indexer.page import Page
from indexer.split.label import LineRole
from indexer.split.listed import teasers_alike
from indexer.study import study

TODAY = datetime.date(2026, 1, 1)

TEASERS = {
    "en": (
        ("Region", "Otters fish below the old weir again", "An otter at dawn. Photo: T. Marsh",
         "Two otters were seen below the weir on Friday for the first time in sixty years, and the "
         "miller has put up a sign that asks dogs to be kept away."),
        ("Economy", "Rope makers of Hallow move into the gas works", "The hall. Photo: M. Quill",
         "The last three rope makers of Hallow will share the empty gas works from June on, as "
         "their walk along the harbour has become too short for the new orders."),
        ("Sport", "Ice skaters wait for frost on the long pond", "The pond. Photo: I. Dolan",
         "The pond has not borne anyone since the new year, and the club has put off its race for "
         "the third time, to the last Sunday in February."),
        ("Culture", "Choir of the lower town looks for tenors", "The choir. Photo: G. Holm",
         "Twelve women and two men sing in the choir of the lower town, which would like to "
         "perform a mass with four voices in December."),
    ),
    "de": (
        ("Region", "Fischotter jagen wieder unter dem alten Wehr", "Ein Otter. Foto: T. Marx",
         "Zum ersten Mal seit sechzig Jahren wurden am Freitag zwei Otter unter dem Wehr gesehen, "
         "und der Müller bittet auf einem Schild, Hunde fernzuhalten."),
        ("Wirtschaft", "Seiler von Hallau ziehen in das Gaswerk", "Die Halle. Foto: M. Quint",
         "Die letzten drei Seiler von Hallau teilen sich ab Juni das leere Gaswerk, weil ihre Bahn "
         "am Hafen für die neuen Aufträge zu kurz geworden ist."),
        ("Sport", "Eisläufer warten auf Frost am langen Teich", "Der Teich. Foto: I. Dohlen",
         "Seit Neujahr hat der Teich niemanden getragen, und der Verein hat sein Rennen zum "
         "dritten Mal verschoben, auf den letzten Sonntag im Februar."),
        ("Kultur", "Chor der Unterstadt sucht dringend zwei Tenöre", "Der Chor. Foto: G. Holm",
         "Zwölf Frauen und zwei Männer singen im Chor der Unterstadt, der im Dezember eine Messe "
         "mit vier Stimmen aufführen möchte."),
    ),
}  # fmt: skip
MENUS = {
    "en": (("Home", "News", "Contact"), ("Contact us", "Privacy policy")),
    "de": (("Startseite", "Nachrichten", "Kontakt"), ("Impressum", "Datenschutz")),
}


def titles(language: str, *, captions: bool) -> list[tuple[str, str]]:
    top, bottom = MENUS[language]
    blocks = [*top]
    for label, headline, caption, sentence in TEASERS[language]:
        blocks += [label, headline, *([caption] if captions else []), sentence]
    page = Page(name="page.txt", text="\n\n".join([*blocks, *bottom]), digest="")
    drafts = study(page, (), today=TODAY).drafts
    return [(draft.article.title, draft.article.body) for draft in drafts]


@pytest.mark.parametrize("captions", [True, False], ids=["captions", "plain"])
@pytest.mark.parametrize("language", TEASERS)
def test_each_teaser_of_a_list_is_an_article(language: str, captions: bool) -> None:
    wanted = [(headline, sentence) for _, headline, _, sentence in TEASERS[language]]
    assert titles(language, captions=captions) == wanted


def roles(*told: tuple[str, LineRole]) -> list[LineRole]:
    lines = list(lines_of("\n".join(text for text, _ in told)))
    kinds = known_kinds(lines, [False] * len(lines))
    return teasers_alike(lines, kinds, [role for _, role in told])


@pytest.mark.parametrize("language", TEASERS)
def test_one_that_was_taken_for_a_part_of_the_one_above_begins_like_the_others(
    language: str,
) -> None:
    first, second, third, _ = TEASERS[language]
    seen = [
        *zip(first[1:], (LineRole.TITLE, LineRole.HEAD, LineRole.HEAD), strict=True),
        (second[0], LineRole.HEAD),
        *zip(second[1:], (LineRole.FIRST, LineRole.INSERT, LineRole.BODY), strict=True),
        (third[0], LineRole.OUTSIDE),
        *zip(third[1:], (LineRole.TITLE, LineRole.HEAD, LineRole.FIRST), strict=True),
    ]
    of_teaser = [LineRole.TITLE, LineRole.HEAD, LineRole.FIRST]
    outside = [LineRole.OUTSIDE]
    assert roles(*seen) == [*of_teaser, *outside, *of_teaser, *outside, *of_teaser]


def test_paragraphs_below_sub_headings_of_one_story_begin_none() -> None:
    told: list[tuple[str, LineRole]] = []
    for role, (_, headline, _, sentence) in zip(
        (LineRole.TITLE, LineRole.TITLE, LineRole.BODY), TEASERS["en"], strict=False
    ):
        told += [(headline, role), (sentence, LineRole.BODY)]
    assert roles(*told) == [role for _, role in told]
