"""One page as the tools that people use dump it: its story, whole, and nothing else."""

from __future__ import annotations

import datetime
import re

import pytest

from corpus import HELD_OUT, load
from indexer.page import Page
from indexer.sources.glued import apart
from indexer.sources.plain import plain
from indexer.study import Study, study

UNSEEN = HELD_OUT / "unseen.jsonl"
TITLE = "Harbour Council Approves a Night Ferry to the Salt Islands"
FIRST = "The harbour council of Port Melan voted on Monday to let a ferry sail at night, after"
LINK = "eleven weeks of talks"
FIRST_END = "with the bakers, the fishermen and the keeper of the lighthouse."
OTHERS = (
    "“We had forgotten how the horn sounds after dark,” said Ines Calder, who bakes bread on the "
    "larger of the islands. “Now it will wake the children, and we are all glad of it.”",
    "The ferry is to leave the quay at ten in the evening and to be back before the first bread "
    "is sold. It carries forty people and six bicycles, and the crossing takes an hour.",
    "The council will look at the figures in the spring. Should fewer than twelve people a night "
    "make the crossing, the boat returns to its old timetable in May.",
)
MENU = ("Home", "News", "Weather", "Tides", "Letters", "Sign in")
TEASERS = ("Lighthouse keeper retires", "Bread prices rise on the islands", "Six new bicycles")
BODY = (f"{FIRST} {LINK} {FIRST_END}", *OTHERS)


def studied(text: str) -> Study:
    page = Page(name="page.txt", text=plain(text), digest="")
    return study(page, (), today=datetime.date(2026, 1, 1))


def by_bs4():
    menu = "\n\n\n".join(MENU)
    body = f"{FIRST} \n{LINK}\n {FIRST_END}\n\n\n" + "\n\n\n".join(OTHERS)
    teasers = "\n\n".join(TEASERS)
    return (
        f"\n\n{TITLE} | The Melan Gazette\n\n\n{menu}\n\n\n\n{TITLE}\n\n\nBy Ama Sow\n\n"
        f"4 March 2021\n\n\nShare\n\n\n{body}\n\n\n\nMost read\n\n{teasers}\n\n"
        "© 2021 The Melan Gazette. All rights reserved.\n"
    )


def wrapped(text, width, indent):
    lines, line = [], ""
    for word in text.split():
        if line and len(indent) + len(line) + 1 + len(word) > width:
            lines.append(indent + line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, indent + line])


def by_lynx():
    menu = "\n".join(f"     * [{n}]{item}" for n, item in enumerate(MENU, 2))
    paragraphs = [f"{FIRST} [8]{LINK} {FIRST_END}", *OTHERS]
    body = "\n\n".join(wrapped(paragraph, 72, "   ") for paragraph in paragraphs)
    teasers = "\n".join(f"     * [{n}]{item}" for n, item in enumerate(TEASERS, 9))
    addresses = "\n".join(f"  {n:2}. https://gazette.example/{n}" for n in range(1, 12))
    return (
        f"   #[1]alternate\n\n{menu}\n\n{TITLE}\n\n   By Ama Sow\n   4 March 2021\n\n   (BUTTON) "
        f"Share\n\n{body}\n\nMost read\n\n{teasers}\n\n   © 2021 The Melan Gazette. "
        f"All rights reserved.\n\nReferences\n\n{addresses}\n"
    )


def by_w3m():
    menu = "\n".join(f"  • {item}" for item in MENU)
    body = "\n\n".join(wrapped(paragraph, 79, "") for paragraph in BODY)
    teasers = "\n".join(f"  • {item}" for item in TEASERS)
    return (
        f"[logo]\n{menu}\n\n{TITLE}\n\nBy Ama Sow\n\n4 March 2021\n\n[image]\n\n{body}\n\n"
        f"Most read\n\n{teasers}\n\n© 2021 The Melan Gazette. All rights reserved.\n"
    )


def by_html2text():
    menu = "\n".join(f"  * [{item}](/{item.lower()})" for item in MENU)
    first = f'{FIRST} [{LINK}](/talks "The talks") {FIRST_END}'
    teasers = "\n".join(f"  * [{item}](/more)" for item in TEASERS)
    return (
        f"[ ![The Melan Gazette](/logo.svg) ](/)\n\n{menu}\n\n#  {TITLE} \n\nBy [Ama Sow](/sow)\n\n"
        f"4 March 2021\n\n![A ferry at night](/ferry.jpg)\n\n"
        + "\n\n".join([first, *OTHERS])
        + f"\n\n## Most read\n\n{teasers}\n\n© 2021 The Melan Gazette. All rights reserved.\n"
    )


def by_inscriptis():
    menu = "\n".join(f"  * {item}" for item in MENU)
    teasers = "\n".join(f"  * {item}" for item in TEASERS)
    return (
        f"{menu}\n  * \n  * \n\n{TITLE}\n\n  By Ama Sow\n  4 March 2021\n\n"
        + "\n\n".join(f"  {paragraph}" for paragraph in BODY)
        + f"\n\nMost read\n{teasers}\n\n© 2021 The Melan Gazette. All rights reserved.\n"
    )


def by_lxml():
    return (
        f"{TITLE} | The Melan Gazette\n{''.join(MENU)}\n{TITLE}\nBy Ama Sow\n4 March 2021\n"
        + "".join(BODY)
        + "\nMost read\n"
        + "\n".join(TEASERS)
        + "\n© 2021 The Melan Gazette. All rights reserved.\n"
    )


DUMPS = {
    "bs4": by_bs4,
    "lynx": by_lynx,
    "w3m": by_w3m,
    "html2text": by_html2text,
    "inscriptis": by_inscriptis,
    "lxml": by_lxml,
}


