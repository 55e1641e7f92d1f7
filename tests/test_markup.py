"""What is read from the markup of web pages: the story, its title, listings, and credits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import pipeline
from indexer.report import Report
from indexer.sources.web import page_of_html
from search_index.model.article import Article
from search_index.settings import Settings
from tests.containers import BODY, MARKUP, TITLE

SETTINGS = Settings.from_environment({})

ONE = (
    "The night ferry between Tarn and Ostby will sail again from the first of June, the harbour "
    "board said after a meeting that lasted until the early morning.",
    "Two boats that had been laid up since the winter storms were repaired at a yard in Brede, and "
    "their crews have been called back from the fishing fleet.",
    "Tickets go on sale on Thursday at both piers, and islanders pay half as much as visitors do.",
)
TWO = (
    "A family of beavers has moved into the mill pond at Skelby and felled eleven birches, to the "
    "delight of the school and the dismay of the golf club.",
    "The council wants to put wire around the oldest oaks before the end of the month and has "
    "asked for volunteers who own a pair of thick gloves.",
)
THREE = (
    "The bakery on Pilot Street, which burned down a year ago, opened its doors on Saturday with a "
    "loaf for everybody who had helped to carry stones.",
    "Its ovens are heated with wood from the storm, said the owner, and there is enough of it to "
    "bake for two more winters at least.",
)
TITLES = ("Night Ferry Returns to Tarn", "Beavers Move Into Mill Pond", "Bakery Opens After Fire")
DATES = ("4 May 2021", "2 May 2021", "30 April 2021")
STORIES = (ONE, TWO, THREE)


def paragraphs(story: tuple[str, ...]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in story)


def document(body: str, head: str = "") -> str:
    menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/sport'>Sport</a></li></ul></nav>"
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'>{head}</head>"
        f"<body><header><a href='/'>The Tarn Gazette</a>{menu}</header>{body}"
        "<footer><p>Copyright The Tarn Gazette. All rights reserved.</p></footer></body></html>"
    )


Read = Callable[[str], list[Article]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_page(page: str) -> list[Article]:
        (tmp_path / "page.html").write_text(page, "utf-8")
        return list(pipeline.dry_run([tmp_path], SETTINGS, report=Report(), jobs=1))

    return read_page


LISTINGS = {
    "article elements": "".join(
        f"<article><header><h2><a href='/{n}'>{title}</a></h2><time>{date}</time></header>"
        f"{paragraphs(story)}</article>"
        for n, (title, date, story) in enumerate(zip(TITLES, DATES, STORIES, strict=True))
    ),
    "div.post": "".join(
        f"<div class='post'><h2><a href='/{n}'>{title}</a></h2><p class='date'>{date}</p>"
        f"{paragraphs(story)}</div>"
        for n, (title, date, story) in enumerate(zip(TITLES, DATES, STORIES, strict=True))
    ),
    "list items": "<ul>"
    + "".join(
        f"<li><a href='/{n}'><h3>{title}</h3></a><span class='d'>{date}</span>"
        f"{paragraphs(story)}</li>"
        for n, (title, date, story) in enumerate(zip(TITLES, DATES, STORIES, strict=True))
    )
    + "</ul>",
    "table rows": "<table>"
    + "".join(
        f"<tr><td>{date}</td><td><a href='/{n}'>{title}</a>{paragraphs(story)}</td></tr>"
        for n, (title, date, story) in enumerate(zip(TITLES, DATES, STORIES, strict=True))
    )
    + "</table>",
    "terms": "<dl>"
    + "".join(
        f"<dt><a href='/{n}'>{title}</a> <span>{date}</span></dt><dd>{paragraphs(story)}</dd>"
        for n, (title, date, story) in enumerate(zip(TITLES, DATES, STORIES, strict=True))
    )
    + "</dl>",
    "a table each": "".join(
        f"<table><tr><td>{date}</td><td><b>{title}</b>{paragraphs(story)}</td></tr></table>"
        for title, date, story in zip(TITLES, DATES, STORIES, strict=True)
    ),
    "a list of terms each": "".join(
        f"<dl><dt>{date}: {title}</dt><dd>{paragraphs(story)}</dd></dl>"
        for title, date, story in zip(TITLES, DATES, STORIES, strict=True)
    ),
    "flat headings": "".join(
        f"<h2>{title}</h2><p>{date}</p>{paragraphs(story)}"
        for title, date, story in zip(TITLES, DATES, STORIES, strict=True)
    ),
}


@pytest.mark.parametrize("form", LISTINGS)
def test_a_listing_gives_each_of_its_stories(read: Read, form: str) -> None:
    page = document(f"<main><h1>News</h1>{LISTINGS[form]}</main>", "<title>News</title>")
    articles = read(page)
    assert [(a.title, a.date) for a in articles] == [
        ("Night Ferry Returns to Tarn", "2021-05-04"),
        ("Beavers Move Into Mill Pond", "2021-05-02"),
        ("Bakery Opens After Fire", "2021-04-30"),
    ]
    assert [a.body for a in articles] == ["\n\n".join(story) for story in STORIES]


CARDS = "".join(
    f"<article class='card'><h3><a href='/{n}'>{title}</a></h3><p>{story[0]}</p></article>"
    for n, (title, story) in enumerate(zip(TITLES[1:], STORIES[1:], strict=True))
)
LONG_STORY = (*ONE, *(f"{text} So said the harbour master." for text in ONE))


@pytest.mark.parametrize(
    "body",
    [
        f"<main><h1>{TITLES[0]}</h1>{paragraphs(LONG_STORY)}{CARDS}</main>",
        f"<main><article><header><h1>{TITLES[0]}</h1><p>By Ann Lee</p></header>"
        f"{paragraphs(LONG_STORY)}</article>{CARDS}</main>",
        f"<main><article><h1>{TITLES[0]}</h1>{paragraphs(LONG_STORY)}</article>"
        f"<section class='related'><h2>Related</h2>{CARDS}</section></main>",
    ],
)
def test_a_story_with_cards_of_others_beside_it_is_one_story(read: Read, body: str) -> None:
    [article] = read(document(body, f"<title>{TITLES[0]} | The Tarn Gazette</title>"))
    assert article.title == TITLES[0]
    assert article.body.startswith(ONE[0])
    assert TWO[1] not in article.body


def test_a_story_with_subheadings_is_one_story(read: Read) -> None:
    parts = "".join(f"<h2>Part {n}</h2>{paragraphs(story)}" for n, story in enumerate(STORIES))
    [article] = read(document(f"<main><article><h1>{TITLES[0]}</h1>{parts}</article></main>"))
    assert article.title == TITLES[0]
    assert THREE[1] in article.body


@pytest.mark.parametrize(
    ("head", "heading"),
    [
        (f"<title>{TITLES[0]} | The Tarn Gazette</title>", f"<h1>{TITLES[0]}</h1>"),
        (f"<meta property='og:title' content='{TITLES[0]}'>", "<h1>The Tarn Gazette</h1>"),
        (
            f"<title>The Tarn Gazette – {TITLES[0]}</title>"
            "<meta property='og:site_name' content='The Tarn Gazette'>",
            "",
        ),
        ("<title>The Tarn Gazette</title>", f"<h1><span>{TITLES[0]}</span></h1>"),
        (f"<title>{TITLES[0]} - Tarn</title>", f"<h1>Islands: {TITLES[0]}</h1>"),
    ],
)
def test_the_title_is_the_headline_without_the_name_of_the_site(
    read: Read, head: str, heading: str
) -> None:
    site = "<meta property='og:site_name' content='The Tarn Gazette'>"
    page = document(f"<main>{heading}{paragraphs(ONE)}</main>", head + site)
    [article] = read(page)
    assert article.title.removeprefix("Islands: ") == TITLES[0]


@pytest.mark.parametrize(
    "heading",
    [
        f"<p><font size='5'><b>{TITLES[0]}</b></font></p>",
        f"<h1>The Tarn Gazette</h1><h2>{TITLES[0]}</h2>",
        f"<h3>{TITLES[0]}</h3>",
    ],
    ids=["bold", "below the name of the site", "small heading"],
)
def test_the_title_is_the_part_that_the_page_shows_though_it_does_not_name_its_site(
    read: Read, heading: str
) -> None:
    head = f"<title>{TITLES[0]} | The Tarn Gazette</title>"
    [article] = read(document(f"<div>{heading}{paragraphs(ONE)}</div>", head))
    assert article.title == TITLES[0]


@pytest.mark.parametrize(
    "above",
    [
        "<p>Press releases</p><p>{title}</p>",
        "<p>04.05.2021 {title}</p>",
        "<p>{title}</p><p>04.05.2021</p>",
    ],
)
def test_the_text_begins_below_its_headline_and_what_is_set_above_that(above: str) -> None:
    head = f"<title>{TITLE}</title><meta property='article:published_time' content='2021-05-04'>"
    html = f"<html><head>{head}</head><body><div>{above.format(title=TITLE)}{MARKUP}</div></body>"
    page = page_of_html(html, name="a.html", digest="", url=None)
    assert page.text.split() == f"{TITLE}\n\n{BODY}".split()


def test_the_title_loses_the_site_where_the_headline_has_a_line_of_its_own() -> None:
    line = f"<div class='t'>{TITLE}</div>"
    html = f"<html><head><title>{TITLE} | Port</title></head><body>{line}<div>{MARKUP}</div></body>"
    assert page_of_html(html, name="a.html", digest="", url=None).title == TITLE


def test_a_title_that_is_the_name_of_the_page_in_its_address_gives_way_to_the_headline() -> None:
    head = "<title>ferry-returns-2021</title>"
    html = f"<html><head>{head}</head><body><div><h2>{TITLE}</h2>{MARKUP}</div></body></html>"
    assert page_of_html(html, name="a.html", digest="", url=None).title == TITLE


def test_a_paragraph_with_a_reference_or_a_name_in_brackets_is_no_caption(read: Read) -> None:
    noted = (f"{ONE[0]} [12]", f"{ONE[1]}[3]", "Photographs of both boats hang in the town hall.")
    [article] = read(document(f"<main><h1>{TITLES[0]}</h1>{paragraphs(noted)}</main>"))
    assert article.body == "\n\n".join(noted)


LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
{"@type": "Organization", "@id": "#o", "name": "The Tarn Gazette"},
{"@type": "Person", "@id": "#a", "name": "Ann Lee"},
{"@type": "NewsArticle", "headline": "Night Ferry Returns to Tarn", "articleSection": ["Islands"],
 "author": [{"@id": "#a"}, {"name": "Bo Chan"}], "publisher": {"@id": "#o"}}]}</script>"""


