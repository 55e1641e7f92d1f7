"""A line between headline and story: it is of the story, and not its headline."""

from __future__ import annotations

import datetime

import pytest

from indexer.page import Page
from indexer.study import study

TODAY = datetime.date(2026, 1, 1)


def read(*lines: str) -> list[tuple[str, list[str]]]:
    text = "\n\n    ".join(lines)
    drafts = study(Page(name="page.txt", text=text, digest=""), (), today=TODAY).drafts
    return [(draft.article.title, draft.article.body.split("\n\n")) for draft in drafts]


COUNCIL = (
    "Council and guilds agree on a fund for old workshops",
    "Masters will teach again in the lower town",
    "The mayor of Lindow, Karin Abel, and the head of the guilds, Mr. Otto Reim, signed an "
    "agreement on Thursday that sets up a fund for workshops that are older than a century.",
    "The fund pays for roofs and for tools, and each master takes on two young people a year. "
    "Both sides will meet again in March to hear what has been done by then.",
)
LACE = (
    "Un musée de la dentelle ouvrira ses portes en septembre",
    "Trois siècles de métiers dans une ancienne filature",
    "L'ancienne filature du quai accueillera en septembre un musée de la dentelle, a annoncé mardi "
    "la communauté de communes, qui a acheté le bâtiment il y a quatre ans.",
    "Plus de mille pièces y seront montrées, dont certaines n'ont jamais quitté les familles qui "
    "les gardaient.",
)
BRIDGE = (
    "Stadt und Bahn einigen sich auf neue Brücke am Hafen",
    "Züge fahren ab Herbst wieder durch",
    "Die Stadt Ansbrück und die Bahn haben sich am Mittwoch auf den Bau einer neuen Brücke am "
    "Hafen geeinigt, wie beide Seiten nach der dritten Runde der Gespräche mitteilten.",
    "Die alte Brücke war im Frühjahr gesperrt worden, nachdem Prüfer Risse in zwei Pfeilern "
    "gefunden hatten. Der Bau soll im Herbst beginnen.",
)
MAPS = (
    "المدينة والجامعة تتفقان على إنشاء متحف للخرائط القديمة",
    "خرائط نادرة تعرض للمرة الأولى",
    "وقع رئيس بلدية مدينة النهر ورئيس الجامعة يوم الاثنين اتفاقا لإنشاء متحف للخرائط القديمة في "
    "مبنى البريد السابق، بعد مفاوضات استمرت عاما كاملا بين الجانبين.",
    "وسيضم المتحف أكثر من ألف خريطة، ويبدأ العمل في الربيع القادم على أن يفتح أبوابه بعد عامين.",
)


@pytest.mark.parametrize("story", [COUNCIL, LACE, BRIDGE, MAPS])
@pytest.mark.parametrize("mark", ["", "**"])
def test_a_standfirst_opens_the_story_below_its_headline(story: tuple[str, ...], mark: str) -> None:
    headline, standfirst, *paragraphs = story
    found = read(headline, f"{mark}{standfirst}", *paragraphs)
    assert found == [(headline, [standfirst, *paragraphs])]


@pytest.mark.parametrize("between", ["By Anna Weiss, Lindow", "Photo: Karin Abel at the town hall"])
def test_a_byline_or_caption_is_no_standfirst(between: str) -> None:
    headline, _, *paragraphs = COUNCIL
    assert read(headline, between, *paragraphs) == [(headline, paragraphs)]


def test_a_section_above_a_headline_is_not_its_headline() -> None:
    headline, _, *paragraphs = COUNCIL
    assert read("REGION", headline, *paragraphs) == [(headline, paragraphs)]
