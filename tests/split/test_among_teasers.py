"""A whole story with teasers of others around it: only the whole one is an article."""

from __future__ import annotations

import datetime
import itertools
from dataclasses import replace

import pytest

from indexer.page import Line, Page
from indexer.split.gathered import Gathered
from indexer.split.stories import _among_teasers
from indexer.study import study

TODAY = datetime.date(2026, 1, 1)


def read(*blocks: str) -> list[tuple[str, str]]:
    text = "\n\n".join(blocks)
    drafts = study(Page(name="page.txt", text=text, digest=""), (), today=TODAY).drafts
    return [(draft.article.title, draft.article.body) for draft in drafts]


MILL = (
    "Old mill gets a new wheel after forty years",
    "March 14, 2019",
    "The carpenters of the lower village have set the last of the forty oak boards into the wheel, "
    "and on Sunday the water of the brook will be let in again for the first time.",
    "Whoever wants to see it turn should come before noon, the miller said, as the gate has to be "
    "closed again in the evening until the bearings have been greased.",
    "The wheel cost as much as a new roof would have, but half of the money was given by people "
    "who learned to swim in the pond above it.",
)
SHORTER = (
    (
        "Bridge over the Lerne closed for one more month",
        "Rust in two of the bearings is worse than the engineers had thought, and the county says "
        "that lorries must take the road by the quarry.",
    ),
    (
        "Harbour choir sings for the new lifeboat",
        "More than two hundred people filled the sail loft on Saturday when the harbour choir sang "
        "for the crew, and the hat went round twice.",
    ),
    (
        "Swans come back to the castle pond",
        "The pair that left in the dry summer is back, and the keeper has put up a fence of willow "
        "so that dogs leave the nest alone.",
    ),
)
MARKET = (
    "Le vieux moulin retrouve sa roue après quarante ans",
    "14 mars 2019",
    "Les charpentiers du village d'en bas ont posé la dernière des quarante planches de chêne, et "
    "dimanche l'eau du ruisseau coulera de nouveau dans le bief pour la première fois.",
    "Ceux qui veulent la voir tourner doivent venir avant midi, a dit le meunier, car la vanne "
    "sera refermée le soir jusqu'à ce que les paliers soient graissés.",
    "La roue a coûté autant qu'un toit neuf, mais la moitié de la somme a été donnée par ceux qui "
    "ont appris à nager dans l'étang du moulin.",
)
PLUS_COURTS = (
    (
        "Les pompiers cherchent de nouveaux volontaires",
        "Il manque une dizaine de bras à la caserne, et le capitaine invite tous les jeunes du "
        "canton à venir essayer une manœuvre.",
    ),
    (
        "Deux cygnes reviennent sur l'étang du château",
        "Le couple parti pendant l'été sec est revenu, et le gardien a posé une clôture de saule "
        "pour que les chiens laissent le nid en paix.",
    ),
)


@pytest.mark.parametrize(
    ("story", "teasers"), [(MILL, SHORTER), (MARKET, PLUS_COURTS), (MILL, SHORTER[1:])]
)
def test_teasers_below_a_whole_story_are_no_articles(
    story: tuple[str, ...], teasers: tuple[tuple[str, str], ...]
) -> None:
    headline, day, *paragraphs = story
    found = read("Home", "News", headline, day, *paragraphs, *itertools.chain(*teasers))
    assert found == [(headline, "\n\n".join(paragraphs))]


def test_short_stories_without_a_long_one_are_articles() -> None:
    found = read("Home", "News", *itertools.chain(*SHORTER))
    assert found == list(SHORTER)


@pytest.mark.parametrize(
    ("mark", "gap", "kept"), [("##", 0, True), ("###", 0, True), ("##", 2, False), ("#", 0, False)]
)
def test_a_last_part_headed_a_level_below_the_headline_is_a_section_and_no_teaser(
    mark: str, gap: int, kept: bool
) -> None:
    title, _, *body = map(line, MILL)
    heading, sentence = map(line, SHORTER[2])
    main = Gathered(replace(title, marker="#"), None, body, top=0, bottom=3)
    other = Gathered(replace(heading, marker=mark), None, [sentence], top=4 + gap, bottom=5 + gap)
    found = _among_teasers([main, other], [])
    assert found is main
    assert (main.paragraphs[-1] == sentence) == kept


def line(text: str) -> Line:
    return Line(text, 0, len(text))


def test_stories_without_days_below_each_other_are_no_sections_of_the_first() -> None:
    short = ("Bank opens office in Kampala", "Fund lends to weavers", "Miller's choir sings")
    page = ["Home", "News", "Contact"]
    for title, (*_, second, third) in zip(short, (MILL, MILL, MILL), strict=True):
        page += [f"{title} again", second, third]
    assert [title for title, _ in read(*page)] == [f"{title} again" for title in short]