def read(text):
    page = Page(name="page.txt", text=plain(text), digest="")
    return study(page, (), today=datetime.date(2024, 6, 1))


def words(text):
    return " ".join(text.split())


@pytest.mark.parametrize("tool", DUMPS)
def test_the_dump_of_a_tool_gives_the_one_story_of_its_page(tool):
    [draft] = read(DUMPS[tool]()).drafts
    assert draft.article.title == TITLE
    assert words(draft.article.body) == words(" ".join(BODY))
    assert draft.article.date == "2021-03-04"


@pytest.mark.parametrize("tool", ["bs4", "lynx", "w3m"])
def test_a_sentence_that_the_tool_tore_is_one_paragraph_again(tool):
    [draft] = read(DUMPS[tool]()).drafts
    assert draft.article.body.split("\n\n")[0] == BODY[0]


def test_blocks_that_the_tool_ran_together_are_paragraphs_of_their_own():
    [draft] = read(by_lxml()).drafts
    paragraphs = draft.article.body.split("\n\n")
    assert paragraphs[0].endswith("lighthouse.")
    assert paragraphs[-1].startswith("The council will look")


@pytest.mark.parametrize("tool", DUMPS)
def test_every_line_of_a_page_is_in_an_article_or_among_what_was_removed(tool):
    text = plain(DUMPS[tool]())
    drafts = read(DUMPS[tool]()).drafts
    shown = words(
        " ".join(
            part
            for draft in drafts
            for part in (draft.article.title, draft.article.body, *draft.article.removed)
        )
    )
    lost = [line for line in map(words, text.split("\n")) if line.strip("#•* ") not in shown]
    assert [line for line in lost if line != "4 March 2021"] == []


def test_blocks_that_ran_together_without_a_space_are_split_again() -> None:
    stories = [page for page in load(UNSEEN) if len(page.articles) == 1 and len(page.text) > 1200]
    wrong = []
    for page in stories:
        [wanted] = page.articles
        glued = re.sub(r"\s*\n\s*", "", page.text)
        bodies = [draft.article.body for draft in studied(glued).drafts]
        wrong += [page.name] if not any(wanted["first_words"] in body for body in bodies) else []
    assert len(stories) >= 8
    assert len(wrong) * 4 <= len(stories)


MINIFIED = (
    (
        ("Home", "Rivers", "Ferry crews learn to knit nets again"),
        (
            "Six ferry crews on the lower Tamsel have gone back to school, one evening a "
            "week, to learn how their grandparents knitted the nets that hang in the town "
            "museum.",
            "Their teacher is eighty-one, and has no patience with anybody who counts "
            "aloud. She asked for good lamps, a stove and a kettle, and got all three by "
            "the second week.",
        ),
        ("Related", "Ferry fares to rise", "Contact"),
    ),
    (
        ("Accueil", "Montagne", "Le refuge des Aiguilles a perdu sa cloche"),
        (
            "La cloche du refuge des Aiguilles, qui sonnait les soirs de brume depuis plus "
            "de cent ans, a disparu pendant la fonte des neiges, sans que personne ait rien"
            " entendu.",
            "Le gardien en a emprunté une à la chapelle du hameau, qui est plus petite et "
            "que l'on entend moins loin. Il la rendra dès que l'autre sera retrouvée ou "
            "refondue.",
        ),
        ("Imprimer", "Partager", "Nous écrire"),
    ),
    (
        ("Startseite", "Kultur", "Ein Chor probt im leeren Freibad"),
        (
            "Seit das Gemeindehaus umgebaut wird, probt der Chor von Ebersgrün im leeren "
            "Becken des Freibads, das im Winter ohnehin niemand braucht und in dem es "
            "schöner hallt.",
            "Der Bademeister hat dafür das Tor aufgeschlossen und eine Leiter "
            "hineingestellt. Er singt inzwischen selbst mit, im Bass, und trägt dabei immer"
            " noch seine Pfeife.",
        ),
        ("Teilen", "Drucken", "Nach oben"),
    ),
    (
        ("الصفحة الرئيسية", "الثقافة", "طبول القرية تعود إلى الساحة"),
        (
            "عادت طبول القرية إلى الساحة بعد غياب دام تسع سنوات، وحضر الناس من الوديان "
            "المجاورة ومعهم أولادهم.",
            "وقال شيخ العازفين إن أكبر طبل عمره مئة عام، وإن جلده لم يبدل إلا مرة واحدة.",
        ),
        ("المكتبة", "الصور الحديثة", "اتصل بنا"),
    ),
)


@pytest.mark.parametrize(("above", "told", "below"), MINIFIED)
def test_menu_and_headline_of_a_page_on_one_line_are_not_taken_into_its_first_paragraph(
    above: tuple[str, ...], told: tuple[str, ...], below: tuple[str, ...]
) -> None:
    blocks = [*above, *told, *below]
    assert apart("".join(blocks)).split("\n") == blocks


def test_names_written_as_one_word_are_not_cut_in_sentences_that_ran_together() -> None:
    told = (
        "The board of GeoTrust met in the old mill on Monday, and no paper had been sent out.",
        "It chose a chair from RiverWatch, whose boats have measured the lake every month since "
        "1990, and a treasurer from the union of the anglers, who will be paid in fish.",
    )  # fmt: skip
    assert apart("".join(told)).split("\n") == list(told)


def test_a_page_on_one_line_that_gives_no_story_says_what_was_wrong() -> None:
    pages = [re.sub(r"\s+", " ", page.text) for page in load(UNSEEN) if len(page.articles) > 2]
    reasons = {reason for page in pages[:20] if (reason := studied(page).reason)}
    assert len(reasons) >= 3
    assert all(re.search(r"letters are one line, .* dump it with line breaks", r) for r in reasons)
