"""What an extraction leaves out though it is inside the story comes back; what is not stays out."""

from __future__ import annotations

import datetime

import pytest

from indexer.clean import Kind, known_kind
from indexer.sources.markup.gaps import with_gaps_filled
from indexer.sources.web import page_of_html
from indexer.study import study

TITLE = "Old lighthouse gets a new lamp"


def paragraph(number: int) -> str:
    return (
        f"In week {number} the masons of the coast office carried stones up the stairs of a tower,"
        " and the keepers of the harbour counted the boats that waited for the light."
    )


def article(inside: str, *, head: str = "", below: str = "") -> str:
    texts = "".join(f"<p>{paragraph(number)}</p>" for number in range(1, 4))
    rest = "".join(f"<p>{paragraph(number)}</p>" for number in range(4, 7))
    return (
        f"<html lang='en'><head><title>{TITLE}</title></head><body><main><article>"
        f"<header><h1>{TITLE}</h1>{head}</header><div class='text'>{texts}{inside}{rest}</div>"
        f"{below}</article></main></body></html>"
    )


def body(html: str) -> str:
    page = page_of_html(html, name="page.html", digest="", url=None)
    [draft] = study(page, [], today=datetime.date(2024, 5, 1)).drafts
    return draft.article.body


LOST = "The lamp weighs four hundred kilos, and nobody knew how to lift it."


def test_a_long_list_between_paragraphs_is_put_back_whole() -> None:
    from lxml import html

    items = [f"Keeper number {n} carried his stones up alone, and rested twice." for n in range(9)]
    listed = "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    found = "\n".join(paragraph(number) for number in range(1, 7))
    filled = with_gaps_filled(html.fromstring(article(listed)), found, title=TITLE)
    assert [line for line in filled.split("\n") if line.startswith("- ")] == [
        f"- {item}" for item in items
    ]


@pytest.mark.parametrize(
    ("lost", "text"),
    [
        (f"<div class='c-q'><p>{LOST}</p></div>", LOST),
        (f"<blockquote>{LOST}</blockquote>", LOST),
        (f"<ul><li>{LOST}</li></ul>", f"- {LOST}"),
        ("<h3>How it was lifted</h3>", "How it was lifted"),
    ],
    ids=["paragraph", "quotation", "list", "sub-heading"],
)
def test_what_was_left_out_between_paragraphs_is_put_back_at_its_place(
    lost: str, text: str
) -> None:
    from lxml import html

    found = "\n".join(paragraph(number) for number in range(1, 7))
    filled = with_gaps_filled(html.fromstring(article(lost)), found, title=TITLE)
    lines = [line for line in filled.split("\n") if line]
    assert lines == [
        *(paragraph(number) for number in range(1, 4)),
        text,
        *(paragraph(number) for number in range(4, 7)),
    ]


@pytest.mark.parametrize(
    "other",
    [
        f"<div class='related-box'><p>{LOST}</p></div>",
        f"<aside><p>{LOST}</p></aside>",
        f"<figure><figcaption>{LOST}</figcaption></figure>",
        f"<p><a href='/2'>{LOST}</a></p>",
        f"<div class='newsletter-signup'><p>{LOST}</p></div>",
        f"<p hidden>{LOST}</p>",
        f"<div class='authorBio'><p>{LOST}</p></div>",
    ],
)
def test_what_is_named_linked_or_hidden_is_not_put_back(other: str) -> None:
    from lxml import html

    found = "\n".join(paragraph(number) for number in range(1, 7))
    assert with_gaps_filled(html.fromstring(article(other)), found, title=TITLE) == found


@pytest.mark.parametrize(
    "head",
    [
        "<p>{}</p>",
        "<div class='kopf'><p class='grey'>{}</p></div>",
        "<h2 class='article__subtitle'>{}</h2>",
        "<div class='abstract'>{}</div>",
    ],
)
def test_a_sentence_between_headline_and_text_opens_the_story(head: str) -> None:
    lead = "After forty dark winters the tower on the cape shines for the boats again."
    assert body(article("", head=head.format(lead))).startswith(lead)


@pytest.mark.parametrize(
    "head",
    [
        "<p>By our correspondent Ada Grund</p>",
        "<p>Follow us on Facebook and never miss a story about the lights of the coast.</p>",
        f"<p>{TITLE}</p>",
        "<p class='caption'>The tower on the cape, as it was seen from the boats in May.</p>",
        "<p>Updated on 3 May 2021 at ten past four in the afternoon.</p>",
    ],
)
def test_bylines_calls_captions_and_the_title_open_no_story(head: str) -> None:
    assert body(article("", head=head)).startswith(paragraph(1))


@pytest.mark.parametrize(
    "below",
    [
        "<ul class='related_posts'><li><a href='/2'>Other lamp</a> It was lit last year.</li></ul>",
        "<div class='toc_container'><a href='#a'>How it was lifted</a></div>",
        "<div class='articleTags'><a href='/t'>lighthouses</a> <a href='/u'>coast</a></div>",
        "<div class='author-box'>Ada Grund has written about towers since she was ten.</div>",
        "<p>© 2021 Coast Letter. No part of it may be printed again without a licence.</p>",
        "<p>Subscribers also receive a small lamp made by the masons of the coast!</p>",
        "<p>¿Ya lo sabías? Únete a nuestro canal de Telegram en este enlace.</p>",
        "<p>Figure 3: how the lamp was lifted</p>",
    ],
)
def test_what_is_set_below_or_into_a_story_by_the_site_is_no_part_of_it(below: str) -> None:
    found = body(article("", below=below))
    assert found.endswith(paragraph(6))
    assert body(article(below)).split("\n\n") == [paragraph(number) for number in range(1, 7)]


def test_paragraphs_set_alike_are_read_though_the_extraction_found_only_some() -> None:
    from lxml import html

    found = "\n".join(paragraph(number) for number in range(3, 7))
    filled = with_gaps_filled(html.fromstring(article("")), found, title=TITLE)
    assert filled.split() == " ".join(paragraph(number) for number in range(1, 7)).split()


@pytest.mark.parametrize(
    "line",
    [
        "Migrants join boats across the Channel as the police watch them from Facebook.",
        "The company abonnierte in March one hundred papers, the minister said on Twitter.",
        "Subscribers complained about the price of the letter.",
        "Figures show that the number of lamps fell.",
    ],
)
def test_sentences_of_stories_are_no_calls_to_readers(line: str) -> None:
    assert known_kind(line) is None


def test_the_kinds_of_such_lines_are_known() -> None:
    assert known_kind("Abbildung 2: Der Turm von Westen") is Kind.CAPTION
    assert known_kind("Abonnieren Sie unseren Newsletter per Mail") is Kind.INLINE
    assert known_kind("Release Date:") is Kind.INLINE


def test_a_story_inside_a_menu_that_is_not_closed_is_read() -> None:
    html = article("").replace("<main>", "<nav><ul><li><a href='/'>Home</a></li></ul><main>")
    assert body(html).startswith(paragraph(1))


def test_what_is_in_scripts_buttons_and_menus_is_no_line_of_a_story() -> None:
    beside = (
        "<nav><ul><li><a href='/lamps'>All lamps of the coast</a></li></ul></nav>"
        "<button>Show the whole story about the lamp of the coast.</button>"
        "<script>var lamp = 'The lamp of the coast shines for all boats.';</script>"
    )
    assert body(article(beside)).split("\n\n") == [paragraph(number) for number in range(1, 7)]