@pytest.mark.parametrize(
    ("head", "rules"),
    [
        (LINKED, ("outlet in JSON-LD", "authors in JSON-LD", "section in JSON-LD")),
        (
            "<meta property='og:site_name' content='The Tarn Gazette'>"
            "<meta name='author' content='Ann Lee, Bo Chan'>"
            "<meta property='article:section' content='Islands'>",
            ("meta og:site_name", "meta author", "meta article:section"),
        ),
        (
            "<meta name='dc.publisher' content='The Tarn Gazette'>"
            "<meta name='citation_author' content='Lee, Ann'>"
            "<meta name='citation_author' content='Chan, Bo'>"
            "<meta name='parsely-section' content='Islands'>",
            ("meta dc.publisher", "meta citation_author", "meta parsely-section"),
        ),
    ],
    ids=["JSON-LD", "Open Graph", "Dublin Core and citations"],
)
def test_outlet_authors_and_section_come_from_the_head(
    read: Read, head: str, rules: tuple[str, ...]
) -> None:
    [article] = read(document(f"<main><h1>{TITLES[0]}</h1>{paragraphs(ONE)}</main>", head))
    assert article.outlet == "The Tarn Gazette"
    assert article.authors == ("Ann Lee", "Bo Chan")
    assert article.section == "Islands"
    found = {one.field: one.rule for one in article.provenance}
    assert tuple(found[name] for name in ("outlet", "authors", "section")) == rules


def test_a_byline_marked_in_the_page_names_the_author(read: Read) -> None:
    byline = "<span class='byline'>By <a rel='author' href='/ann'>Ann Lee</a></span>"
    body = f"<main><article><header><h1>{TITLES[0]}</h1>{byline}</header>{paragraphs(ONE)}"
    [article] = read(document(f"{body}</article></main>"))
    assert article.authors == ("Ann Lee",)
    assert article.body == "\n\n".join(ONE)
